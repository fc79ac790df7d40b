/* SPDX-License-Identifier: MIT */
/* Select the domains named by the operands. */
#ifndef APPLETS_SELECT_H
#define APPLETS_SELECT_H

#include "facts/named.h"

/* Parse the operands into an array of count + 1 elements, which is never empty. Return NULL, with f set, on failure. */
struct named *select_parse(struct arena *arena, char **operands, int count, struct fail *f);

/* Select the domains to show: all, sorted, or those named, in the order of the operands, if they are in one of the
 * states. Set *n to their number. Return NULL, with f set, if memory is out. */
struct domain **select_domains(const struct domains *all, const struct named *named, size_t count, unsigned conditions,
	size_t *n, struct fail *f);

/* Give this host's control domain the name that xm showed, if XAPI has another for it. Return true if it was renamed. */
bool select_name_control(struct domains *all, struct fail *f);

#endif
