/* SPDX-License-Identifier: MIT */
/*
 * What Xen says of its domains, apart from how it is reached: a privcmd whose calls are real, recorded or
 * made up. Records are decoded by offsets that have not moved from Xen 4.3 to 4.22; the number of the
 * interface has with nearly each release, so it is looked up and tried, and a record's length is measured.
 */
#ifndef SOURCE_XEN_HYPERVISOR_H
#define SOURCE_XEN_HYPERVISOR_H

#include "source/xen/call.h"

/* Finds out the interface: 0 or FAILED. */
int hypervisor_begin(struct hypervisor *h);

/* All domains, and what is wanted of them. 0 or FAILED. */
int hypervisor_domains(struct hypervisor *h, struct domains *all);

#endif
