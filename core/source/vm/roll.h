/* SPDX-License-Identifier: MIT */
/*
 * The roll of VMs that are kept while a server's answers come: which record was whose, and where its metrics are.
 */
#ifndef SOURCE_VM_ROLL_H
#define SOURCE_VM_ROLL_H

#include "source/source.h"
#include "source/vm/vm.h"

enum {
	HOSTS = 1024, /* of a pool; XAPI's limit is 64 */
};

/* A host that one of them runs on. */
struct kept_host {
	struct host host;
	struct ref ref;
	struct kept_host *next;
	bool came; /* its own record did */
};

struct kept {
	struct domain domain; /* first, so that its `next` is the one kept before */
	uint32_t next; /* the roll's own: the place, from 1 on, of one that is looked for in the same list */
	struct ref ref, metrics;
	bool measured : 1; /* its metrics came */
	bool left_out : 1;
	bool doubted : 1; /* its record, or its metrics, came twice */
};

struct roll {
	struct domains *all; /* who keeps them */
	struct kept_host *hosts;
	size_t host_count;
	struct kept *newest;
	size_t count;
	struct kept **places; /* in the order in which they came */
	uint32_t *lists; /* the first place of each list that references fall into */
	size_t room; /* of places; there are not more lists */
	size_t by; /* where in struct kept the references are that roll_index was called for */
	unsigned shift; /* of their hash, to a list's number */
	uint64_t factors[2]; /* of that, other ones in every process: who forges references cannot make them all
				fall into one list */
};

void roll_start(struct roll *r, struct domains *all);

/* One more, with what its record says; NULL: no memory, or a limit of ours, said in f. */
struct kept *roll_add(struct roll *r, const struct ref *ref, const struct vm *vm, struct fail *f);

/* The host of a reference; NULL: no memory, or too many of them. */
struct kept_host *roll_host(struct roll *r, const struct ref *ref, struct fail *f);

/* Is it one host that is called so? 0 or FAILED. */
int roll_one_host(struct slice called, size_t count, struct fail *f);

/* Whose records are there twice: one is left, doubted, without what the two disagree on, and `doubled` is called
 * for it. They can be found by their references. 0 or FAILED. */
int roll_settle(struct roll *r, const struct ask *ask, void (*doubled)(void *to, const struct domain *d), void *to,
	struct fail *f);

/* The one kept before k; NULL: none. */
static inline struct kept *roll_before(const struct kept *k)
{
	return (struct kept *)k->domain.next;
}

/* Makes them ready for roll_find: by offsetof(struct kept, ref) or metrics. 0 or FAILED. */
int roll_index(struct roll *r, size_t by, struct fail *f);

/* The newest whose reference is this one, and the next older one with k's; NULL: none. */
struct kept *roll_find(const struct roll *r, const struct ref *ref);
struct kept *roll_next(const struct roll *r, const struct kept *k);

#endif
