/* SPDX-License-Identifier: MIT */
/* Make up the list of a VM's VCPUs from its record: XAPI reports their number and a list of allowed pCPUs. */
#ifndef SOURCE_VM_VCPU_H
#define SOURCE_VM_VCPU_H

#include "source/vm/vm.h"

/* Store the pCPUs allowed by the configuration of a XAPI VM in d->detail->vcpus_each, one VCPU for each list of pCPUs.
 * Return 0, or FAILED if memory is out. */
int vm_vcpu_masks(struct domains *all, struct domain *d, const struct vm *vm, struct fail *f);

/* Merge the VCPUs of two records of one VM: if any of them differ, forget all facts about the VCPUs of d. */
void vm_vcpu_doubt(struct domain *d, const struct domain *other);

/* Complete d->detail->vcpus_each: one VCPU for each that is online, none for a halted VM. Call it after
 * vm_vcpu_masks. Return 0, 1 if their number is unknown, or FAILED if memory is out. Of more than VCPUS_MOST keep
 * none, warn, set the flaw EXCEEDED and return 0. */
int vm_vcpus(struct domains *all, struct domain *d, bool xapi, struct fail *f);

#endif
