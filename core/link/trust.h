/* SPDX-License-Identifier: MIT */
/*
 * Whom TLS trusts: certificates of a file, or certificates with certain digests, and then nothing else about
 * them counts. Without either nobody is trusted, unless --insecure says that anybody is.
 */
#ifndef LINK_TRUST_H
#define LINK_TRUST_H

#include "base/fail.h"

enum {
	TRUST_PINS = 18, /* as many as options, and one for each of two masters that a pinned server vouches for */
	TRUST_DIGEST = 32,
};

struct trust {
	const char *cacert; /* a file of PEM; NULL: none */
	bool insecure;
	unsigned pin_count;
	unsigned char pins[TRUST_PINS][TRUST_DIGEST]; /* SHA-256 */
};

/* Adds a pin "sha256:HEX", colons between its bytes allowed: 0 or FAILED with MISUSED. */
int trust_pin(struct trust *t, struct slice text, struct fail *f);

bool trust_pinned(const struct trust *t, const unsigned char digest[TRUST_DIGEST]);

/* "sha256:HEX", as a pin is written. */
void trust_write(struct out *o, const unsigned char digest[TRUST_DIGEST]);

#endif
