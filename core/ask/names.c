/* SPDX-License-Identifier: MIT */
#include "ask/names.h"
#include "facts/index.h"

struct names {
	struct domains *all;
	struct index index;
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
	struct found same = index_by_uuid(&n->index, d->uuid);

	for (; same.count && domain_knows(d, KNOWN_UUID); same.count--, same.at++)
		if (domain_knows(same.at->domain, KNOWN_NAME)) {
			name_it(n, d, domain_name(same.at->domain), "another domain with its uuid");
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
		for (struct found same = index_by_id(&n->index, said.id); same.count; same.count--, same.at++)
			if (nameless(same.at->domain))
				any |= name_it(n, same.at->domain, said.name, said.file);
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

	if (index_domains(&n.index, all, f))
		return false;
	name_by_uuids(&n);
	from_file = names_lacking(all) && name_by_files(&n, disk, left_ns);
	if (from_file)
		name_by_uuids(&n);
	return from_file;
}
