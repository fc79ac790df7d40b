/* SPDX-License-Identifier: MIT */
/* Names of live domains that no daemon named. */
#ifndef ASK_NAMES_H
#define ASK_NAMES_H

#include "facts/domain.h"
#include "link/deadline.h"

/* Return the number of domains that Xen lists and that have no name. */
size_t names_lacking(const struct domains *all);

/* Name these domains, as far as possible: after another domain with the same uuid, else from what toolstacks keep on
 * disk about each domain, else from XAPI's database. Return true if a name is from a file, which may be out of date.
 * If memory is out, f is set. With verbose, report on stderr where each name is from. */
bool names_find(struct domains *all, const struct deadline *deadline, bool verbose, struct fail *f);

#endif
