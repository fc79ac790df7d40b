/* SPDX-License-Identifier: MIT */
/*
 * The records of a VM and of its metrics, the same in Xen-API and in XAPI's database: their members that become facts.
 * field.h names the members, facts.h turns them into a struct domain.
 */
#ifndef SOURCE_VM_VM_H
#define SOURCE_VM_VM_H

#include "facts/vcpu.h"
#include "source/vm/ref.h"
#include "source/vm/told.h"

/* A short text. */
struct vm_text {
	size_t len;
	char at[512];
};

/* A VM's record while it is read; kept or dropped when it is complete. */
struct vm {
	unsigned came; /* a bit for each member present once and valid */
	unsigned twice; /* a bit for each member present twice: either may be forged */
	const char *doubled; /* the latest of those; NULL: none */
	struct out name;
	unsigned char uuid[16];
	struct ref metrics, resident_on;
	int64_t domid, memory_dynamic_max, memory_static_max, vcpus_at_startup, vcpus_max, power;
	bool is_a_template, is_a_snapshot;
	bool detail; /* more than the brief table is wanted */
	struct told told;
	struct out mask; /* of VCPUs_params; without a buffer: not wanted */
	struct vm_text label, pool; /* xend's only; at the end because of their size */
};

struct metrics {
	unsigned came, twice;
	const char *doubled;
	bool xapi; /* XAPI's metrics, without a state */
	bool detail; /* as above */
	int64_t memory_actual, vcpus_number, start_time;
	uint8_t state;
	struct vcpus vcpus; /* without `all`: not wanted */
	struct told told;
	struct slice packed; /* the same, packed (facts/pack.h) */
};

#endif
