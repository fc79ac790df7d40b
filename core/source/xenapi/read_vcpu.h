/* SPDX-License-Identifier: MIT */
/* Read members of records with a map of VCPUs as value. */
#ifndef SOURCE_XENAPI_READ_VCPU_H
#define SOURCE_XENAPI_READ_VCPU_H

#include "facts/vcpu.h"
#include "wire/rpc.h"

/* Read a map of VCPUs, whose value was entered. Return false if it is none. */
bool xenapi_read_cpus(struct rpc *r, struct vcpus *list);
bool xenapi_read_flags(struct rpc *r, struct vcpus *list);
bool xenapi_read_maps(struct rpc *r, struct vcpus *list);
bool xenapi_read_mask(struct rpc *r, struct out *mask);

#endif
