/* SPDX-License-Identifier: MIT */
/* Read VCPUs from Xen. */
#ifndef SOURCE_XEN_VCPU_H
#define SOURCE_XEN_VCPU_H

#include "source/xen/call.h"

/* Read the VCPUs of a domain: 0 or FAILED. */
int hypervisor_vcpus(struct hypervisor *h, struct domains *all, struct domain *d);

#endif
