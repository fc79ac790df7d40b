/* SPDX-License-Identifier: MIT */
#include "ask/names.h"
#include "source/lastname.h"
#include "source/xapidb/file.h"
#include "source/xapidb/names.h"

#include <config.h>

struct names {
	struct domains *all;
	struct fail *fail;
	bool verbose;
	const char *database;
};

static bool nameless(const struct domain *d)
{
	return d->source & SOURCE_XEN && !domain_knows(d, KNOWN_NAME);
}

size_t names_lacking(const struct domains *all)
{
	size_t n = 0;

	for (const struct domain *d = all->first; d; d = d->next)
		n += nameless(d);
	return n;
}

static bool name_it(struct names *n, struct domain *d, struct slice name, const char *from)
{
	struct slice kept = arena_text(n->all->arena, name, n->fail);

	if (!kept.at)
		return false;
	domain_set_name(d, kept);
	if (n->verbose)
		notice("domain %d: its name is from %s", d->id, from);
	return true;
}

/* Give d the name of another domain with its uuid: d may be dying beside its successor, or just migrating to this
 * host. */
static bool name_by_uuid(struct names *n, struct domain *d)
{
	for (const struct domain *other = n->all->first; other && domain_knows(d, KNOWN_UUID); other = other->next)
		if (domain_knows(other, KNOWN_NAME | KNOWN_UUID) && !memcmp(d->uuid, other->uuid, sizeof(d->uuid)))
			return name_it(n, d, domain_name(other), "another domain with its uuid");
	return false;
}

static bool name_by_file(struct names *n, struct domain *d)
{
	char room[NESTED_WORD], path[LASTNAME_FILE + 1];
	struct out name = OUT_IN(room), file = OUT_IN(path);

	if (!domain_knows(d, KNOWN_UUID) || !lastname("", d->id, d->uuid, &name, &file))
		return false;
	name_it(n, d, out_slice(&name), out_string(&file));
	return true;
}

/* Use one row of the database. Return false if no domain without a name is left. */
static bool name_by_row(void *to, const unsigned char uuid[16], struct slice name)
{
	struct names *n = to;
	bool left = false;

	for (struct domain *d = n->all->first; d; d = d->next) {
		if (nameless(d) && domain_knows(d, KNOWN_UUID) && !memcmp(d->uuid, uuid, sizeof(d->uuid)) &&
			!name_it(n, d, name, n->database))
			return false;
		left |= nameless(d);
	}
	return left;
}

bool names_find(struct domains *all, const struct deadline *deadline, bool verbose, struct fail *f)
{
	struct names n = { .all = all, .fail = f, .verbose = verbose };
	char room[XAPIDB_PATH];
	bool from_file = false;
	size_t lacking;

	for (struct domain *d = all->first; d; d = d->next)
		if (nameless(d) && !name_by_uuid(&n, d))
			from_file |= name_by_file(&n, d);
	lacking = names_lacking(all);
	if (!CONFIG_SOURCE_FILE || !lacking)
		return from_file;
	n.database = xapidb_place(XAPIDB_CONF, room);
	xapidb_names(n.database, deadline, name_by_row, &n);
	return from_file || names_lacking(all) < lacking;
}
