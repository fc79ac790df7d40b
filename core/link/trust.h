/* SPDX-License-Identifier: MIT */
/*
 * The certificates that TLS trusts: those of a file, or those with certain digests (pins). A pin decides alone: name,
 * dates and signature of the certificate are not checked. Without either, no certificate is trusted, unless --insecure
 * trusts all.
 */
#ifndef LINK_TRUST_H
#define LINK_TRUST_H

#include "base/fail.h"

enum {
	TRUST_PINS = 18, /* OPT_MANY, and two for masters that a pinned member vouches for */
	TRUST_DIGEST = 32,
};

struct trust {
	const char *cacert; /* a PEM file; NULL: none */
	bool insecure;
	unsigned pin_count;
	unsigned char pins[TRUST_PINS][TRUST_DIGEST]; /* SHA-256 */
};

/* Add a pin: "sha256:HEX" or HEX alone; colons between bytes are allowed. Return 0, or FAILED with MISUSED. */
int trust_pin(struct trust *t, struct slice text, struct fail *f);

bool trust_pinned(const struct trust *t, const unsigned char digest[TRUST_DIGEST]);

/* Write a digest as "sha256:HEX". */
void trust_write(struct out *o, const unsigned char digest[TRUST_DIGEST]);

#endif
