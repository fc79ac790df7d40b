/* SPDX-License-Identifier: MIT */
/*
 * Find the domains that Xen leaves out of its list: those of which its mandatory access control, FLASK, forbids to tell.
 * Each can be asked for by its id: the answer is EACCES instead of ESRCH.
 */
#ifndef SOURCE_XEN_HIDDEN_H
#define SOURCE_XEN_HIDDEN_H

#include "source/xen/call.h"

/* Add the domains that are not in `all`, which holds Xen's list. Only their ids are known. Return 0 or FAILED. */
int hypervisor_hidden(struct hypervisor *h, struct domains *all);

#endif
