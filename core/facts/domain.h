/* SPDX-License-Identifier: MIT */
/*
 * The neck of the hourglass: the facts about a domain, in one form for every source. Sources fill a struct domain;
 * printers read it; neither knows the other. Each fact has a bit in `known`: a fact without its bit is unknown and
 * its field must not be read, so that an unknown number is never shown as 0.
 */
#ifndef FACTS_DOMAIN_H
#define FACTS_DOMAIN_H

#include "base/arena.h"
#include "base/warned.h"

enum fact {
	KNOWN_UUID = 1 << 0,
	KNOWN_NAME = 1 << 1,
	KNOWN_ID = 1 << 2,
	KNOWN_MEMORY = 1 << 3,
	KNOWN_VCPUS = 1 << 4,
	KNOWN_STATE = 1 << 5,
	KNOWN_POWER = 1 << 6,
	KNOWN_CPU_TIME = 1 << 7,
	KNOWN_HOST = 1 << 8, /* the host it is on, or that it is on none */
	KNOWN_MEMORY_MAX = 1 << 9,
	KNOWN_VCPUS_MAX = 1 << 10,
	KNOWN_START_TIME = 1 << 11,
	KNOWN_LABEL = 1 << 12,
	KNOWN_POOL = 1 << 13,
	KNOWN_POOL_NUMBER = 1 << 14,
};

enum { TEXT_KEPT = 4096 }; /* bytes of a text that is kept, as a name or a label; longer ones are cut */

/* The hypervisor's state bits, in the order of xm's six letters. */
#define STATE_LETTERS "rbpscd"

enum state {
	STATE_RUNNING = 1 << 0,
	STATE_BLOCKED = 1 << 1,
	STATE_PAUSED = 1 << 2,
	STATE_SHUTDOWN = 1 << 3,
	STATE_CRASHED = 1 << 4,
	STATE_DYING = 1 << 5,
};

/* Write a state as its letters. Return them. */
struct slice state_letters(unsigned state, char room[6]);

/* The sources that reported a domain: one, or the hypervisor and another. */
enum source_name {
	SOURCE_XEN = 1 << 0,
	SOURCE_XAPI = 1 << 1,
	SOURCE_XEND = 1 << 2,
	SOURCE_XENSTORE = 1 << 3,
	SOURCE_FILE = 1 << 4
};

/* The power state, as a toolstack reports it. */
enum power { POWER_HALTED, POWER_RUNNING, POWER_PAUSED, POWER_SUSPENDED, POWER_CRASHED };

/* Is a host of a pool this one, or the one asked for? Unsure: nothing distinguishes this host from others of the pool. */
enum whereabouts { PLACE_HERE, PLACE_UNSURE, PLACE_OTHER };

/* A host of a pool, shared by the domains on it. */
struct host {
	struct slice name; /* empty: unknown */
	unsigned char uuid[16];
	bool has_uuid; /* it is known */
	enum whereabouts where;
};

/* A cpupool of this host. */
struct pool {
	const struct pool *next;
	uint32_t number;
	const struct slice *name;
};

struct vcpu;
struct tree;

/* Facts outside xm's table, kept only if asked for (WANT_DETAIL). */
struct detail {
	union { /* one of them, by the want bits: */
		struct vcpu *vcpus_each; /* WANT_VCPUS: sorted by number; facts/vcpu.h */
		struct tree *tree; /* WANT_ALL: facts/tree.h */
	};
	struct host *host; /* NULL: on none */
	const struct slice *label, *pool; /* security label, name of its cpupool */
	uint32_t pool_number; /* Xen's number of its cpupool */
	int64_t start_time; /* seconds since 1970 */
	uint64_t memory_max; /* bytes */
	uint32_t vcpus_max;
};

struct domain {
	struct domain *next;
	const char *name; /* raw bytes from outside */
	struct detail *detail; /* NULL: no such fact is known */
	uint64_t memory; /* bytes in use, or the target if the domain does not run */
	uint64_t cpu_ns; /* CPU time since its start */
	int32_t id; /* -1: it does not run */
	uint32_t vcpus; /* online, or configured if the domain does not run */
	uint16_t name_len;
	uint16_t known; /* enum fact */
	uint8_t state; /* enum state */
	uint8_t power; /* enum power */
	uint8_t source; /* enum source_name */
	unsigned char uuid[16];
};

/* Facts to ask for in addition to those that cost no request. */
enum want {
	WANT_HOSTS = 1 << 0, /* names of hosts */
	WANT_LABELS = 1 << 1,
	WANT_VCPUS = 1 << 2, /* each VCPU; of the domains only names and ids, unless combined */
	WANT_RECORDS = 1 << 3, /* every other fact of a column */
	WANT_ALL = 1 << 4, /* everything the source knows, as a tree; excludes WANT_VCPUS */
	WANT_DETAIL = 1 << 5, /* struct detail: set it with any of these but WANT_RECORDS, WANT_USAGE and WANT_STATE */
	WANT_LABELS_OF_XEN = 1 << 6, /* labels that cost no request to a daemon */
	WANT_POOLS = 1 << 7, /* names of cpupools */
	WANT_USAGE = 1 << 8, /* of a live domain: memory in use and VCPUs online */
	WANT_STATE = 1 << 9, /* the hypervisor's state letters */
	WANT_START = 1 << 10, /* the time of its start */
	WANT_HOST_UUIDS = 1 << 11, /* uuids of hosts */
};

/* A list of domains, in order of arrival. */
struct domains {
	struct arena *arena; /* holds the domains and everything they point to */
	struct domain *first, **last;
	size_t count;
	const struct slice *texts[8]; /* cache of domains_text: the latest texts */
	size_t text_count;
	uint32_t pcpus; /* of the host; 0: unknown */
	int64_t timed_ns; /* when CPU times were read, on the monotonic clock; 0: never */
	unsigned sources; /* enum source_name: those that answered */
	const struct pool *pools; /* cpupools with names */
	bool elsewhere; /* the user asked for domains of another host */
	const struct domain *others; /* of a pool, no rows: those on other hosts tell why an operand has none */
	bool store_domain; /* one of the domains runs xenstored */
	bool doubtful; /* the source of `untold` is there, so it may know names that are not in this list */
	struct slice untold; /* "SOURCE: why" of a source of names that did not answer; empty: all answered */
	struct warned warned; /* about the source's data, in this round */
	enum status flaw; /* worst problem found in the source's data (SHOWN: none) */
	struct slice why; /* message about that problem, printed after the rows; empty: printed already */
};

void domains_start(struct domains *all, struct arena *arena);

/* Allocate a domain without any fact, with room for details, not yet on the list. Return NULL, with f set, if memory
 * is out. */
struct domain *domain_new(struct domains *all, struct fail *f);
void domain_add(struct domains *all, struct domain *d);

/* Move the domains of `from` to the end of `to`, with what is known of the list. Both have one arena. */
void domains_move(struct domains *from, struct domains *to);

/* Name the cpupools of all domains whose number is known. */
void domains_name_pools(struct domains *all);

/* Copy a text that many domains share; recent texts are stored once. Return NULL, with f set, if memory is out. */
const struct slice *domains_text(struct domains *all, struct slice text, struct fail *f);

/* Note a problem of the source's data that was reported: the first one decides on the exit status. */
static inline void domains_flaw(struct domains *all, enum status status)
{
	if (all->flaw == SHOWN)
		all->flaw = status;
}

static inline bool domain_knows(const struct domain *d, unsigned facts)
{
	return (d->known & facts) == facts;
}

/* Note that these facts, whose values were set, are known; that they are not. */
static inline void domain_know(struct domain *d, unsigned facts)
{
	d->known |= (uint16_t)facts;
}
static inline void domain_forget(struct domain *d, unsigned facts)
{
	d->known &= (uint16_t)~facts;
}

/* Set the name, a text that lives as long as the domain: arena_text makes one. Without memory for it, which
 * arena_text reports, the name stays as it is. */
void domain_set_name(struct domain *d, struct slice name);
void domain_set_uuid(struct domain *d, const unsigned char uuid[16]);

static inline struct slice domain_name(const struct domain *d)
{
	return (struct slice){ d->name, d->name_len };
}

/* Is there a uuid that identifies the domain? An all-zero one does not: it is forgotten by domain_check_uuid. */
bool domain_has_uuid(const struct domain *d);
void domain_check_uuid(struct domain *d);

/* Return the place of the domain's host. Return PLACE_HERE for a domain on no host, and on an unknown one. */
enum whereabouts domain_where(const struct domain *d);

/* Is the domain certainly on another host of the pool? */
static inline bool domain_elsewhere(const struct domain *d)
{
	return domain_where(d) == PLACE_OTHER;
}

/* Set the id and the name at the front of its tree (made by trees_domain) to those known now. An unknown id is left
 * out. */
void domain_front(struct domain *d, struct domains *all, struct fail *f);

/* Does it run (or is it paused), so that it has an id and uses memory? */
bool domain_lives(const struct domain *d);

/* States that a user can ask for. A domain has one of them, from the hypervisor's letters if known, else from the
 * toolstack's power state; 0: unknown. Blocked counts as running. Shut down counts as halted, and so does a domain
 * without an id, even if its power state says that it runs. */
enum condition {
	CONDITION_RUNNING = 1 << 0,
	CONDITION_PAUSED = 1 << 1,
	CONDITION_SUSPENDED = 1 << 2,
	CONDITION_HALTED = 1 << 3,
	CONDITION_CRASHED = 1 << 4,
	CONDITION_DYING = 1 << 5,
	CONDITION_ALL = 1 << 6, /* no state of a domain: selects all of them */
};

enum condition domain_condition(const struct domain *d);

/* Return the user's word for a state; NULL for none. */
const char *domain_condition_word(enum condition condition);

/* Parse a list "running,Paused", in any case. Return its conditions, or 0, with f set, for an unknown word. */
unsigned domain_conditions(const char *list, struct fail *f);

/* Merge two equally trusted reports of one domain: d forgets each fact on which they disagree. */
void domain_doubt(struct domain *d, const struct domain *other);

/* Compare two domains for sorting: by name, bytewise, nameless ones last; then by host, id and uuid. */
int domain_order(const struct domain *a, const struct domain *b);

/* Return an array of all->count domains in that order. The array lives as long as the arena. Return NULL, with f set,
 * if memory is out. */
struct domain **domains_sorted(const struct domains *all, struct fail *f);

#endif
