/* SPDX-License-Identifier: MIT */
/* Turn the records of a VM and its metrics into facts about a domain. */
#ifndef SOURCE_VM_FACTS_H
#define SOURCE_VM_FACTS_H

#include "source/vm/vm.h"

/* Set the facts of a VM's record, except texts and the host. */
void facts_of_vm(const struct vm *vm, struct domain *d);

/* Does the record have this member once, with a valid value? */
bool vm_has_name(const struct vm *vm);
bool vm_has_host(const struct vm *vm);
bool vm_has_metrics(const struct vm *vm);
bool vm_has_label(const struct vm *vm);
bool vm_has_pool(const struct vm *vm);
bool vm_has_params(const struct vm *vm);

/* Is it certainly a template or a snapshot? A record with two such members is not: the second may be forged. */
bool vm_is_template(const struct vm *vm);

/* Add the facts of the metrics, if the domain lives. */
void facts_of_metrics(const struct metrics *m, struct domain *d);

/* Forget the facts from metrics, because it is unknown which metrics are the domain's. A halted domain keeps its
 * facts: they are the maxima of the VM's record. */
void facts_forget_metrics(struct domain *d);

#endif
