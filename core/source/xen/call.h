/* SPDX-License-Identifier: MIT */
/* Hypercalls that list domains: their operations are laid out in the room of privcmd. */
#ifndef SOURCE_XEN_CALL_H
#define SOURCE_XEN_CALL_H

#include "link/privcmd.h"
#include "source/source.h"

enum { HYPERVISOR_BUFFER = 4096 }; /* where in the room buffers begin that an operation names */

struct hypervisor {
	struct privcmd privcmd;
	struct talk *talk;
	unsigned major, minor; /* of Xen */
	uint32_t sysctl, domctl; /* numbers of the interfaces */
	uint32_t pcpus; /* one more than the highest number of one */
	bool forbidden; /* nobody but a dom0 may make these hypercalls */
	size_t stride; /* bytes of a domain's record */
};

/* Nothing is in the room's beginning any more, where operations are laid out. */
void hypervisor_clear(struct hypervisor *h);

/* A place in the room as Xen is told it. */
uint64_t hypervisor_address(const struct hypervisor *h, size_t at);

/* Numbers in the room, of the machine's own byte order. */
uint32_t hypervisor_get32(const struct hypervisor *h, size_t at);
uint64_t hypervisor_get64(const struct hypervisor *h, size_t at);
void hypervisor_put32(struct hypervisor *h, size_t at, uint32_t n);
void hypervisor_put64(struct hypervisor *h, size_t at, uint64_t n);

/* Make the hypercall op with an operation of (command@0, version@4), laid out from byte 8 on: its result, or -1
 * with errno. */
long hypervisor_operate(struct hypervisor *h, uint64_t op, uint32_t command, uint32_t version);

/* The same with a sysctl, and with a domctl about a domain. */
long hypervisor_sysctl(struct hypervisor *h, uint32_t command);
long hypervisor_domctl(struct hypervisor *h, uint32_t command, int32_t id);

#endif
