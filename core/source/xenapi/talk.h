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
	struct xenapi_host *host;
	struct slice wrong; /* what was wrong with the answer; empty: nothing */
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
	struct xenapi_ref host; /* only VMs on this one; null: on any */
	struct xenapi_ref here; /* this host's; null: nobody knows */
	struct fail unreadable; /* why the whole could not be read */
	struct xenapi_item *item; /* whose answer is being read */
	bool last_list; /* the next one is the last question: the logout goes along */
	bool pcpus_asked; /* how many the host has */
	struct trees trees; /* what is told of the VM whose record is being read */
	char name[NAME_KEPT], mask[NAME_KEPT];
};

/* xenapi.c */
int xenapi_ask(struct xenapi *x, const char *method, const struct slice *parameter);
int xenapi_hear(struct xenapi *x, void (*value)(struct session *s, void *to), void *to);

/* xenapi_keep.c: what becomes of records */

/* A value that is a map of references to records of VMs: keeps those that are to be listed. `to` is the
 * struct xenapi. */
void xenapi_keep_map(struct session *s, void *to);

/* A value that is the record of x->item, which the server gave us for its reference. */
void xenapi_keep_item(struct session *s, void *to);

/* Of VMs that were asked for more than once (by name, by id), one each. 0 or FAILED. */
int xenapi_keep_once(struct xenapi *x);

/* Metrics of a VM, as what is to be read into; what they say of it. */
void xenapi_metrics_start(struct xenapi *x, struct xenapi_metrics *m, const struct kept *k);
void xenapi_measure(struct xenapi *x, const struct xenapi_metrics *metrics, struct kept *k);

/* Something of a domain is not as it should be: a `Warning:` "...: 'NAME' (UUID)", and exit status 5 in
 * the end. */
void xenapi_flaw(struct xenapi *x, const char *what, const struct domain *d);

/* xenapi_vcpu.c */

/* How many pCPUs xend's host has: asks which host that is, and queues the call; hears its answer. Where it
 * does not say, that is no failure. */
int xenapi_ask_pcpus(struct xenapi *x);
int xenapi_hear_pcpus(struct xenapi *x);

/* xenapi_each.c: objects asked for one by one, pipelined */

struct xenapi_list *xenapi_list_start(struct xenapi *x, struct xenapi_list *list);
struct xenapi_item *xenapi_list_add(struct xenapi_list *list, struct slice ref);

/* Values that are an array of references, one of them, or a map from them: `to` is a list. */
void xenapi_list_items(struct session *s, void *to);
void xenapi_list_one(struct session *s, void *to);
void xenapi_list_keys(struct session *s, void *to);

/* Calls method for each; `value` reads its answer, x->item says whose it is. */
int xenapi_each(struct xenapi *x, const char *method, struct xenapi_list *list,
	void (*value)(struct session *s, void *to));

/* The records of these VMs: kept, or, where they are broken or nobody knows them, told and left out. */
int xenapi_records(struct xenapi *x, struct xenapi_list *list);

/* The metrics of all VMs on the roll that have none yet. */
int xenapi_metrics_each(struct xenapi *x);

/* xenapi_few.c: only the domains that were named; UNREADABLE: they cannot be told so */
bool xenapi_are_few(const struct xenapi *x);
int xenapi_few(struct xenapi *x);

/* xenapi_host.c: the host that was asked for, and the names of those that VMs are on */
int xenapi_find_host(struct xenapi *x);
int xenapi_host_names(struct xenapi *x);

#endif
