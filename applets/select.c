/* SPDX-License-Identifier: MIT */
#include "applets/select.h"
#include "applets/common.h"
#include "ask/server.h"
#include "base/near.h"

#include <config.h>

struct named *select_parse(struct arena *arena, char **operands, int count, struct fail *f)
{
	struct named *named = arena_take(arena, ((size_t)count + 1) * sizeof(*named), f);

	for (int i = 0; named && i < count; i++)
		if (named_parse(&named[i], slice_of(operands[i]), f))
			return NULL;
	return named;
}

/* Report an operand without a domain. Suggest the nearest name out of the answer, if the source sent others. */
static void tell_missing(const struct domains *all, const struct named *n, struct fail *f)
{
	struct near near = { .word = n->name };
	struct fail missing = { 0 };
	bool suggests;

	named_missing(n, all, &missing);
	if (server_is_uri(n->text))
		fail_add(&missing, " (a server is given with -s)");
	suggests = missing.status == UNKNOWN && n->by & NAMED_BY_NAME && !common_ask.as_xm;
	for (const struct domain *d = all->first; d && suggests; d = d->next)
		if (domain_knows(d, KNOWN_NAME))
			near_try(&near, domain_name(d));
	near_tell(&near, &missing, "");
	common_tell(&missing, f);
}

/* Move the domains in one of the states to the front. Return their number; report an operand without any. */
static size_t in_states(struct domain **found, size_t count, unsigned conditions, const struct named *n, struct fail *f)
{
	const struct domain *other = found[0]; /* before its place is reused */
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (conditions & domain_condition(found[i]))
			found[kept++] = found[i];
	if (!kept) {
		const char *state = domain_condition_word(domain_condition(other));
		struct fail another = { 0 };

		if (state)
			fail(&another, UNKNOWN, "Domain '%.*s' is %s.", (int)n->text.len, n->text.at, state);
		else
			fail(&another, UNANSWERED, "the state of domain '%.*s' is not known", (int)n->text.len,
				n->text.at);
		common_tell(&another, f);
	}
	return kept;
}

struct domain **select_domains(const struct domains *all, const struct named *named, size_t count, unsigned conditions,
	size_t *n, struct fail *f)
{
	struct domain **domains = domains_sorted(all, f), **found;

	*n = all->count;
	if (!domains || !count)
		return domains;
	for (size_t i = *n = 0; i < count; i++)
		*n += named_count(&named[i], domains, all->count);
	found = arena_take(all->arena, (*n + 1) * sizeof(*found), f);
	*n = 0;
	for (size_t i = 0; found && i < count; i++) {
		size_t more = named_rows(&named[i], domains, all->count, found + *n);

		if (!more)
			tell_missing(all, &named[i], f);
		else if (conditions)
			more = in_states(found + *n, more, conditions, &named[i], f);
		*n += more;
	}
	return found;
}

bool select_name_control(struct domains *all, struct fail *f)
{
	struct domain *control = NULL;

	for (struct domain *d = all->first; d; d = d->next)
		if (domain_knows(d, KNOWN_ID) && d->id == 0 && d->source & SOURCE_XAPI && !domain_elsewhere(d)) {
			if (control)
				return false; /* this host's one is unknown */
			control = d;
		}
	if (!control)
		return false;
	domain_set_name(control, SLICE("Domain-0"));
	if (CONFIG_LONG && common_ask.wants & WANT_ALL && control->detail->tree)
		domain_front(control, all, f);
	return true;
}
