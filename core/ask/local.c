/* SPDX-License-Identifier: MIT */
#include "ask/local.h"
#include "ask/inventory.h"
#include "ask/server.h"
#include "facts/join.h"
#include "source/lastname.h"

#define SILENCE_NS (5 * SECOND_NS) /* of a daemon of this host, before others are asked */

/* In this order. */
static const char *const toolstacks[] = {
	"unix:/var/lib/xcp/xapi",
	"xend:/var/run/xend/xmlrpc.sock",
	"unix:/var/run/xend/xen-api.sock",
	"xenstore:",
};

enum { TOOLSTACKS = sizeof(toolstacks) / sizeof(*toolstacks) - !CONFIG_SOURCE_XENSTORE };

/* The name that a file has. */
static int name_from_disk(struct domain *d, struct domains *all, bool verbose, struct fail *f)
{
	char room[NESTED_WORD], path[LASTNAME_FILE];
	struct out name = OUT_IN(room), file = OUT_IN(path);
	struct slice kept;

	if (!domain_knows(d, KNOWN_UUID) || !lastname("", d->id, d->uuid, &name, &file))
		return 0;
	kept = arena_text(all->arena, out_slice(&name), f);
	if (!kept.at)
		return FAILED;
	d->name = kept.at;
	d->name_len = (uint16_t)kept.len;
	d->known |= KNOWN_NAME;
	if (verbose)
		notice("domain %d: its name is from %.*s", d->id, (int)out_slice(&file).len, path);
	return 0;
}

/* Names that nobody told, and what trees begin with. */
static int name_all(const struct ask *ask, bool verbose, struct domains *all, struct fail *f)
{
	for (struct domain *d = all->first; d; d = d->next) {
		if (!domain_knows(d, KNOWN_NAME) && d->source & SOURCE_XEN && name_from_disk(d, all, verbose, f))
			return FAILED;
		if (ask_wants(ask, WANT_ALL) && d->detail->tree && !(d->source & SOURCE_XEND))
			domain_front(d, all, f);
	}
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

/* The hypervisor did not tell: where the toolstack did, that is worth a word and no more, for what may be asked
 * of it is not what was asked for. */
static int without(struct domains *all, int told, int live, struct fail *f, const struct fail *refused)
{
	char room[sizeof(f->text)];
	struct out both = OUT_IN(room);

	if (!told && (live == ABSENT || all->elsewhere))
		return 0;
	if (!told && (refused->status == DENIED || refused->status == BROKEN)) {
		warning("%.*s", (int)refused->len, refused->text);
		all->flaw = refused->status == BROKEN ? BROKEN : all->flaw;
		return 0;
	}
	out_format(&both, "%.*s; %.*s", (int)f->len, f->text, (int)refused->len, refused->text);
	*f = *refused;
	if (live == FAILED)
		return FAILED;
	*f = (struct fail){ 0 };
	fail(f, UNANSWERED, "%.*s", (int)out_slice(&both).len, room);
	return ABSENT;
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
	if (!live)
		ask->named_count = 0; /* who is meant is known once all are joined */
	told = servers_ask(ask, toolstacks, TOOLSTACKS, verbose, all, f);
	if (!live && told != FAILED && !all->elsewhere)
		live = server_round(&xen, &alive);
	if (CONFIG_SOURCE_XEN)
		live = server_close(&xen, live, &refused);
	if (told == FAILED)
		return FAILED;
	if (live || all->elsewhere)
		return without(all, told, live, f, &refused);
	*f = (struct fail){ 0 };
	return join_all(ask, verbose, all, &alive, f);
}
