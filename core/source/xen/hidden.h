/* SPDX-License-Identifier: MIT */
/*
 * Find the domains missing from Xen's list: FLASK, Xen's mandatory access control, may forbid to show some of them to
 * dom0. Ask for each id that is not listed: the error is EACCES for a hidden domain and ESRCH for an id not in use.
 */
#ifndef SOURCE_XEN_HIDDEN_H
#define SOURCE_XEN_HIDDEN_H

#include "source/xen/call.h"

/* Add the hidden domains to `all`, Xen's list. Only their ids are known. Return 0 or FAILED. If Xen cannot be
 * asked for all of them, set h->cut to the errno. */
int hypervisor_hidden(struct hypervisor *h, struct domains *all);

#endif
