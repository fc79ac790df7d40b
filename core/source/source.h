/* SPDX-License-Identifier: MIT */
/*
 * Who knows. A source is a conversation: open it, ask it once or again and again (each round gives one
 * table), close it, on every path. It knows nothing of other sources, of options or of how rows look.
 */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "facts/domain.h"
#include "facts/named.h"
#include "link/deadline.h"
#include "link/trust.h"
#include "link/uri.h"

#include <config.h>

/* What a source is told: whom to ask, as whom, of what, and until when. */
struct ask {
	struct uri server;
	struct slice user, password; /* of the Xen-API login */
	bool plain_password; /* the password may cross a network unencrypted */
	struct trust trust; /* of TLS */
	struct deadline deadline;
	bool local; /* one of this host's, which nobody named: what it lacks others may tell */
	const struct domains *live; /* of xenstored: only what it has of these, which Xen tells of; NULL: of all that were
				     * introduced to it */
	int64_t connect_ns; /* no connection within this: ABSENT */
	const struct named *named; /* only these, where there are any: `named_count` of them; a source */
	size_t named_count; /* may give more */
	struct slice host; /* only those on this host of a pool: its name or uuid; empty: all of them */
	bool or_nowhere; /* and those that run on none */
	struct slice here; /* uuid of this host as a pool's; empty: it is none, or that does not matter */
	unsigned wants; /* enum want */
};

/* Is that wanted? What was not built in never is. */
static inline bool ask_wants(const struct ask *a, enum want want)
{
	if ((want == WANT_ALL && !CONFIG_LONG) || (want == WANT_VCPUS && !CONFIG_APPLET_VCPU_LIST))
		return false;
	return a->wants & want;
}

struct talk {
	const struct ask *ask;
	struct arena *arena; /* lives as long as the talk */
	struct fail *fail;
	void *state; /* the source's own */
	unsigned requests; /* made so far */
	uint64_t bytes; /* received so far */
};

struct source {
	const char *schemes; /* of its URIs, each with a blank behind it */

	/* Connects and logs in: 0, ABSENT or FAILED. Only after 0 do the others follow. */
	int (*open)(struct talk *t);

	/* One question, one table: adds the domains to `all`, 0 or FAILED. */
	int (*round)(struct talk *t, struct domains *all);

	/* Logs out and lets go. */
	void (*close)(struct talk *t);
};

extern const struct source source_xenapi, source_xend, source_xen, source_xenstore, source_file;

#endif
