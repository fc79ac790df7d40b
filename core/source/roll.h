/* SPDX-License-Identifier: MIT */
/*
 * The roll of VMs that are kept while a server's answers come: which record was whose, where its metrics
 * are, and whether the server, asked for references alone, knows it. XAPI does not escape the keys of a
 * VM's maps, so who may edit a VM can forge records in the answer that holds all of them: a reference
 * is genuine when it also came as a value.
 */
#ifndef SOURCE_ROLL_H
#define SOURCE_ROLL_H

#include "source/xenapi.h"

struct kept {
	struct domain domain; /* first, so that its `next` is the one kept before */
	struct xenapi_ref ref, metrics;
	bool genuine; /* a reference that came as a value names it */
	bool measured; /* its metrics came */
	bool left_out;
};

struct roll {
	struct arena *arena;
	struct kept *newest;
	size_t count;
	struct kept **sorted; /* by the references that roll_sort was called for */
	size_t room; /* of it */
	size_t by; /* where in struct kept they are */
};

void roll_start(struct roll *r, struct arena *arena);

/* One more; NULL: no memory, said in f. */
struct kept *roll_add(struct roll *r, struct fail *f);

/* The one kept before k; NULL: none. */
static inline struct kept *roll_before(const struct kept *k)
{
	return (struct kept *)k->domain.next;
}

/* Orders it for roll_find: by offsetof(struct kept, ref) or metrics. 0 or FAILED. */
int roll_sort(struct roll *r, size_t by, struct fail *f);

/* The first whose reference is this one; further ones follow it in r->sorted. NULL: none. */
struct kept **roll_find(const struct roll *r, const struct xenapi_ref *ref);

/* The next after at with the same reference, or NULL. */
struct kept **roll_next(const struct roll *r, struct kept **at);

#endif
