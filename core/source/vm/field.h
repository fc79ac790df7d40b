/* SPDX-License-Identifier: MIT */
/*
 * The members of VM and VM_metrics records that become facts, as a table: name, type, and offset in struct vm or struct
 * metrics, where `came` has a bit for each.
 */
#ifndef SOURCE_VM_FIELD_H
#define SOURCE_VM_FIELD_H

#include "source/vm/vm.h"

struct field {
	struct slice name;
	enum { TEXT, NUMBER, FLAG, UUID, REF, POWER, DATE, SHORT_TEXT, STATE, MASK, CPUS, FLAGS, MAPS } kind;
	size_t offset;
};

/* clang-format off */
#define FIELD(name, kind, type, member) { { name, sizeof(name) - 1 }, kind, offsetof(struct type, member) }

/* In XAPI's order. */
enum { VM_UUID, VM_NAME, VM_POWER, VM_TEMPLATE, VM_HOST, VM_MEMORY_MAX, VM_MEMORY, VM_PARAMS, VM_VCPUS_MAX,
	VM_VCPUS, VM_DOMID, VM_METRICS, VM_SNAPSHOT, VM_LABEL, VM_POOL, VM_FIELDS };

enum { METRICS_MEMORY, METRICS_VCPUS, METRICS_CPUS, METRICS_MAPS, METRICS_FLAGS, METRICS_STATE, METRICS_START,
	METRICS_FIELDS };
/* clang-format on */

extern const struct field vm_fields[VM_FIELDS], metrics_fields[METRICS_FIELDS];

/* Store a text in its field, for the kinds from NUMBER to DATE. A flag is 1 or 0. Return false for an invalid value. */
bool field_place(const struct field *field, struct slice text, void *to);

#endif
