/* SPDX-License-Identifier: MIT */
/* The facts about a domain that the record of a VM and its metrics hold. */
#ifndef SOURCE_VM_FACTS_H
#define SOURCE_VM_FACTS_H

#include "source/vm/vm.h"

/* Set what the record says of its domain, but for texts and the host. */
void facts_of_vm(const struct vm *vm, struct domain *d);

/* Return whether the record has this member once, and it makes sense. */
bool vm_has_name(const struct vm *vm);
bool vm_has_host(const struct vm *vm);
bool vm_has_metrics(const struct vm *vm);
bool vm_has_label(const struct vm *vm);
bool vm_has_pool(const struct vm *vm);
bool vm_has_params(const struct vm *vm);

/* Return whether it is surely a template or a snapshot. A record that says so twice is not: the second time may be
 * forged. */
bool vm_is_template(const struct vm *vm);

/* Add what the metrics say, if the domain lives. */
void facts_of_metrics(const struct metrics *m, struct domain *d);

/* Forget what metrics tell of a domain, unless it rests, since nobody knows which are its own: what the VM's record has
 * instead is what it may use. */
void facts_forget_metrics(struct domain *d);

#endif
