/* SPDX-License-Identifier: MIT */
#include "ask/names.h"

struct names {
	struct domains *all;
	struct fail *fail;
	bool verbose;
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
static void name_by_uuid(struct names *n, struct domain *d)
{
	for (const struct domain *other = n->all->first; other && domain_knows(d, KNOWN_UUID); other = other->next)
		if (domain_knows(other, KNOWN_NAME | KNOWN_UUID) && !memcmp(d->uuid, other->uuid, sizeof(d->uuid))) {
			name_it(n, d, domain_name(other), "another domain with its uuid");
			return;
		}
}

static void name_by_uuids(struct names *n)
{
	for (struct domain *d = n->all->first; d; d = d->next)
		if (nameless(d))
			name_by_uuid(n, d);
}

static bool name_by_files(struct names *n, struct disknames *disk, int64_t left_ns)
{
	struct ids wanted = { { 0 } };
	struct diskname said;
	struct fail f = { 0 };
	bool any = false;

	for (const struct domain *d = n->all->first; d; d = d->next)
		if (nameless(d))
			ids_add(&wanted, d->id);
	if (disknames_ask(disk, &wanted, left_ns, n->fail))
		return false;
	while (disknames_next(disk, &said, &f))
		for (struct domain *d = n->all->first; d; d = d->next)
			if (nameless(d) && d->id == said.id)
				any |= name_it(n, d, said.name, said.file);
	if (f.status != SHOWN) {
		warning("names on disk: %.*s", (int)f.len, f.text);
		n->all->flaw = n->all->flaw == SHOWN ? f.status : n->all->flaw;
	}
	return any;
}

bool names_find(struct domains *all, struct disknames *disk, int64_t left_ns, bool verbose, struct fail *f)
{
	struct names n = { .all = all, .fail = f, .verbose = verbose };
	bool from_file;

	name_by_uuids(&n);
	from_file = names_lacking(all) && name_by_files(&n, disk, left_ns);
	if (from_file)
		name_by_uuids(&n);
	return from_file;
}
