/* SPDX-License-Identifier: MIT */
#include "facts/named.h"

static bool all_digits(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return text.len > 0;
}

static bool take_prefix(struct slice *text, struct slice beginning)
{
	if (!slice_begins(*text, beginning))
		return false;
	*text = slice_drop(*text, beginning.len);
	return true;
}

int named_parse(struct named *n, struct slice text, struct fail *f)
{
	struct slice rest = text;

	*n = (struct named){ .text = text, .by = NAMED_BY_NAME };
	if (!text.len)
		return fail(f, MISUSED, "an operand is empty");
	if (take_prefix(&rest, SLICE("id:"))) {
		n->by = NAMED_BY_ID;
		if (!all_digits(rest) || !slice_number(rest, &n->id))
			return fail(f, MISUSED, "'%.*s' is no id of a domain", (int)text.len, text.at);
	} else if (take_prefix(&rest, SLICE("uuid:"))) {
		n->by = NAMED_BY_UUID;
		if (!slice_uuid(rest, n->uuid))
			return fail(f, MISUSED, "'%.*s' is no uuid", (int)text.len, text.at);
	} else if (!take_prefix(&rest, SLICE("name:"))) {
		if (slice_uuid(rest, n->uuid))
			n->by |= NAMED_BY_UUID;
		if (all_digits(rest) && slice_number(rest, &n->id))
			n->by |= NAMED_BY_ID;
		if (slice_is(rest, SLICE("Domain-0")))
			n->by |= NAMED_CONTROL;
	}
	n->name = rest;
	return 0;
}

/* Return the ways in which n may mean d: 0, or one of them. If this host of a pool is known, an id means this host's
 * domain. */
static unsigned way(const struct named *n, const struct domain *d)
{
	bool id = domain_knows(d, KNOWN_ID) && !domain_elsewhere(d);

	if (n->by & NAMED_CONTROL && id && d->id == 0)
		return NAMED_CONTROL;
	if (n->by & NAMED_BY_UUID && domain_knows(d, KNOWN_UUID) && !memcmp(n->uuid, d->uuid, sizeof(n->uuid)))
		return NAMED_BY_UUID;
	if (n->by & NAMED_BY_NAME && domain_knows(d, KNOWN_NAME) && slice_is(n->name, domain_name(d)))
		return NAMED_BY_NAME;
	if (n->by & NAMED_BY_ID && id && d->id == n->id)
		return NAMED_BY_ID;
	return 0;
}

bool named_any(const struct named *named, size_t count, const struct domain *d)
{
	for (size_t i = 0; i < count; i++)
		if (way(&named[i], d))
			return true;
	return false;
}

/* Count the rows matched in each way and return the ways that prevail: a uuid or the control domain over all others;
 * a name and an id are equal. */
static unsigned count_ways(const struct named *n, struct domain *const *rows, size_t count,
	size_t ways[NAMED_CONTROL + 1])
{
	memset(ways, 0, (NAMED_CONTROL + 1) * sizeof(*ways));
	for (size_t i = 0; i < count; i++)
		ways[way(n, rows[i])]++;
	if (ways[NAMED_CONTROL])
		return NAMED_CONTROL;
	return ways[NAMED_BY_UUID] ? NAMED_BY_UUID : NAMED_BY_NAME | NAMED_BY_ID;
}

size_t named_count(const struct named *n, struct domain *const *rows, size_t count)
{
	size_t ways[NAMED_CONTROL + 1], sum = 0;
	unsigned by = count_ways(n, rows, count, ways);

	for (unsigned one = 1; one <= NAMED_CONTROL; one <<= 1)
		sum += by & one ? ways[one] : 0;
	return sum;
}

size_t named_rows(const struct named *n, struct domain *const *rows, size_t count, struct domain **found)
{
	size_t ways[NAMED_CONTROL + 1], taken = 0;
	unsigned by = count_ways(n, rows, count, ways);

	for (size_t i = 0; i < count; i++)
		if (way(n, rows[i]) & by)
			found[taken++] = rows[i];
	if (by & NAMED_BY_ID && ways[NAMED_BY_NAME] && ways[NAMED_BY_ID])
		warning("'%.*s' is one domain's name and another's id (use name: or id:)", (int)n->text.len,
			n->text.at);
	else if (by & (NAMED_BY_ID | NAMED_CONTROL) && ways[NAMED_BY_ID] + ways[NAMED_CONTROL] > 1)
		warning("'%.*s' is a domain on several hosts", (int)n->text.len, n->text.at);
	return taken;
}

/* Count the living domains without a name on this host. *xen: the hypervisor reported some, so all ids are known. */
static size_t count_living_nameless(const struct domains *all, bool *xen)
{
	size_t nameless = 0;

	*xen = false;
	for (const struct domain *d = all->first; d; d = d->next) {
		nameless += !domain_knows(d, KNOWN_NAME) && domain_lives(d) && !domain_elsewhere(d);
		*xen |= d->source & SOURCE_XEN;
	}
	return nameless;
}

/* Is a domain of another host of the pool meant? */
static bool is_elsewhere(const struct named *n, const struct domains *all)
{
	for (const struct domain *d = all->others; d; d = d->next)
		if (domain_elsewhere(d) && way(n, d))
			return true;
	return false;
}

int named_missing(const struct named *n, const struct domains *all, struct fail *f)
{
	bool xen, may_be_name = n->by & (NAMED_BY_NAME | NAMED_CONTROL);
	size_t nameless = count_living_nameless(all, &xen);
	struct slice text = n->text, why = all->untold.len ? all->untold : SLICE("no source tells them");

	if (may_be_name && nameless)
		return fail(f, UNANSWERED,
			"no domain is known by the name '%.*s'; the names of %zu running domain%s could not "
			"be read (%.*s)",
			(int)text.len, text.at, nameless, nameless > 1 ? "s" : "", (int)why.len, why.at);
	if (all->flaw != SHOWN)
		return fail(f, all->flaw, "Domain '%.*s' is not among the rows that could be read.", (int)text.len,
			text.at);
	if (all->doubtful && !(n->by == NAMED_BY_ID && xen))
		return fail(f, UNANSWERED, "no domain is known as '%.*s' (%.*s)", (int)text.len, text.at, (int)why.len,
			why.at);
	if (is_elsewhere(n, all))
		return fail(f, UNKNOWN, "Domain '%.*s' is not on this host (--host all shows the whole pool).",
			(int)text.len, text.at);
	return fail(f, UNKNOWN, "Domain '%.*s' does not exist.", (int)text.len, text.at);
}
