/* SPDX-License-Identifier: MIT */
/*
 * The interface of a source. A source is a conversation: open it, run one or more rounds (each fills one table), close
 * it on every path. A source does not know other sources, options, or the layout of rows.
 */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "facts/domain.h"
#include "facts/named.h"
#include "link/deadline.h"
#include "link/trust.h"
#include "link/uri.h"

#include <config.h>

/* The request to a source: server, user, facts wanted, time limit. */
struct ask {
	struct uri server;
	struct slice user, password; /* of the Xen-API login */
	bool plain_password; /* the password may cross a network unencrypted */
	bool no_password; /* nobody gave one: log in at no server of a network */
	struct trust trust; /* of TLS */
	struct deadline deadline;
	bool local; /* a daemon of this host that the user did not name: other sources may supply its facts */
	const struct domains *live; /* for xenstored: report these domains only, which Xen lists (a round may ask for
				     * fewer than there were at open); NULL: report all introduced domains */
	int64_t connect_ns; /* limit for connecting: ABSENT after it */
	const struct named *named; /* the operands, `named_count` of them: only these domains are wanted, */
	size_t named_count; /* but a source may report more */
	struct slice host; /* only domains on this host of a pool, by name or uuid; empty: on all */
	bool or_nowhere; /* and those on no host; false with a host: the user named it (--host) */
	struct slice here; /* uuid of this host in its pool; empty: in no pool, or irrelevant */
	unsigned wants; /* enum want */
	unsigned conditions; /* only domains in one of these conditions (enum condition) are shown; 0: in any */
	bool stays; /* the conversation goes on after a round: do not log out with the last question */
};

/* Is the fact wanted? Facts outside of this build never are. */
static inline bool ask_wants(const struct ask *a, enum want want)
{
	if ((want == WANT_ALL && !CONFIG_LONG) || (want == WANT_VCPUS && !CONFIG_APPLET_VCPU_LIST))
		return false;
	return a->wants & want;
}

/* Did the user name a host of a pool? A source without pools cannot select by it. */
static inline bool ask_names_host(const struct ask *a)
{
	return a->host.len && !a->or_nowhere;
}

struct talk {
	const struct ask *ask;
	struct arena *arena; /* lives as long as the conversation */
	struct fail *fail;
	void *state; /* private to the source */
	unsigned requests; /* so far */
	uint64_t bytes; /* received so far */
	struct slice member; /* URI of the second member of a pool that sent the login on; empty: none did */
	char spoken[256]; /* in which encoding, and why, for -V; a C string, empty: there is but one */
};

enum { UNCHANGED = 1 };

struct source {
	const char *schemes; /* of its URIs, each followed by a blank */
	bool pools; /* it may know the hosts of a pool */
	bool stays; /* further rounds can be asked in the sandbox, over the same connection */
	bool reads_only; /* a round only reads what was opened: the sandbox can begin before it */

	/* Connect and log in. Return 0, ABSENT or FAILED. The other functions are called only after 0. */
	int (*open)(struct talk *t);

	/* Ask once and add the domains to `all`. Return 0 or FAILED; ABSENT if only asking shows that nothing is there.
	 * In a conversation that stays, return UNCHANGED, with nothing added, if the last round's domains still hold. */
	int (*round)(struct talk *t, struct domains *all);

	/* Log out and release everything. */
	void (*close)(struct talk *t);
};

extern const struct source source_xenapi, source_xend, source_xen, source_xenstore, source_file;

#endif
