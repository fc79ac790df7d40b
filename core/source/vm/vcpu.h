/* SPDX-License-Identifier: MIT */
/* The VCPUs of a VM whose record does not list them one by one. */
#ifndef SOURCE_VM_VCPU_H
#define SOURCE_VM_VCPU_H

#include "source/vm/vm.h"

/* Notes the pCPUs that the VCPUs of a VM of XAPI are meant for: 0 or FAILED. */
int vm_vcpu_masks(struct domains *all, struct domain *d, const struct vm *vm, struct fail *f);

/* Of a record that came twice, forgets those where the two disagree. */
void vm_vcpu_doubt(struct domain *d, const struct domain *other);

/* Makes its VCPUs, once it is known how many there are: 0, FAILED, or 1 where it is not. */
int vm_vcpus(struct domains *all, struct domain *d, bool xapi, struct fail *f);

#endif
