/* SPDX-License-Identifier: MIT */
/* Ask for named domains by their names, ids and uuids instead of for all VMs. */
#ifndef SOURCE_XENAPI_FEW_H
#define SOURCE_XENAPI_FEW_H

#include "source/xenapi/talk.h"

/* Are the operands so few, and such, that only their VMs are to be asked for? */
bool xenapi_are_few(const struct xenapi *x);

/* Ask for them. Return 0, FAILED, RENEW, or UNREADABLE if all VMs must be asked for after all. */
int xenapi_few(struct xenapi *x);

#endif
