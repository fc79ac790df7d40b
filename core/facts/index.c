/* SPDX-License-Identifier: MIT */
#include "facts/index.h"

#include <stdlib.h>

static int uuid_order(const struct indexed *a, const struct indexed *b)
{
	return memcmp(a->uuid, b->uuid, sizeof(a->uuid));
}

static int id_order(const struct indexed *a, const struct indexed *b)
{
	return (a->id > b->id) - (a->id < b->id);
}

static int place_order(const struct indexed *a, const struct indexed *b)
{
	return (a->place > b->place) - (a->place < b->place);
}

static int by_uuid(const void *a, const void *b)
{
	int order = uuid_order(a, b);

	return order ? order : place_order(a, b);
}

static int by_id(const void *a, const void *b)
{
	int order = id_order(a, b);

	return order ? order : place_order(a, b);
}

int index_domains(struct index *index, const struct domains *all, struct fail *f)
{
	size_t place = 0;

	*index = (struct index){ .uuids = arena_take(all->arena, (all->count + 1) * sizeof(*index->uuids), f),
		.ids = arena_take(all->arena, (all->count + 1) * sizeof(*index->ids), f) };
	if (!index->uuids || !index->ids)
		return FAILED;
	for (struct domain *d = all->first; d; d = d->next) {
		struct indexed one = { .domain = d, .place = place++, .id = d->id };

		memcpy(one.uuid, d->uuid, sizeof(one.uuid));
		if (domain_knows(d, KNOWN_UUID))
			index->uuids[index->uuid_count++] = one;
		if (domain_knows(d, KNOWN_ID))
			index->ids[index->id_count++] = one;
	}
	qsort(index->uuids, index->uuid_count, sizeof(*index->uuids), by_uuid);
	qsort(index->ids, index->id_count, sizeof(*index->ids), by_id);
	return 0;
}

/* Return the part of a sorted array that is equal to `key`. */
static struct found find(const struct indexed *all, size_t count, const struct indexed *key,
	int (*order)(const struct indexed *a, const struct indexed *b))
{
	size_t low = 0, high = count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order(&all[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < count && !order(&all[end], key); end++)
		;
	return (struct found){ all + low, end - low };
}

struct found index_by_uuid(const struct index *index, const unsigned char uuid[16])
{
	struct indexed key = { .id = 0 };

	memcpy(key.uuid, uuid, sizeof(key.uuid));
	return find(index->uuids, index->uuid_count, &key, uuid_order);
}

struct found index_by_id(const struct index *index, int32_t id)
{
	const struct indexed key = { .id = id };

	return find(index->ids, index->id_count, &key, id_order);
}
