/* SPDX-License-Identifier: MIT */
/*
 * The VMs kept while a server's answers are read: a list in order of arrival, and a hash table by reference, by
 * reference of the metrics, or by uuid. The hash has multipliers chosen anew in each process, so that forged references
 * cannot all fall into one bucket.
 */
#ifndef SOURCE_VM_ROLL_H
#define SOURCE_VM_ROLL_H

#include "source/source.h"
#include "source/vm/vm.h"

enum {
	HOSTS = 1024, /* of a pool; XAPI's limit is 64 */
};

/* A host with at least one of the VMs. */
struct kept_host {
	struct host host;
	struct ref ref;
	struct kept_host *next;
	bool came; /* its record was read */
};

enum { ROLL_LINK_BITS = 27 }; /* with the flags below 32; 64 MiB hold far fewer VMs */

struct kept {
	struct domain domain; /* first member; its `next` is unset */
	struct kept *before; /* the VM kept before; NULL: none */
	uint32_t next : ROLL_LINK_BITS; /* private: next in this hash bucket, as index + 1 into places; 0 at the end */
	bool measured : 1; /* its metrics were read */
	bool remeasured : 1; /* they came twice */
	bool left_out : 1;
	bool again : 1; /* left out because an older one with this reference is kept */
	bool doubted : 1; /* its record, or its metrics, came twice */
	struct ref ref, metrics;
	uint16_t row; /* in its table of a file, for messages; UINT16_MAX: that or a later one */
};

struct roll {
	struct domains *all; /* the list that gets the VMs */
	struct kept_host *hosts;
	size_t host_count;
	struct kept *newest;
	size_t count;
	struct kept **places; /* in order of arrival */
	uint32_t *lists; /* the first entry of each hash bucket: index + 1 into places */
	size_t room; /* of places; there are not more buckets */
	size_t by; /* offset in struct kept of the references that are hashed */
	unsigned shift; /* of the hash, to get the number of a bucket */
	uint64_t factors[2]; /* multipliers of the hash, random in each process */
};

void roll_start(struct roll *r, struct domains *all);

/* Add a VM with the facts of its record. Return NULL, with f set, if memory is out or a limit exceeded. */
struct kept *roll_add(struct roll *r, const struct ref *ref, const struct vm *vm, struct fail *f);

/* Find or add the host of a reference. Return NULL if there are too many, or, with f set, if memory is out. */
struct kept_host *roll_host(struct roll *r, const struct ref *ref, struct fail *f);

/* Check that one host has the name or uuid the user gave. Return 0, or FAILED with the names of the roll's hosts. */
int roll_one_host(const struct roll *r, struct slice called, size_t count, struct fail *f);

/* Index the roll by reference and find VMs recorded twice: keep one of each, marked as doubted, without the facts on
 * which both disagree, and call `doubled` for it. Return 0 or FAILED. */
int roll_settle(struct roll *r, const struct ask *ask, void (*doubled)(void *to, const struct domain *d), void *to,
	struct fail *f);

/* Do the same for VMs with one uuid under different references, after all their facts are known: warn of each, and set
 * the flaw BROKEN. */
int roll_settle_uuids(struct roll *r, const struct ask *ask, struct fail *f);

/* Warn about a VM, "SERVER: WHAT: 'NAME', UUID". Of one kind, as told by its text, only the first few are printed. */
void roll_note(struct roll *r, const struct ask *ask, const char *kind, const char *what, const struct domain *d);

/* Build the hash table for roll_find, by offsetof(struct kept, ref), metrics or domain.uuid. Return 0 or FAILED. */
int roll_index(struct roll *r, size_t by, struct fail *f);

/* roll_find returns the newest VM with a reference, roll_next the next older one with k's; NULL: none. */
struct kept *roll_find(const struct roll *r, const struct ref *ref);
struct kept *roll_next(const struct roll *r, const struct kept *k);

#endif
