/* SPDX-License-Identifier: MIT */
#include "facts/domain.h"

#include <stdlib.h>

void domains_start(struct domains *all, struct arena *arena)
{
	*all = (struct domains){ .arena = arena, .last = &all->first, .flaw = SHOWN };
}

struct domain *domain_new(struct domains *all, struct fail *f)
{
	return arena_take(all->arena, sizeof(struct domain), f);
}

void domain_add(struct domains *all, struct domain *d)
{
	*all->last = d;
	all->last = &d->next;
	all->count++;
}

const struct slice *domains_text(struct domains *all, struct slice text, struct fail *f)
{
	const size_t room = sizeof(all->texts) / sizeof(*all->texts);
	struct slice *new;

	for (size_t i = 0; i < all->text_count && i < room; i++)
		if (slice_is(*all->texts[i], text))
			return all->texts[i];
	new = arena_take(all->arena, sizeof(*new), f);
	if (!new)
		return NULL;
	*new = arena_text(all->arena, text, f);
	all->texts[all->text_count++ % room] = new;
	return new->at ? new : NULL;
}

bool domain_lives(const struct domain *d)
{
	if (domain_knows(d, KNOWN_ID))
		return d->id >= 0;
	return domain_knows(d, KNOWN_POWER) && (d->power == POWER_RUNNING || d->power == POWER_PAUSED);
}

static bool same_text(const struct slice *a, const struct slice *b)
{
	return a == b || (a && b && slice_is(*a, *b));
}

bool domain_doubt(struct domain *d, const struct domain *other)
{
	const struct {
		unsigned fact;
		bool same;
	} facts[] = {
		{ KNOWN_UUID, !memcmp(d->uuid, other->uuid, sizeof(d->uuid)) },
		{ KNOWN_NAME, slice_is(domain_name(d), domain_name(other)) },
		{ KNOWN_ID, d->id == other->id },
		{ KNOWN_MEMORY, d->memory == other->memory },
		{ KNOWN_VCPUS, d->vcpus == other->vcpus },
		{ KNOWN_STATE, d->state == other->state },
		{ KNOWN_POWER, d->power == other->power },
		{ KNOWN_CPU_TIME, d->cpu_ns == other->cpu_ns },
		{ KNOWN_HOST, d->host == other->host },
		{ KNOWN_MEMORY_MAX, d->memory_max == other->memory_max },
		{ KNOWN_VCPUS_MAX, d->vcpus_max == other->vcpus_max },
		{ KNOWN_START_TIME, d->start_time == other->start_time },
		{ KNOWN_LABEL, same_text(d->label, other->label) },
		{ KNOWN_POOL, same_text(d->pool, other->pool) },
	};
	unsigned known = d->known;

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		if (!facts[i].same || !domain_knows(other, facts[i].fact))
			d->known &= (uint16_t)~facts[i].fact;
	return d->known != known || (other->known & ~known);
}

/* By name where those are known; hosts are few. */
static int host_order(const struct domain *a, const struct domain *b)
{
	struct slice none = SLICE("");

	return slice_order(a->host ? a->host->name : none, b->host ? b->host->name : none);
}

int domain_order(const struct domain *a, const struct domain *b)
{
	int order = slice_order(domain_name(a), domain_name(b));

	if (!order)
		order = host_order(a, b);
	if (!order)
		order = (a->id > b->id) - (a->id < b->id);
	return order ? order : memcmp(a->uuid, b->uuid, sizeof(a->uuid));
}

static int by_order(const void *a, const void *b)
{
	return domain_order(*(struct domain *const *)a, *(struct domain *const *)b);
}

struct domain **domains_sorted(const struct domains *all, struct fail *f)
{
	struct domain **rows = arena_take(all->arena, (all->count + 1) * sizeof(*rows), f);
	size_t n = 0;

	if (!rows)
		return NULL;
	for (struct domain *d = all->first; d; d = d->next)
		rows[n++] = d;
	qsort(rows, n, sizeof(*rows), by_order);
	return rows;
}
