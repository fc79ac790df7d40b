/* SPDX-License-Identifier: MIT */
/* Ask for the VCPUs of domains. */
#ifndef SOURCE_XEND_VCPU_H
#define SOURCE_XEND_VCPU_H

#include "source/xend/talk.h"

/* Ask for the number of pCPUs of the host. Return 0 or FAILED. */
int xend_pcpus(struct xend *x);

/* Ask for the VCPUs of each item, and set its name and id if they are unknown. Return 0 or FAILED. */
int xend_vcpus(struct xend *x);

#endif
