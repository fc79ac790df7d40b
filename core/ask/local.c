/* SPDX-License-Identifier: MIT */
/*
 * Ask the sources of this host in this order:
 * 1. Xen, for the live domains.
 * 2. The toolstacks, until one answers.
 * 3. xenstored, for live domains without a name; for everything if neither Xen nor a toolstack answered.
 * 4. Files, for live domains that still have no name.
 * If none of 1 to 3 is there, show XAPI's database.
 *
 * The sandbox begins when a toolstack accepts the connection. Before it, read this host's inventory, and start the
 * children for xenstored and for files. They wait until they are asked.
 */
#include "ask/local.h"
#include "ask/disknames.h"
#include "ask/inventory.h"
#include "ask/names.h"
#include "ask/server.h"
#include "facts/join.h"
#include "source/xapidb/file.h"

#include <unistd.h>

#define SILENCE_NS (5 * SECOND_NS) /* of a daemon of this host, before others are asked */

static const char xen[] = "xen:", xenstored[] = "xenstore:";

/* In the order of asking. */
static const struct {
	bool built;
	const char *uri;
} toolstacks[] = {
	{ CONFIG_SOURCE_XENAPI, "unix:/var/lib/xcp/xapi" },
	{ CONFIG_SOURCE_XENAPI, "unix:/var/xapi/xapi" }, /* of old XenServers */
	{ CONFIG_SOURCE_XEND, "xend:/var/run/xend/xmlrpc.sock" },
	{ CONFIG_SOURCE_XENAPI, "unix:/var/run/xend/xen-api.sock" },
};

enum { TOOLSTACKS = COUNT(toolstacks), ATTEMPTS = TOOLSTACKS + 4 };

/* How asking a source ended. */
enum end { TOLD, MISSING, UNKNOWN_XEN, SILENT, REFUSED, LATE, WRONG, ENDS };

/* The cost of each end, if another source gives rows. */
static const struct cost {
	bool there; /* the source may know names that no other source gave */
	bool warn;
	enum status status; /* exit status; REFUSED costs none if the rows are complete without the source */
} costs[ENDS] = {
	[TOLD] = { false, false, SHOWN },
	[MISSING] = { false, false, SHOWN }, /* no socket, no device, connection refused */
	[UNKNOWN_XEN] = { false, true, SHOWN }, /* a release without a known interface; no warning with a toolstack */
	[SILENT] = { true, true, SHOWN }, /* no byte for 5 s, still starting, an empty store */
	[REFUSED] = { true, true, DENIED }, /* this user is not allowed */
	[LATE] = { true, true, UNANSWERED }, /* the answer began and time was up */
	[WRONG] = { true, true, BROKEN }, /* nonsense, an error, a closed connection */
};

struct attempt {
	const char *uri;
	enum end end;
	struct fail why;
};

struct local {
	struct ask *ask;
	unsigned wants; /* of the user; ask->wants has what joining needs, too */
	bool verbose;
	struct domains *all;
	struct fail *fail; /* a failure that ends the command whatever other sources know */
	struct attempt attempts[ATTEMPTS];
	size_t count;
	bool xen_told, xenstored_told;
	bool from_disk; /* a name comes from a file */
	const char *toolstack; /* the one that answered; NULL: none */
	bool control_known;
	unsigned char control[16]; /* uuid of this host's control domain */
	const char *database; /* XAPI's, on disk */
	bool database_readable;
	struct disknames disk;
	struct store {
		struct ask ask;
		struct server server;
		struct fail why;
		int opened; /* result of opening */
		bool asked;
	} store; /* xenstored */
};

/* Does the failure end the command? Wrong usage, limits of ours and signals do. */
static bool ends_all(const struct fail *why)
{
	return deadline_interrupted() || (why->status != UNANSWERED && why->status != DENIED && why->status != BROKEN);
}

static enum end end_of(int result, const struct fail *why)
{
	if (!result)
		return TOLD;
	if (why->unready)
		return SILENT;
	if (result == ABSENT)
		return why->status == BROKEN ? UNKNOWN_XEN : MISSING;
	if (why->status == DENIED)
		return REFUSED;
	return why->late ? LATE : WRONG;
}

/* Limit the time of a local source, so that the others get the rest. */
static void limit_time(struct ask *ask)
{
	int64_t half = deadline_left(&ask->deadline) / 2;

	ask->local = true;
	ask->deadline.silence_ns = ask->connect_ns = half < SILENCE_NS ? half : SILENCE_NS;
}

static struct attempt *new_attempt(struct local *l, const char *uri)
{
	struct attempt *a = &l->attempts[l->count++];

	*a = (struct attempt){ .uri = uri };
	return a;
}

/* Ask a source, after opening it with this result, and add its domains to `to`, all or none. Return 0, ABSENT if the
 * next source is to be asked, or FAILED if the command ends. */
static int ask_opened(struct local *l, struct attempt *a, struct server *s, int result, struct domains *to)
{
	struct domains said;

	domains_start(&said, l->all->arena);
	if (!result)
		result = server_round(s, &said);
	result = server_close(s, result, &a->why);
	a->end = end_of(result, &a->why);
	if (!result) {
		domains_move(&said, to);
		return 0;
	}
	if (!ends_all(&a->why))
		return ABSENT;
	*l->fail = a->why;
	return FAILED;
}

static int try(struct local *l, struct ask ask, const char *uri, struct domains *to)
{
	struct attempt *a = new_attempt(l, uri);
	struct server s;
	int result;

	limit_time(&ask);
	result = server_open(&s, &ask, uri, l->verbose, &a->why);
	return ask_opened(l, a, &s, result, to);
}

static int ask_xen(struct local *l, struct domains *alive)
{
	struct ask ask = *l->ask;
	int result = ABSENT;

	ask.host = SLICE("");
	if (CONFIG_SOURCE_XEN)
		result = try(l, ask, xen, alive);
	if (result)
		return result;
	l->xen_told = true;
	l->ask->wants |= WANT_RECORDS; /* joining needs uuids */
	return 0;
}

/* Start the children, and read the inventory, before the sandbox forbids it. */
static int prepare(struct local *l, const struct domains *alive)
{
	struct store *store = &l->store;
	char room[INVENTORY_ROOM], *place = arena_take(l->all->arena, XAPIDB_PATH, l->fail);

	if (!place)
		return FAILED;
	l->control_known = slice_uuid(inventory("/etc/xensource-inventory", "CONTROL_DOMAIN_UUID", room), l->control);
	if (CONFIG_SOURCE_FILE) {
		l->database = xapidb_place(XAPIDB_CONF, place);
		l->database_readable = !access(l->database, R_OK);
	}
	store->ask = *l->ask;
	store->ask.host = SLICE("");
	store->ask.wants = l->wants;
	store->ask.live = l->xen_told ? alive : NULL;
	if (CONFIG_SOURCE_XENSTORE)
		store->opened = server_open(&store->server, &store->ask, xenstored, l->verbose, &store->why);
	if (CONFIG_SOURCE_XEN && l->xen_told)
		disknames_start(&l->disk, alive);
	return 0;
}

/* End the children. */
static void finish(struct local *l)
{
	if (CONFIG_SOURCE_XEN)
		disknames_end(&l->disk);
	l->store.server.verbose = false;
	if (CONFIG_SOURCE_XENSTORE && !l->store.asked)
		server_close(&l->store.server, l->store.opened, &l->store.why);
}

/* Did Xen tell the memory in use of all its domains? It does not of those that FLASK hides. */
static bool usage_told(const struct domains *alive)
{
	for (const struct domain *d = alive->first; d; d = d->next)
		if (!domain_knows(d, KNOWN_MEMORY))
			return false;
	return true;
}

static int ask_toolstacks(struct local *l, const struct domains *alive)
{
	struct ask ask = *l->ask;
	int result = ABSENT;

	if (l->xen_told) {
		ask.named_count = 0; /* operands are resolved after joining, */
		ask.conditions = 0; /* and Xen's states decide */
		if (ask.host.len && ask.or_nowhere && usage_told(alive)) /* every live domain is Xen's */
			ask.wants &= ~(unsigned)(WANT_USAGE | WANT_STATE);
	}
	for (size_t i = 0; result == ABSENT && i < TOOLSTACKS; i++) {
		if (!toolstacks[i].built)
			continue;
		result = try(l, ask, toolstacks[i].uri, l->all);
		l->toolstack = result ? NULL : toolstacks[i].uri;
	}
	return result;
}

/* Join Xen's domains into those of a source of names. Domains that only Xen has stay in `alive`. */
static void join_with(const struct local *l, struct domains *told, struct domains *alive, const char *uri)
{
	const unsigned char *control = l->control_known ? l->control : NULL;
	size_t names = told->count, live = alive->count, both = join(told, alive, control, l->ask->wants, l->fail);

	if (l->verbose)
		notice("%s tells of %zu domains, xen: of %zu, %zu are the same: of those id, state, memory in use, CPU "
		       "time, online VCPUs and where they run are xen:'s, the rest is the other's",
			uri, names, live, both);
}

/* Ask xenstored about the domains that only Xen has, if one of them lacks a name, and for names of cpupools; about all
 * domains if neither Xen nor a toolstack answered. */
static int ask_xenstored(struct local *l, struct domains *alive)
{
	struct store *store = &l->store;
	bool all_named = (l->toolstack && !names_lacking(alive)) || (l->xen_told && !alive->count);
	struct attempt *a;
	struct domains said;
	int result;

	if (!CONFIG_SOURCE_XENSTORE || (all_named && !(l->xen_told && ask_wants(l->ask, WANT_POOLS))))
		return 0;
	domains_start(&said, l->all->arena);
	a = new_attempt(l, xenstored);
	a->why = store->why;
	store->asked = true;
	store->server.talk.fail = &a->why;
	store->server.began = deadline_now();
	limit_time(&store->ask);
	result = ask_opened(l, a, &store->server, store->opened, &said);
	l->xenstored_told = !result;
	if (CONFIG_SOURCE_XEN && l->xen_told)
		join_with(l, &said, alive, xenstored);
	domains_move(&said, l->all);
	return result;
}

/* Put ids and names in front of trees, but not of xend's, which xm showed as they are. */
static void begin_trees(struct local *l)
{
	bool legacy = l->toolstack && slice_begins(slice_of(l->toolstack), SLICE("xend:"));

	for (struct domain *d = l->all->first; d; d = d->next)
		if (d->detail->tree && !(legacy && d->source & SOURCE_XEND))
			domain_front(d, l->all, l->fail);
}

/* Return the i-th attempt in the order in which failures count: Xen's is the last. */
static const struct attempt *attempt_at(const struct local *l, size_t i)
{
	return &l->attempts[(i + CONFIG_SOURCE_XEN) % l->count];
}

/* Find out whether names may be unknown, and the source to blame: the first that is there, else a missing xenstored. */
static void note_untold(struct local *l)
{
	const struct attempt *untold = NULL;

	for (size_t i = 0; i < l->count && !l->all->doubtful; i++) {
		const struct attempt *a = attempt_at(l, i);

		l->all->doubtful = costs[a->end].there && !(a->uri == xen && l->toolstack);
		if (l->all->doubtful || (a->uri == xenstored && a->end == MISSING))
			untold = a;
	}
	l->all->doubtful |= l->from_disk && !l->xenstored_told; /* a file may be out of date */
	if (untold)
		l->all->untold = arena_text(l->all->arena, fail_text(&untold->why), l->fail);
}

/* Warn of each source that failed and set the exit status, now that other sources gave rows. */
static int settle(struct local *l)
{
	bool whole = (l->xen_told || l->toolstack) && !names_lacking(l->all);

	for (size_t i = 0; i < l->count; i++) {
		const struct attempt *a = attempt_at(l, i);

		if ((a->uri == xen && l->all->elsewhere) || (a->end == UNKNOWN_XEN && l->toolstack))
			continue;
		if (costs[a->end].warn)
			warning("%.*s", (int)a->why.len, a->why.text);
		if (l->all->flaw == SHOWN && !(a->end == REFUSED && whole))
			l->all->flaw = costs[a->end].status;
	}
	note_untold(l);
	return l->fail->status == SHOWN ? 0 : FAILED;
}

/* Fail with the messages of all sources that are there and the status of the first. Return 0 if none is there. */
static int fail_as_all(struct fail *f, const struct local *l)
{
	char room[sizeof(f->text)];
	struct out all = OUT_IN(room);
	enum status status = SHOWN;

	for (size_t i = 0; i < l->count; i++) {
		const struct attempt *a = attempt_at(l, i);

		if (!costs[a->end].there)
			continue;
		out_message(&all, "%s%.*s", status == SHOWN ? "" : "; ", (int)a->why.len, a->why.text);
		status = status == SHOWN ? a->why.status : status;
	}
	if (status == SHOWN)
		return 0;
	if (CONFIG_SOURCE_FILE && l->database_readable)
		out_message(&all, " (-s file:%s shows what XAPI wrote last)", l->database);
	return fail(f, status, "%.*s", (int)out_slice(&all).len, room);
}

static int ask_database(struct local *l)
{
	char room[XAPIDB_PATH + 8];
	struct out uri = OUT_IN(room);

	if (!CONFIG_SOURCE_FILE)
		return ABSENT;
	out_add(&uri, "file:");
	out_add(&uri, l->database);
	return try(l, *l->ask, out_string(&uri), l->all);
}

/* No source gave rows: show the database if no source is there, else fail. */
static int without_rows(struct local *l)
{
	struct fail *f = l->fail;

	if (fail_as_all(f, l))
		return FAILED;
	if (ask_names_host(l->ask))
		return fail(f, MISUSED, "--host: no XAPI that knows a pool runs on this host");
	if (!l->xen_told && ask_database(l) != ABSENT)
		return f->status == SHOWN ? 0 : FAILED;
	if (fail_as_all(f, l))
		return FAILED;
	if (!under_xen())
		return fail(f, UNANSWERED, "this machine does not run under Xen (is it booted into the dom0?)");
	return fail(f, UNANSWERED, "neither Xen nor a toolstack nor xenstored answers: %.*s (-V shows what was tried)",
		(int)l->attempts[0].why.len, l->attempts[0].why.text);
}

static bool is_met(const struct named *n, const struct domains *all)
{
	for (const struct domain *d = all->first; d; d = d->next)
		if (named_any(n, 1, d))
			return true;
	return false;
}

/* Collect the operands without a row that may mean a VM on another host of the pool. Return their number. */
static size_t find_unmet(const struct local *l, struct named *unmet)
{
	const struct ask *ask = l->ask;
	size_t n = 0;

	for (size_t i = 0; i < ask->named_count; i++)
		if (ask->named[i].by & (NAMED_BY_NAME | NAMED_BY_UUID) && !is_met(&ask->named[i], l->all))
			unmet[n++] = ask->named[i];
	return n;
}

/* Ask XAPI whether operands that mean nothing on this host mean VMs on other hosts of its pool. */
static int look_elsewhere(struct local *l)
{
	struct ask ask = *l->ask;
	struct named *unmet;
	struct domains pool;
	int result;

	if (!ask.named_count || !ask.host.len || !ask.or_nowhere || !(l->all->sources & SOURCE_XAPI))
		return 0;
	unmet = arena_take(l->all->arena, ask.named_count * sizeof(*unmet), l->fail);
	if (!unmet)
		return FAILED;
	ask.named_count = find_unmet(l, unmet);
	ask.named = unmet;
	ask.host = SLICE("");
	ask.wants = WANT_RECORDS | WANT_DETAIL;
	ask.conditions = 0;
	if (!ask.named_count)
		return 0;
	domains_start(&pool, l->all->arena);
	result = try(l, ask, l->toolstack, &pool);
	l->all->others = pool.first;
	return result == FAILED ? FAILED : 0;
}

/* Ask all sources but Xen. */
static int ask_others(struct local *l, struct domains *alive)
{
	const struct ask *ask = l->ask;

	if (ask_toolstacks(l, alive) == FAILED)
		return FAILED;
	if (ask_names_host(ask) && !l->toolstack) /* only XAPI knows hosts */
		return without_rows(l);
	if (l->all->elsewhere)
		return settle(l);
	if (CONFIG_SOURCE_XEN && l->xen_told && l->toolstack)
		join_with(l, l->all, alive, l->toolstack);
	if (ask_xenstored(l, alive) == FAILED)
		return FAILED;
	domains_move(alive, l->all);
	domains_name_pools(l->all);
	if (!l->xen_told && !l->toolstack && !l->xenstored_told)
		return without_rows(l);
	if (CONFIG_SOURCE_XEN && names_lacking(l->all))
		l->from_disk = names_find(l->all, &l->disk, deadline_left(&ask->deadline), l->verbose, l->fail);
	if (look_elsewhere(l))
		return FAILED;
	if (ask_wants(ask, WANT_ALL))
		begin_trees(l);
	return settle(l);
}

int local_ask(struct ask *ask, bool verbose, struct domains *all, struct fail *f)
{
	struct local l = { .ask = ask, .wants = ask->wants, .verbose = verbose, .all = all, .fail = f };
	struct domains alive;
	int result;

	if (!CONFIG_SOURCE_XENAPI && !CONFIG_SOURCE_XEND && !CONFIG_SOURCE_XEN && !CONFIG_SOURCE_XENSTORE &&
		!CONFIG_SOURCE_FILE)
		return fail(f, MISUSED, "this build has no source of domains (CONFIG_SOURCE_XENAPI and others)");
	domains_start(&alive, all->arena);
	ask->wants |= WANT_DETAIL; /* joining needs hosts */
	if (ask_xen(&l, &alive) == FAILED || prepare(&l, &alive))
		return FAILED;
	result = ask_others(&l, &alive);
	finish(&l);
	return result;
}
