/* SPDX-License-Identifier: MIT */
/* References of Xen-API, short enough to keep one for each VM. */
#ifndef SOURCE_VM_REF_H
#define SOURCE_VM_REF_H

#include "base/slice.h"

/* A reference in 17 bytes: the uuid that it is made of, a shorter text as it is, a digest of any other. */
struct xenapi_ref {
	unsigned char bytes[16];
	unsigned char form; /* how to write it again; 0: the null reference, which is all zero */
};

enum { XENAPI_REF_TEXT = 48 };

struct xenapi_ref xenapi_ref_of(struct slice text);

/* As the server writes it; empty for the null reference, and where only a digest is left. */
struct slice xenapi_ref_text(const struct xenapi_ref *ref, char room[XENAPI_REF_TEXT]);

static inline bool xenapi_ref_null(const struct xenapi_ref *ref)
{
	return !ref->form;
}

bool xenapi_ref_same(const struct xenapi_ref *a, const struct xenapi_ref *b);

#endif
