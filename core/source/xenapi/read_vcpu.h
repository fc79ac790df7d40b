/* SPDX-License-Identifier: MIT */
/* Read the members of records that are maps of VCPUs. */
#ifndef SOURCE_XENAPI_READ_VCPU_H
#define SOURCE_XENAPI_READ_VCPU_H

#include "facts/vcpu.h"
#include "wire/rpc.h"

/* Members that tell of VCPUs, the value entered: false where it is no such map. */
bool xenapi_read_cpus(struct rpc *r, struct vcpus *list);
bool xenapi_read_flags(struct rpc *r, struct vcpus *list);
bool xenapi_read_maps(struct rpc *r, struct vcpus *list);
bool xenapi_read_mask(struct rpc *r, struct out *mask);

#endif
