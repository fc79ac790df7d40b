/* SPDX-License-Identifier: MIT */
/* The VCPUs of a VM whose record does not list them. */
#ifndef SOURCE_VM_VCPU_H
#define SOURCE_VM_VCPU_H

#include "source/vm/vm.h"

/* Store the configured pCPUs of a XAPI VM's VCPUs. Return 0 or FAILED. */
int vm_vcpu_masks(struct domains *all, struct domain *d, const struct vm *vm, struct fail *f);

/* Of a record that came twice, forget the VCPUs on which both disagree. */
void vm_vcpu_doubt(struct domain *d, const struct domain *other);

/* Create the VCPUs of a domain. Return 0, FAILED, or 1 if their number is unknown. */
int vm_vcpus(struct domains *all, struct domain *d, bool xapi, struct fail *f);

#endif
