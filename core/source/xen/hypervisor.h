/* SPDX-License-Identifier: MIT */
/*
 * What Xen says of its domains, apart from how it is reached: a privcmd whose calls are real, recorded or
 * made up. Records are decoded by offsets that have not moved from Xen 4.3 to 4.22; the number of the
 * interface has with nearly each release, so it is looked up and tried, and a record's length is measured.
 */
#ifndef SOURCE_XEN_HYPERVISOR_H
#define SOURCE_XEN_HYPERVISOR_H

#include "link/privcmd.h"
#include "source/source.h"

struct hypervisor {
	struct privcmd privcmd;
	struct talk *talk;
	unsigned major, minor; /* of Xen */
	uint32_t sysctl, domctl; /* numbers of the interfaces */
	uint32_t pcpus; /* one more than the highest number of one */
	size_t stride; /* bytes of a domain's record */
};

/* Finds out the interface: 0 or FAILED. */
int hypervisor_begin(struct hypervisor *h);

/* All domains, and what is wanted of them. 0 or FAILED. */
int hypervisor_domains(struct hypervisor *h, struct domains *all);

/* hypervisor_vcpu.c: the VCPUs of one. */
int hypervisor_vcpus(struct hypervisor *h, struct domains *all, struct domain *d);

/* Nothing is in the room's beginning any more, where operations are laid out. */
void hypervisor_clear(struct hypervisor *h);

/* A place in the room as Xen is told it. */
uint64_t hypervisor_address(const struct hypervisor *h, size_t at);

/* Numbers in the room, of the machine's own byte order. */
uint32_t hypervisor_get32(const struct hypervisor *h, size_t at);
uint64_t hypervisor_get64(const struct hypervisor *h, size_t at);
void hypervisor_put32(struct hypervisor *h, size_t at, uint32_t n);
void hypervisor_put64(struct hypervisor *h, size_t at, uint64_t n);

/* A control operation (cmd@0, interface_version@4) that was laid out from byte 8 on: its result, or -1 with
 * errno. */
long hypervisor_sysctl(struct hypervisor *h, uint32_t command);
long hypervisor_domctl(struct hypervisor *h, uint32_t command, int32_t id);

enum { HYPERVISOR_BUFFER = 4096 }; /* where in the room buffers begin that an operation names */

#endif
