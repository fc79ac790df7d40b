/* SPDX-License-Identifier: MIT */
/*
 * Inside the conversation with Xen-API: what its files share with each other and with nobody else.
 * Functions that ask return 0, FAILED (said), or RENEW: the session is gone, all is to be asked again.
 */
#ifndef SOURCE_XENAPI_TALK_H
#define SOURCE_XENAPI_TALK_H

#include "source/vm/roll.h"
#include "source/xenapi/session.h"

enum {
	UNREADABLE = -4, /* it can be told record by record only */
	MAP_DEPTH = 3, /* elements from the map of all records down to one of them */
	RECORD_DEPTH = 7, /* elements from a record down to a typed value in a map of it */
};

/* One of several objects that are asked for by their references. */
struct xenapi_item {
	struct xenapi_item *next;
	struct slice ref;
	struct domain *domain; /* whose it is, where that is known */
	struct kept *kept;
	struct kept_host *host;
	struct metrics *metrics; /* its own, once they came */
	struct slice wrong; /* what was wrong with the answer; empty: nothing */
	bool deep; /* no more than that its elements lie deeper than they should */
	bool alien; /* it is no record at all, which no key can do */
	bool gone; /* the server does not know it */
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
	struct ref host; /* only VMs on this one; null: on any */
	struct ref here; /* this host's; null: nobody knows */
	struct fail unreadable; /* why the whole could not be read */
	struct xenapi_item *item; /* whose answer is being read */
	size_t records, references; /* in an answer: of any VMs, or of any metrics */
	size_t with_metrics, doubled; /* of those VMs; for the second time, of VMs on the roll */
	bool last_list; /* the next one is the last question: the logout goes along */
	bool pcpus_asked; /* how many the host has */
	struct trees trees; /* what is told of the VM whose record is being read */
	char name[TEXT_KEPT], mask[TEXT_KEPT];
};

/* Can who may edit a VM forge the answers that hold maps? */
static inline bool xenapi_forgeable(const struct xenapi *x)
{
	return session_forgeable(&x->session);
}

#endif
