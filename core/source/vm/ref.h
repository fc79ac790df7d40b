/* SPDX-License-Identifier: MIT */
/* References of Xen-API, in a compact form: one is kept for each VM. */
#ifndef SOURCE_VM_REF_H
#define SOURCE_VM_REF_H

#include "base/slice.h"

/* A reference in 17 bytes: its uuid, a shorter text as it is, or a digest of any other text. */
struct ref {
	unsigned char bytes[16];
	unsigned char form; /* how to write it; 0: the null reference, all bytes zero */
};

enum { REF_TEXT = 48 };

struct ref ref_of(struct slice text);

/* Write the reference in the server's spelling; empty for the null reference and for a digest. */
struct slice ref_text(const struct ref *ref, char room[REF_TEXT]);

static inline bool ref_null(const struct ref *ref)
{
	return !ref->form;
}

bool ref_same(const struct ref *a, const struct ref *b);

#endif
