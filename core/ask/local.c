/* SPDX-License-Identifier: MIT */
#include "ask/local.h"
#include "ask/inventory.h"
#include "ask/server.h"
#include "facts/join.h"
#include "source/lastname.h"
#include "source/xapidb/file.h"
#include "source/xapidb/names.h"

#define DB_CONF "/etc/xensource/db.conf" /* where XAPI keeps its database */
#define SILENCE_NS (5 * SECOND_NS) /* of a daemon of this host, before others are asked */

/* In this order. */
static const char *const toolstacks[] = {
	"unix:/var/lib/xcp/xapi",
	"xend:/var/run/xend/xmlrpc.sock",
	"unix:/var/run/xend/xen-api.sock",
	"xenstore:",
};

enum { TOOLSTACKS = sizeof(toolstacks) / sizeof(*toolstacks) - !CONFIG_SOURCE_XENSTORE };

/* Names that nobody told, and who told them: the arena of all is theirs. */
struct naming {
	struct domains *all;
	struct fail *fail;
	bool verbose;
	const char *file; /* the database */
};

/* Is it one that lives and has none, but can be called by its uuid? */
static bool nameless(const struct domain *d)
{
	return !domain_knows(d, KNOWN_NAME) && domain_knows(d, KNOWN_UUID) && d->source & SOURCE_XEN;
}

static bool name_it(const struct naming *n, struct domain *d, struct slice name, const char *file)
{
	struct slice kept = arena_text(n->all->arena, name, n->fail);

	if (!kept.at)
		return false;
	d->name = kept.at;
	d->name_len = (uint16_t)kept.len;
	d->known |= KNOWN_NAME;
	if (n->verbose)
		notice("domain %d: its name is from %s", d->id, file);
	return true;
}

/* One row of the database: false when there is nobody left to name. */
static bool name_row(void *to, const unsigned char uuid[16], struct slice name)
{
	const struct naming *n = to;
	bool left = false;

	for (struct domain *d = n->all->first; d; d = d->next) {
		if (nameless(d) && !memcmp(d->uuid, uuid, sizeof(d->uuid)) && !name_it(n, d, name, n->file))
			return false;
		left |= nameless(d);
	}
	return left;
}

/* Names from disk, and what trees begin with, but those that xm would show as they came. */
static int name_all(const struct ask *ask, bool verbose, struct domains *all, struct fail *f)
{
	struct naming n = { all, f, verbose, NULL };
	char room[NESTED_WORD], path[LASTNAME_FILE + 1], database[XAPIDB_PATH];
	bool legacy = slice_is(ask->server.scheme, SLICE("xend")), left = false;

	for (struct domain *d = all->first; d; d = d->next) {
		struct out name = OUT_IN(room), file = { path, path, path + LASTNAME_FILE, -1, 0, false };

		if (nameless(d) && lastname("", d->id, d->uuid, &name, &file)) {
			*file.at = '\0';
			if (!name_it(&n, d, out_slice(&name), path))
				return FAILED;
		}
		left |= nameless(d);
	}
	if (CONFIG_SOURCE_FILE && left) {
		n.file = xapidb_place(DB_CONF, database);
		xapidb_names(n.file, &ask->deadline, name_row, &n);
	}
	for (struct domain *d = all->first; d; d = d->next)
		if (ask_wants(ask, WANT_ALL) && d->detail->tree && !(legacy && d->source & SOURCE_XEND))
			domain_front(d, all, f);
	return f->status == SHOWN ? 0 : FAILED;
}

static int join_all(const struct ask *ask, bool verbose, struct domains *all, struct domains *alive, struct fail *f)
{
	char room[INVENTORY_ROOM];
	unsigned char control[16];
	bool known = slice_uuid(inventory("/etc/xensource-inventory", "CONTROL_DOMAIN_UUID", room), control);
	size_t told = all->count, live = alive->count, both = join(all, alive, known ? control : NULL, ask->wants);

	if (verbose && told)
		notice("%.*s tells of %zu domains, xen: of %zu, %zu are the same: of those id, state, memory in use, CPU "
			"time, online VCPUs and where they run are xen:'s, the rest is the other's",
			(int)ask->server.text.len, ask->server.text.at, told, live, both);
	return name_all(ask, verbose, all, f);
}

/* Nobody is there: what both said. */
static int absent(struct fail *f, const struct fail *other)
{
	char room[sizeof(f->text)];
	struct out both = OUT_IN(room);

	out_format(&both, "%.*s; %.*s", (int)f->len, f->text, (int)other->len, other->text);
	*f = (struct fail){ 0 };
	fail(f, UNANSWERED, "%.*s", (int)out_slice(&both).len, room);
	return ABSENT;
}

/* The hypervisor did not tell: where the toolstack did, that is worth a word and no more, for what may be asked
 * of it is not what was asked for. */
static int without(struct domains *all, int told, int live, struct fail *f, const struct fail *refused)
{
	if (!told && (live == ABSENT || all->elsewhere))
		return 0;
	if (!told && (refused->status == DENIED || refused->status == BROKEN)) {
		warning("%.*s", (int)refused->len, refused->text);
		all->flaw = refused->status == BROKEN ? BROKEN : all->flaw;
		return 0;
	}
	if (live == ABSENT)
		return absent(f, refused);
	*f = *refused;
	return FAILED;
}

/* Nothing runs: what XAPI wrote, if that is there. */
static int database(struct ask *ask, bool verbose, struct domains *all, struct fail *f)
{
	char place[XAPIDB_PATH], room[XAPIDB_PATH + 8];
	struct out uri = OUT_IN(room);
	const char *const uris[] = { room };
	struct fail of_file = { 0 };
	int result;

	out_format(&uri, "file:%s%c", xapidb_place(DB_CONF, place), '\0');
	result = servers_ask(ask, uris, 1, verbose, all, &of_file);
	if (result == ABSENT)
		return absent(f, &of_file);
	*f = of_file;
	return result;
}

int local_ask(struct ask *ask, bool verbose, struct domains *all, struct fail *f)
{
	struct ask below = *ask;
	struct fail refused = { 0 };
	struct domains alive;
	struct server xen;
	int told, live = ABSENT;

	ask->deadline.silence_ns = SILENCE_NS;
	ask->wants |= WANT_DETAIL; /* where they run */
	domains_start(&alive, all->arena);
	below.host = SLICE("");
	if (CONFIG_SOURCE_XEN)
		live = server_open(&xen, &below, "xen:", verbose, &refused);
	if (!live) {
		ask->wants |= WANT_RECORDS; /* uuids */
		ask->named_count = 0; /* who is meant is known once all are joined */
	}
	told = servers_ask(ask, toolstacks, TOOLSTACKS, verbose, all, f);
	if (!live && told != FAILED && !all->elsewhere)
		live = server_round(&xen, &alive);
	if (CONFIG_SOURCE_XEN)
		live = server_close(&xen, live, &refused);
	if (told == FAILED)
		return FAILED;
	if (live || all->elsewhere) {
		told = without(all, told, live, f, &refused);
		return CONFIG_SOURCE_FILE && told == ABSENT ? database(ask, verbose, all, f) : told;
	}
	*f = (struct fail){ 0 };
	return join_all(ask, verbose, all, &alive, f);
}
