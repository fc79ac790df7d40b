/* SPDX-License-Identifier: MIT */
/* Names of live domains that no daemon named. */
#ifndef ASK_NAMES_H
#define ASK_NAMES_H

#include "facts/domain.h"
#include "link/deadline.h"

/* Count the domains listed by Xen that have no name. */
size_t names_lacking(const struct domains *all);

/* Name these domains if possible: after another domain with the same uuid, else from the toolstacks' files about each
 * domain, else from XAPI's database. Return true if a name is from a file: it may be out of date. Set f if memory is
 * out. With verbose, report the origin of each name on stderr. */
bool names_find(struct domains *all, const struct deadline *deadline, bool verbose, struct fail *f);

#endif
