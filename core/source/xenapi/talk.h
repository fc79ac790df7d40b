/* SPDX-License-Identifier: MIT */
/*
 * Private to the conversation with Xen-API: shared by the files of this folder only. Functions that ask return 0,
 * FAILED (said), or RENEW: the session is gone, ask everything again.
 */
#ifndef SOURCE_XENAPI_TALK_H
#define SOURCE_XENAPI_TALK_H

#include "source/vm/roll.h"
#include "source/xenapi/session.h"

enum {
	UNREADABLE = -4, /* the shorter way of asking failed: take the longer one */
	MAP_DEPTH = 3, /* elements from the map of all records down to one of them */
	RECORD_DEPTH = 7, /* elements from a record down to a typed value in a map of it */
};

/* A call, usually for an object by its reference. */
struct xenapi_item {
	struct xenapi_item *next;
	const char *method;
	struct slice ref; /* the parameter */
	void (*value)(struct session *s, void *to); /* reads the answer */
	void *to; /* for value */
	struct domain *domain; /* the object's domain, if known */
	struct kept *kept;
	struct kept_host *host;
	struct metrics *metrics; /* its own, after they were read */
	struct slice wrong; /* the problem of the answer; empty: none */
	bool deep; /* the only problem: elements lie too deep */
	bool alien; /* no record at all, beyond the power of a key */
	bool gone; /* the server does not know it */
	bool again; /* private: an earlier one has this reference */
	size_t place; /* private: in the list */
};

struct xenapi_list {
	struct xenapi *x;
	struct xenapi_item *first, **last;
	size_t count;
};

struct xenapi {
	struct session session;
	struct talk *talk;
	struct domains *all; /* of this round */
	struct roll roll;
	struct ref host; /* only VMs on this host; null: on any */
	struct ref here; /* of auto:, this host; of another server, the host asked for; null: unknown */
	struct fail unreadable; /* the problem of the answer with all records */
	struct xenapi_item *item; /* the item of the current answer */
	size_t records, references; /* counted in an answer: records of any VM, or of any metrics */
	size_t with_metrics, doubled; /* of those VMs; repetitions of VMs on the roll */
	bool last_list; /* send the logout with the next list */
	bool pcpus_asked; /* a call for the number of pCPUs is under way */
	struct arena scratch; /* of the current record's tree */
	struct trees trees;
	char name[TEXT_KEPT], mask[TEXT_KEPT];
	size_t token_len; /* see changes.h; 0: none */
	char token[64];
	bool changed; /* an answer of event.from has events */
};

/* Can an administrator of a VM forge the answers with maps? */
static inline bool xenapi_forgeable(const struct xenapi *x)
{
	return session_forgeable(&x->session);
}

#endif
