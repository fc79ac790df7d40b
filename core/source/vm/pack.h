/* SPDX-License-Identifier: MIT */
/* Keep all members of a record, for --long, and tell what of them is lost. */
#ifndef SOURCE_VM_PACK_H
#define SOURCE_VM_PACK_H

#include "source/vm/roll.h"

/* Pack the tree of a record of domain d: a VM's, or its metrics'. Warn of texts that are cut. If the tree is too large,
 * warn, set the exit status and return an empty text. */
struct slice vm_pack(const struct told *told, struct roll *r, const struct ask *ask, const struct domain *d,
	struct fail *f);

#endif
