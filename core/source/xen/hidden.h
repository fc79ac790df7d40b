/* SPDX-License-Identifier: MIT */
/*
 * Find the domains missing from Xen's list: FLASK, Xen's mandatory access control, may forbid to show some of them to
 * dom0. Ask for each id that is not listed: the error is EACCES for a hidden domain and ESRCH for an id not in use.
 *
 * Up to Xen 4.17, one call per gap is enough. Since 4.18, no call finds the next id in use: all 32 752 are asked for, but
 * only if FLASK is on. Fewer calls would lose domains: a toolstack need not know each one, ids wrap around, and cpupools
 * count their domains at another moment than the list.
 */
#ifndef SOURCE_XEN_HIDDEN_H
#define SOURCE_XEN_HIDDEN_H

#include "source/xen/call.h"

/* Add the hidden domains to `all`, Xen's list. Only their ids are known. Return 0 or FAILED. If Xen cannot be
 * asked for all of them, set h->cut to the errno. */
int hypervisor_hidden(struct hypervisor *h, struct domains *all);

#endif
