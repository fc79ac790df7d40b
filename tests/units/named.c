/* SPDX-License-Identifier: MIT */
/*
 * What is said of an operand that means no row, over random lists: exit status 3 ("it does not run") is never given
 * while a live domain of this host has no name that is known, or while a source that may know the name is silent.
 */
#include "unit.h"

#include "facts/named.h"

static unsigned state = 17;

/* Return a random number below n. */
static unsigned any(unsigned n)
{
	state = state * 1103515245 + 12345;
	return (state >> 16) % n;
}

static struct host here = { .name = { "here", 4 } }, there = { .name = { "there", 5 }, .where = PLACE_OTHER };

static struct domain *make(struct domains *all, struct fail *f)
{
	static const char *const names[] = { "a", "b", "7", "" };
	struct domain *d = domain_new(all, f);

	d->id = (int32_t)any(4) - 1;
	d->name = names[any(4)];
	d->name_len = (uint16_t)strlen(d->name);
	d->power = (uint8_t)any(5);
	d->uuid[0] = (unsigned char)any(3);
	d->source = any(2) ? SOURCE_XEN : SOURCE_XAPI;
	d->detail->host = any(2) ? &here : &there;
	d->known = (uint16_t)((any(3) ? KNOWN_NAME : 0) | (any(3) ? KNOWN_ID : 0) | (any(2) ? KNOWN_POWER : 0) |
		(any(2) ? KNOWN_UUID : 0) | (any(2) ? KNOWN_HOST : 0));
	return d;
}

/* Does it live on this host, by its known facts? Computed independently of the program. */
static bool lives_here(const struct domain *d)
{
	bool elsewhere = d->known & KNOWN_HOST && d->detail->host == &there;

	if (d->known & KNOWN_ID)
		return d->id >= 0 && !elsewhere;
	return d->known & KNOWN_POWER && (d->power == POWER_RUNNING || d->power == POWER_PAUSED) && !elsewhere;
}

void unit_named(void)
{
	static const char *const texts[] = { "web", "12", "name:a", "Domain-0", "00000000-0000-0000-0000-000000000009",
		"id:12", "uuid:00000000-0000-0000-0000-000000000009" };
	unsigned sure = 0, unsure = 0;
	bool good = true;

	for (int i = 0; i < 20000; i++) {
		struct arena arena = { 0 };
		struct fail f = { 0 }, said = { 0 };
		struct domains all;
		struct named n;
		size_t which = any(7);
		bool may_be_name = which < 5, nameless = false, xen = false;

		domains_start(&all, &arena);
		for (unsigned left = any(5); left; left--) {
			struct domain *d = make(&all, &f);

			domain_add(&all, d);
			nameless |= lives_here(d) && !(d->known & KNOWN_NAME);
			xen |= d->source == SOURCE_XEN;
		}
		all.doubtful = !any(3);
		all.flaw = any(4) ? SHOWN : BROKEN;
		named_parse(&n, slice_of(texts[which]), &f);
		named_missing(&n, &all, &said);
		if (said.status == UNKNOWN) {
			sure++;
			good &= !(may_be_name && nameless) && all.flaw == SHOWN &&
				!(all.doubtful && !(which == 5 && xen));
		} else {
			unsure++;
			good &= (may_be_name && nameless) || all.flaw != SHOWN || all.doubtful;
		}
		arena_free(&arena);
	}
	PROMISE("a missing name is exit 3 only if no live domain lacks a name and every source answered", good);
	PROMISE("both results occurred often", sure > 2000 && unsure > 2000);
}
