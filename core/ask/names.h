/* SPDX-License-Identifier: MIT */
/* Names of live domains that no daemon named. */
#ifndef ASK_NAMES_H
#define ASK_NAMES_H

#include "ask/disknames.h"

/* Count the domains listed by Xen that have no name. */
size_t names_lacking(const struct domains *all);

/* Name these domains if possible: after another domain with the same uuid, else from files, for left_ns. `disk` was
 * started when Xen had listed its domains. Return true if a name is from a file: it may be out of date. Set f if memory
 * is out. With verbose, report the origin of each name on stderr. */
bool names_find(struct domains *all, struct disknames *disk, int64_t left_ns, bool verbose, struct fail *f);

#endif
