/* SPDX-License-Identifier: MIT */
/* References of Xen-API, short enough to keep one for each VM. */
#ifndef SOURCE_VM_REF_H
#define SOURCE_VM_REF_H

#include "base/slice.h"

/* A reference in 17 bytes: the uuid that it is made of, a shorter text as it is, a digest of any other. */
struct ref {
	unsigned char bytes[16];
	unsigned char form; /* how to write it again; 0: the null reference, which is all zero */
};

enum { REF_TEXT = 48 };

struct ref ref_of(struct slice text);

/* As the server writes it; empty for the null reference, and where only a digest is left. */
struct slice ref_text(const struct ref *ref, char room[REF_TEXT]);

static inline bool ref_null(const struct ref *ref)
{
	return !ref->form;
}

bool ref_same(const struct ref *a, const struct ref *b);

#endif
