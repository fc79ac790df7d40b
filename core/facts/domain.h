/* SPDX-License-Identifier: MIT */
/*
 * The neck of the hourglass: what is known of a domain, in one form whoever said it. A source fills
 * it, what shows reads it, and neither has heard of the other. What nobody said is not known, never a
 * false zero: each fact has its bit in `known`.
 */
#ifndef FACTS_DOMAIN_H
#define FACTS_DOMAIN_H

#include "base/arena.h"

enum fact {
	KNOWN_UUID = 1 << 0,
	KNOWN_NAME = 1 << 1,
	KNOWN_ID = 1 << 2,
	KNOWN_MEMORY = 1 << 3,
	KNOWN_VCPUS = 1 << 4,
	KNOWN_STATE = 1 << 5,
	KNOWN_POWER = 1 << 6,
	KNOWN_CPU_TIME = 1 << 7,
	KNOWN_HOST = 1 << 8, /* which it is on, or that it is on none */
	KNOWN_MEMORY_MAX = 1 << 9,
	KNOWN_VCPUS_MAX = 1 << 10,
	KNOWN_START_TIME = 1 << 11,
	KNOWN_LABEL = 1 << 12,
	KNOWN_POOL = 1 << 13,
};

/* What the hypervisor says it does, in the order of xm's six letters. */
#define STATE_LETTERS "rbpscd"

enum state {
	STATE_RUNNING = 1 << 0,
	STATE_BLOCKED = 1 << 1,
	STATE_PAUSED = 1 << 2,
	STATE_SHUTDOWN = 1 << 3,
	STATE_CRASHED = 1 << 4,
	STATE_DYING = 1 << 5,
};

/* Who told of a domain: one, or the hypervisor and another. */
enum source_name { SOURCE_XEN = 1 << 0, SOURCE_XAPI = 1 << 1, SOURCE_XEND = 1 << 2, SOURCE_XENSTORE = 1 << 3,
	SOURCE_FILE = 1 << 4 };

/* What a toolstack says has become of it. */
enum power { POWER_HALTED, POWER_RUNNING, POWER_PAUSED, POWER_SUSPENDED, POWER_CRASHED };

/* A host of a pool. Domains on it share it. */
struct host {
	struct slice name; /* empty where nobody said it */
	bool other; /* it is surely not the one that this program runs on, nor the one that was asked for */
};

struct vcpu;
struct tree;

/* What xm's table does not show: kept where it is wanted (WANT_DETAIL). */
struct detail {
	union { /* what was asked for: */
		struct vcpu *vcpus_each; /* WANT_VCPUS: by number; facts/vcpu.h */
		struct tree *tree; /* WANT_ALL: facts/tree.h */
	};
	const struct host *host; /* NULL: it is on none */
	const struct slice *label, *pool; /* security label, cpupool */
	int64_t start_time; /* seconds since 1970 */
	uint64_t memory_max; /* bytes */
	uint32_t vcpus_max;
};

struct domain {
	struct domain *next;
	const char *name; /* as it came from outside */
	struct detail *detail; /* NULL only where none of it is known */
	uint64_t memory; /* bytes: in use, or what it may have when it does not run */
	uint64_t cpu_ns; /* CPU time since it started */
	int32_t id; /* -1: it has none, it does not run */
	uint32_t vcpus; /* online, or what it may have when it does not run */
	uint16_t name_len;
	uint16_t known; /* enum fact */
	uint8_t state; /* enum state */
	uint8_t power; /* enum power */
	uint8_t source; /* enum source_name */
	unsigned char uuid[16];
};

/* What is to be told besides what costs nothing to ask. */
enum want {
	WANT_HOSTS = 1 << 0, /* the names of hosts */
	WANT_LABELS = 1 << 1,
	WANT_VCPUS = 1 << 2, /* each VCPU; of the domains themselves then only names and ids, but with */
	WANT_RECORDS = 1 << 3, /* all the rest that a column can show */
	WANT_ALL = 1 << 4, /* all that the source knows, as a tree; not with WANT_VCPUS */
	WANT_DETAIL = 1 << 5, /* struct detail; comes with all of these but WANT_RECORDS */
};

/* A list of them, in the order in which they came. */
struct domains {
	struct arena *arena; /* everything kept of them */
	struct domain *first, **last;
	size_t count;
	const struct slice *texts[8]; /* the newest that domains_text gave */
	size_t text_count;
	uint32_t pcpus; /* of the host; 0: nobody said it */
	bool elsewhere; /* they were asked for as those on another host than this */
	enum status flaw; /* of what the source said: something of it is not as it should be, or left out */
	struct slice why; /* and what that is, for who has seen the rows; empty: it was told */
};

void domains_start(struct domains *all, struct arena *arena);

/* One of which nothing is known, with room for details, not yet on the list; NULL: no memory, said in f. */
struct domain *domain_new(struct domains *all, struct fail *f);
void domain_add(struct domains *all, struct domain *d);

/* A text that many domains share, once in memory (as far as it was used lately); NULL: no memory. */
const struct slice *domains_text(struct domains *all, struct slice text, struct fail *f);

static inline bool domain_knows(const struct domain *d, unsigned facts)
{
	return (d->known & facts) == facts;
}

static inline struct slice domain_name(const struct domain *d)
{
	return (struct slice){ d->name, d->name_len };
}

/* A uuid of zeros is none. */
void domain_check_uuid(struct domain *d);

/* Is it surely on another host of a pool than this one? */
static inline bool domain_elsewhere(const struct domain *d)
{
	return domain_knows(d, KNOWN_HOST) && d->detail->host && d->detail->host->other;
}

/* Its id and its name, as they are known now, at the front of its tree (trees_domain's). */
void domain_front(struct domain *d, struct domains *all, struct fail *f);

/* Does it run (or is it paused), so that it has an id and uses memory? */
bool domain_lives(const struct domain *d);

/* What a user may ask for as its state: one bit, by what the hypervisor says, else by the toolstack's
 * word; 0: nobody knows. Running is blocked too, halted is shut down too, and what has
 * no id though its word is that it runs. */
enum condition {
	CONDITION_RUNNING = 1 << 0,
	CONDITION_PAUSED = 1 << 1,
	CONDITION_SUSPENDED = 1 << 2,
	CONDITION_HALTED = 1 << 3,
	CONDITION_CRASHED = 1 << 4,
	CONDITION_DYING = 1 << 5,
	CONDITION_ALL = 1 << 6, /* of no domain: every one is meant */
};

enum condition domain_condition(const struct domain *d);

/* The conditions of a list "running,Paused", of any case: 0 for one that there is not, said in f. */
unsigned domain_conditions(const char *list, struct fail *f);

/* Two reports of the same domain, of which neither is trusted more: d loses what they disagree on. */
void domain_doubt(struct domain *d, const struct domain *other);

/* The order of rows: by name, bytewise, those without a name first; then by host, id and uuid. */
int domain_order(const struct domain *a, const struct domain *b);

/* All of them in that order, as an array of all->count that lives as long as the arena; NULL: no
 * memory, said in f. */
struct domain **domains_sorted(const struct domains *all, struct fail *f);

#endif
