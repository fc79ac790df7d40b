/* SPDX-License-Identifier: MIT */
/* Read maps from VCPU numbers to facts, values of members of records. */
#ifndef SOURCE_XENAPI_READ_VCPU_H
#define SOURCE_XENAPI_READ_VCPU_H

#include "facts/vcpu.h"
#include "wire/rpc.h"

/* Read an entered map: the pCPU of each VCPU, its flags, its allowed pCPUs; the last reads the member "mask" of a VM's
 * VCPU parameters into `mask`. Return false if the value is no such map. */
bool xenapi_read_cpus(struct rpc *r, struct vcpus *list);
bool xenapi_read_flags(struct rpc *r, struct vcpus *list);
bool xenapi_read_maps(struct rpc *r, struct vcpus *list);
bool xenapi_read_mask(struct rpc *r, struct out *mask);

#endif
