/* SPDX-License-Identifier: MIT */
#include "source/roll.h"

#include <stddef.h>
#include <stdlib.h>

void roll_start(struct roll *r, struct arena *arena)
{
	*r = (struct roll){ .arena = arena };
}

struct kept *roll_add(struct roll *r, struct fail *f)
{
	struct kept *k = arena_take(r->arena, sizeof(*k), f);

	if (!k)
		return NULL;
	k->domain.next = (struct domain *)r->newest;
	r->newest = k;
	r->count++;
	return k;
}

static const struct xenapi_ref *ref_of(const struct kept *k, size_t by)
{
	return (const struct xenapi_ref *)((const char *)k + by);
}

static int by_ref(const void *a, const void *b)
{
	return xenapi_ref_order(&(*(struct kept *const *)a)->ref, &(*(struct kept *const *)b)->ref);
}

static int by_metrics(const void *a, const void *b)
{
	return xenapi_ref_order(&(*(struct kept *const *)a)->metrics, &(*(struct kept *const *)b)->metrics);
}

int roll_sort(struct roll *r, size_t by, struct fail *f)
{
	size_t n = 0;

	if (r->room <= r->count) {
		r->sorted = arena_take(r->arena, (r->count + 1) * sizeof(*r->sorted), f);
		r->room = r->sorted ? r->count + 1 : 0;
	}
	if (!r->sorted)
		return FAILED;
	for (struct kept *k = r->newest; k; k = roll_before(k))
		r->sorted[n++] = k;
	r->by = by;
	qsort(r->sorted, n, sizeof(*r->sorted), by == offsetof(struct kept, ref) ? by_ref : by_metrics);
	return 0;
}

struct kept **roll_find(const struct roll *r, const struct xenapi_ref *ref)
{
	size_t low = 0, high = r->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (xenapi_ref_order(ref_of(r->sorted[middle], r->by), ref) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->count && !xenapi_ref_order(ref_of(r->sorted[low], r->by), ref) ? &r->sorted[low] : NULL;
}

struct kept **roll_next(const struct roll *r, struct kept **at)
{
	struct kept **next = at + 1;

	if (next == r->sorted + r->count || xenapi_ref_order(ref_of(*at, r->by), ref_of(*next, r->by)))
		return NULL;
	return next;
}
