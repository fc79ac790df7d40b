/* SPDX-License-Identifier: MIT */
/* The facts about a domain that the record of a VM and its metrics hold. */
#ifndef SOURCE_VM_FACTS_H
#define SOURCE_VM_FACTS_H

#include "source/vm/vm.h"

/* What the record says of its domain, texts and host apart. */
void xenapi_vm_domain(const struct xenapi_vm *vm, struct domain *d);

/* Was it said where it runs, its label, its cpupool? */
bool xenapi_has_host(const struct xenapi_vm *vm);

/* Is it surely a template or a snapshot? One that says so twice is not: the second may be forged. */
bool xenapi_is_template(const struct xenapi_vm *vm);
bool xenapi_has_label(const struct xenapi_vm *vm);
bool xenapi_has_pool(const struct xenapi_vm *vm);
bool xenapi_has_params(const struct xenapi_vm *vm);

/* What the metrics add to that, of a domain that lives. */
void xenapi_metrics_domain(const struct xenapi_metrics *m, struct domain *d);

#endif
