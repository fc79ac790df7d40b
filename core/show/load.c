/* SPDX-License-Identifier: MIT */
#include "show/load.h"

#include <stddef.h>
#include <stdlib.h>

enum { KEY = offsetof(struct load_time, cpu_ns) }; /* bytes of a row's key */

static int by_key(const void *a, const void *b)
{
	return memcmp(a, b, KEY);
}

/* Read the CPU time and the key of a row. Return false if one of them is unknown. */
static bool read_time(const struct row *r, struct load_time *t)
{
	const struct domain *d = r->domain;

	*t = (struct load_time){ .id = domain_knows(d, KNOWN_ID) ? d->id : -1, .vcpu = r->vcpu ? r->vcpu->number : 0 };
	if (domain_has_uuid(d))
		memcpy(t->uuid, d->uuid, sizeof(t->uuid));
	else if (t->id < 0)
		return false;
	t->cpu_ns = r->vcpu ? r->vcpu->cpu_ns : d->cpu_ns;
	return r->vcpu ? vcpu_knows(r->vcpu, VCPU_CPU_TIME) : domain_knows(d, KNOWN_CPU_TIME);
}

/* Return the load as in struct row: tenths of a percent, rounded, plus 1. */
static uint32_t load_between(uint64_t before_ns, uint64_t now_ns, int64_t passed_ns)
{
	double tenths = ((double)now_ns - (double)before_ns) * 1000 / (double)passed_ns;

	return now_ns >= before_ns && tenths < 1e9 ? (uint32_t)(tenths + 0.5) + 1 : 0;
}

void load_rows(struct rows *rows, int64_t at_ns, const struct load_times *last, struct load_times *next)
{
	int64_t passed_ns = at_ns - last->at_ns;

	next->at_ns = at_ns;
	next->count = 0;
	for (size_t i = 0; i < rows->count; i++) {
		const struct row row = rows_at(rows, i);
		struct load_time now;
		const struct load_time *before;

		rows->loads[i] = 0;
		if (!read_time(&row, &now))
			continue;
		before = passed_ns > 0 ? bsearch(&now, last->each, last->count, sizeof(now), by_key) : NULL;
		if (before)
			rows->loads[i] = load_between(before->cpu_ns, now.cpu_ns, passed_ns);
		if (next->count < LOAD_MOST)
			next->each[next->count++] = now;
	}
	qsort(next->each, next->count, sizeof(next->each[0]), by_key);
}
