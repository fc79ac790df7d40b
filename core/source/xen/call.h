/* SPDX-License-Identifier: MIT */
/* Hypercalls: an operation is laid out at the front of the room of privcmd, its buffers from HYPERVISOR_BUFFER on. */
#ifndef SOURCE_XEN_CALL_H
#define SOURCE_XEN_CALL_H

#include "link/privcmd.h"
#include "source/source.h"

enum { HYPERVISOR_BUFFER = 4096 }; /* offset in the room of an operation's buffers */

struct hypervisor {
	struct privcmd privcmd;
	struct talk *talk;
	unsigned major, minor; /* of Xen */
	uint32_t sysctl, domctl; /* interface numbers */
	uint32_t pcpus; /* one more than the highest number */
	bool forbidden; /* only dom0 may make these hypercalls */
	bool unknown; /* the interface of this release is unknown */
	bool flask; /* its FLASK is on: there are labels, and there may be domains that it does not list */
	size_t stride; /* bytes of a domain's record */
	size_t less; /* bytes missing in it in an old release */
	bool told; /* it told of a VCPU */
	int cut; /* errno of the call that ended the list, or the search for hidden domains, too early; else 0 */
	uint32_t withheld; /* domains of which Xen refused to tell something */
	int32_t first, last; /* of them */
	int denial; /* why: errno */
};

/* Clear the front of the room, where operations are laid out. */
void hypervisor_clear(struct hypervisor *h);

/* Return the address of a place in the room, for Xen. */
uint64_t hypervisor_address(const struct hypervisor *h, size_t at);

/* Read and write numbers in the room, in the machine's byte order. */
uint32_t hypervisor_get32(const struct hypervisor *h, size_t at);
uint64_t hypervisor_get64(const struct hypervisor *h, size_t at);
void hypervisor_put32(struct hypervisor *h, size_t at, uint32_t n);
void hypervisor_put64(struct hypervisor *h, size_t at, uint64_t n);

/* Make the hypercall op with an operation of (command@0, version@4), laid out from byte 8 on. Return its result, or
 * -1 with errno. */
long hypervisor_operate(struct hypervisor *h, uint64_t op, uint32_t command, uint32_t version);

/* Make a sysctl, or a domctl about a domain. */
long hypervisor_sysctl(struct hypervisor *h, uint32_t command);
long hypervisor_domctl(struct hypervisor *h, uint32_t command, int32_t id);

/* Does errno of a failed hypercall mean a refusal? */
bool hypervisor_denied(void);

/* Note that Xen refused, with errno, to tell something of a domain. Each domain counts once. */
void hypervisor_withholds(struct hypervisor *h, int32_t id);

#endif
