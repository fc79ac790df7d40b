/* SPDX-License-Identifier: MIT */
/*
 * Read Xen's domains through a privcmd whose calls are real, recorded or made up. Offsets in records have not moved from
 * Xen 4.3 to 4.22; Xen 4.0 to 4.2 lack one or two of the members. The interface number has changed with nearly each
 * release: it is looked up and tried, and the length of a record is measured.
 */
#ifndef SOURCE_XEN_HYPERVISOR_H
#define SOURCE_XEN_HYPERVISOR_H

#include "source/xen/call.h"

/* Find out the interface. Return 0 or FAILED. */
int hypervisor_begin(struct hypervisor *h);

/* Read all domains, and the wanted facts about them. Return 0 or FAILED. */
int hypervisor_domains(struct hypervisor *h, struct domains *all);

#endif
