/* SPDX-License-Identifier: MIT */
#include "facts/vcpu.h"

struct vcpu *vcpus_at(struct vcpus *list, int64_t number)
{
	struct vcpu **at, *v;

	if (number < 0 || number >= VCPUS_MOST)
		return NULL;
	at = list->near && list->near->number < number ? &list->near->next : &list->first;
	while (*at && (*at)->number < number)
		at = &(*at)->next;
	v = *at;
	if (!v || v->number != number) {
		v = arena_take(list->all->arena, sizeof(*v), list->fail);
		if (!v)
			return NULL;
		v->number = (uint32_t)number;
		v->next = *at;
		*at = v;
	}
	return list->near = v;
}

size_t vcpus_count(const struct domain *d)
{
	size_t n = 0;

	for (const struct vcpu *v = d->detail->vcpus_each; v; v = v->next)
		n++;
	return n;
}

void cpumap_start(struct cpumap *map)
{
	memset(map, 0, sizeof(*map));
}

bool cpumap_add(struct cpumap *map, int64_t cpu)
{
	if (cpu < 0 || cpu >= PCPUS_MOST)
		return cpu >= 0;
	map->bits[cpu / 8] |= (unsigned char)(1 << cpu % 8);
	if (cpu >= map->end)
		map->end = (uint32_t)cpu + 1;
	return true;
}

static bool map_has(const struct cpumap *map, uint32_t cpu)
{
	return map->bits[cpu / 8] >> cpu % 8 & 1;
}

/* Write runs of two and more pCPUs as "4-5". Return the number of pCPUs. */
static uint32_t write_ranges(struct out *o, const struct cpumap *map, uint32_t pcpus)
{
	uint32_t count = 0;

	for (uint32_t from = 0, to; from < pcpus; from = to + 1) {
		to = from;
		if (!map_has(map, from))
			continue;
		while (to + 1 < pcpus && map_has(map, to + 1))
			to++;
		if (count)
			out_char(o, ',');
		out_number(o, from);
		if (to > from) {
			out_char(o, '-');
			out_number(o, to);
		}
		count += to - from + 1;
	}
	return count;
}

void vcpu_affine(struct vcpu *v, struct domains *all, const struct cpumap *map, struct fail *f)
{
	char room[TEXT_KEPT];
	struct out o = OUT_IN(room);
	uint32_t pcpus = all->pcpus && all->pcpus < PCPUS_MOST ? all->pcpus : PCPUS_MOST;
	uint32_t count = write_ranges(&o, map, map->end < pcpus ? map->end : pcpus);

	v->affinity = count == pcpus || o.failed ? NULL : domains_text(all, out_slice(&o), f);
	if (!o.failed && (v->affinity || count == pcpus))
		vcpu_know(v, VCPU_AFFINITY);
}

void vcpu_affine_list(struct vcpu *v, struct domains *all, struct slice cpus, struct fail *f)
{
	struct cpumap map;

	cpumap_start(&map);
	while (cpus.len) {
		int64_t cpu;

		if (!slice_number(slice_trim(slice_before(&cpus, ',')), &cpu) || !cpumap_add(&map, cpu))
			return;
	}
	vcpu_affine(v, all, &map, f);
}
