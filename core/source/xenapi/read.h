/* SPDX-License-Identifier: MIT */
/* Read the record of a VM, or of its metrics, from an answer. */
#ifndef SOURCE_XENAPI_READ_H
#define SOURCE_XENAPI_READ_H

#include "source/vm/field.h"
#include "wire/rpc.h"

/* Read the members of a record whose struct was entered. Return false after a failure. */
bool xenapi_read_vm(struct vm *vm, struct rpc *r);
bool xenapi_read_metrics(struct metrics *m, struct rpc *r);

/* Store one value in its field of a struct vm or metrics. Return false for an invalid value. */
bool xenapi_read_field(const struct field *field, struct rpc *r, void *record);

#endif
