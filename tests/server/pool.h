/* SPDX-License-Identifier: MIT */
/*
 * pool - the invented virtual machines that the server tells about.
 *
 * The built-in sample is one VM of every kind a client has to tell apart.  A number of VMs may be
 * asked for instead: the same number is always the same VMs.  Everything that differs from VM to
 * VM is kept as the text that is sent, so that a record is a table of members (records.h).
 */
#ifndef POOL_H
#define POOL_H

#include <stdbool.h>
#include <stddef.h>

#define REF_NULL "OpaqueRef:NULL"
#define POOL_HOST_NAME "harbour.example.test"

/* Lists are parts with | between them, maps are key=value parts, flags are 0 or 1. */
struct vm {
	char ref[52], uuid[40], name[96], about[96], power[12], domid[12];
	char host[52], affinity[52];
	char memory[24], memory_min[24], memory_actual[24];
	char vcpus[12], online[12], weights[64];
	char is_template[2], is_default[2], is_control[2], is_snapshot[2], is_hvm[2];
	char snapshot_of[52], snapshots[52], snapshot_time[24];
	char metrics[52], metrics_uuid[40], guest_metrics[52];
	char consoles[52], vifs[52], vbds[108], nvram[64];
	char shadow[8], type[8], operations[240], started[24], installed[24];
	char utilisation[240];
	/* Sent by xend only: the state list of metrics, and the single VCPUs. */
	char states[12], vcpu_flags[240], vcpu_cpus[80], vcpu_maps[240], kernel[40], cpu_pool[40];
	/* A key of its other_config, and of its metrics', sent unescaped; NULL: none. */
	const char *key, *metrics_key;
	bool leaves, left; /* it is destroyed once it was told of; it is not there */
	bool arrives; /* it is made after the first answer with records */
	bool moves; /* it is paused and unpaused by pool_move */
	unsigned changed; /* the latest event about it */
};

/* Make the sample, or `vms` VMs if not 0; as XAPI or as xend. */
void pool_make(unsigned vms, bool xend);
void pool_free(void);
size_t pool_count(void);
const struct vm *pool_at(size_t i);

/* Return the first existing VM from `i` on; NULL: none. */
const struct vm *pool_next(size_t *i);

/* Note that a client was told of the VM; of all VMs. */
void pool_told(const struct vm *vm);
void pool_told_all(void);

/* Make an event of each moving VM. Return the number of the last event, 1 at first. */
void pool_move(void);
unsigned pool_event(void);

/* Return NULL if there is none. Names are not unique: the caller compares them. */
const struct vm *pool_by_ref(const char *ref);
const struct vm *pool_by_uuid(const char *uuid);
const struct vm *pool_by_metrics(const char *ref);

/* Return the first VM with that name, to change it. */
struct vm *pool_named(const char *name);

/* The hosts: all VMs are on the first. NULL behind the last. */
struct host {
	char name[40], ref[52], uuid[40];
};

const struct host *pool_host(size_t i);
struct host *pool_host_named(const char *name);

#endif
