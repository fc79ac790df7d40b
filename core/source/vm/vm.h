/* SPDX-License-Identifier: MIT */
/*
 * The records of a VM and of its metrics, as Xen-API and XAPI's database have them: the members that
 * become facts. field.h names the members, facts.h turns them into a struct domain.
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

/* A VM's record while it comes: it is kept or dropped when it is complete. */
struct vm {
	unsigned came; /* a bit for each member that was there once and made sense */
	unsigned twice; /* a bit for each member that was there twice: nobody knows which is true */
	const char *doubled; /* the last of those, NULL: none */
	struct out name;
	unsigned char uuid[16];
	struct ref metrics, resident_on;
	int64_t domid, memory_dynamic_max, memory_static_max, vcpus_at_startup, vcpus_max, power;
	bool is_a_template, is_a_snapshot;
	bool detail; /* wanted is more than the brief table shows */
	struct told told;
	struct out mask; /* of VCPUs_params; without room: it is not wanted */
	struct vm_text label, pool; /* xend's only; last, since they are large */
};

struct metrics {
	unsigned came, twice;
	const char *doubled;
	bool xapi; /* whose metrics never tell a state */
	bool detail; /* as above */
	int64_t memory_actual, vcpus_number, start_time;
	uint8_t state;
	struct vcpus vcpus; /* without `all`: they are not wanted */
	struct told told;
};

#endif
