/* SPDX-License-Identifier: MIT */
/* A set of ids of domains, of one size: it can be sent to a child process as it is. */
#ifndef FACTS_IDS_H
#define FACTS_IDS_H

#include <stdbool.h>
#include <stdint.h>

enum { IDS = 0x7ff0 }; /* higher ones are special to Xen */

struct ids {
	unsigned char bits[IDS / 8];
};

static inline bool ids_have(const struct ids *s, int64_t id)
{
	return id >= 0 && id < IDS && s->bits[id / 8] >> id % 8 & 1;
}

/* Add an id that is in the range. */
static inline void ids_add(struct ids *s, int64_t id)
{
	if (id >= 0 && id < IDS)
		s->bits[id / 8] |= (unsigned char)(1 << id % 8);
}

static inline void ids_drop(struct ids *s, int64_t id)
{
	if (ids_have(s, id))
		s->bits[id / 8] &= (unsigned char)~(1 << id % 8);
}

#endif
