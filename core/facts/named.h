/* SPDX-License-Identifier: MIT */
/*
 * Operands: a user selects domains by name, id or uuid.
 *
 *	windmill            a name             name:12   the name "12"
 *	12                  a name or an id    id:12     the id 12
 *	7a9261e3-...-d4ce   a uuid, or else a name of that form;  uuid:..., name:...
 *	Domain-0            the control domain, or else a name
 */
#ifndef FACTS_NAMED_H
#define FACTS_NAMED_H

#include "facts/domain.h"

enum { NAMED_BY_NAME = 1, NAMED_BY_ID = 2, NAMED_BY_UUID = 4, NAMED_CONTROL = 8 };

struct named {
	struct slice text; /* as given by the user */
	struct slice name; /* without the prefix "name:" */
	unsigned by; /* its possible meanings, of the above */
	int64_t id;
	unsigned char uuid[16];
};

/* Parse an operand. Return 0, or FAILED with MISUSED if it is empty or contradicts its prefix ("id:x"). */
int named_parse(struct named *n, struct slice text, struct fail *f);

/* May one of `count` operands mean d, by the facts known so far? */
bool named_any(const struct named *named, size_t count, const struct domain *d);

/* Return the number of rows, out of `count`, selected by n. */
size_t named_count(const struct named *n, struct domain *const *rows, size_t count);

/* Store these rows in `found`, in their order, and return their number. Warn if digits are one domain's name and
 * another's id, or if an id occurs on several hosts. */
size_t named_rows(const struct named *n, struct domain *const *rows, size_t count, struct domain **found);

/* Explain in f why no row is shown for n, after named_rows returned 0. Always return FAILED.
 *
 * The status is UNKNOWN only if n certainly does not exist, because scripts then start it. It is UNANSWERED if a live
 * domain without a name could be n, or if a source is there but did not answer, and all->flaw if that is set. */
int named_missing(const struct named *n, const struct domains *all, struct fail *f);

#endif
