/* SPDX-License-Identifier: MIT */
/*
 * Find domains of a list by uuid or by id, without a loop over all of them:
 *
 *	struct index index;
 *	if (index_domains(&index, all, f)) return FAILED;
 *	for (found = index_by_uuid(&index, uuid); found.count; found.count--, found.at++)
 *		... found.at->domain ...                 in the order of the list
 *
 * The index has the uuids and ids of the time when it was made. It lives as long as the list's arena.
 */
#ifndef FACTS_INDEX_H
#define FACTS_INDEX_H

#include "facts/domain.h"

struct indexed {
	struct domain *domain;
	size_t place; /* in the list */
	unsigned char uuid[16];
	int32_t id;
};

struct index {
	struct indexed *uuids, *ids; /* sorted by uuid, by id, then by place; only domains for which it is known */
	size_t uuid_count, id_count;
};

struct found {
	const struct indexed *at;
	size_t count;
};

/* Return 0, or FAILED if memory is out. */
int index_domains(struct index *index, const struct domains *all, struct fail *f);

/* Return the domains with this uuid, with this id. */
struct found index_by_uuid(const struct index *index, const unsigned char uuid[16]);
struct found index_by_id(const struct index *index, int32_t id);

#endif
