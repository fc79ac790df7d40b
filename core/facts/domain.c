/* SPDX-License-Identifier: MIT */
#include "facts/domain.h"

#include <stdlib.h>

void domains_start(struct domains *all, struct arena *arena)
{
	all->arena = arena;
	all->first = NULL;
	all->last = &all->first;
	all->count = 0;
}

struct domain *domain_add(struct domains *all, struct fail *f)
{
	struct domain *d = arena_take(all->arena, sizeof(*d), f);

	if (!d)
		return NULL;
	*all->last = d;
	all->last = &d->next;
	all->count++;
	return d;
}

bool domain_lives(const struct domain *d)
{
	if (domain_knows(d, KNOWN_ID))
		return d->id >= 0;
	return domain_knows(d, KNOWN_POWER) && (d->power == POWER_RUNNING || d->power == POWER_PAUSED);
}

int domain_order(const struct domain *a, const struct domain *b)
{
	int order = slice_order(domain_name(a), domain_name(b));

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
