/* SPDX-License-Identifier: MIT */
/*
 * What a user may call a domain: by name, by id, by uuid.
 *
 *	windmill            a name             name:12   the name "12"
 *	12                  a name or an id    id:12     the id 12
 *	7a9261e3-...-d4ce   a uuid, or else a name that looks like one;  uuid:..., name:...
 *	Domain-0            the control domain, or else a name
 */
#ifndef FACTS_NAMED_H
#define FACTS_NAMED_H

#include "facts/domain.h"

enum { NAMED_BY_NAME = 1, NAMED_BY_ID = 2, NAMED_BY_UUID = 4, NAMED_CONTROL = 8 };

struct named {
	struct slice text; /* as the user wrote it */
	struct slice name; /* without "name:" */
	unsigned by; /* what it may be */
	int64_t id;
	unsigned char uuid[16];
};

/* What text may mean: 0, or FAILED with MISUSED where it says what it is and is not ("id:x"). */
int named_parse(struct named *n, struct slice text, struct fail *f);

/* Could one of them mean d, as far as it is known? */
bool named_any(const struct named *named, size_t count, const struct domain *d);

/* How many of count rows it means. */
size_t named_count(const struct named *n, struct domain *const *rows, size_t count);

/* Those rows, in their order, to the front of found: how many. Warns where digits are one domain's name and another's id, or an id is on several hosts. */
size_t named_rows(const struct named *n, struct domain *const *rows, size_t count, struct domain **found);

#endif
