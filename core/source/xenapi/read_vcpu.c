/* SPDX-License-Identifier: MIT */
/*
 * xend's metrics have maps from the number of a VCPU to its state, but no CPU time. XAPI has the pCPUs that a VM was
 * configured for only: "mask" of its VCPUs_params.
 */
#include "source/xenapi/read_vcpu.h"

/* Return the VCPU numbered by the name of the current member. */
static struct vcpu *numbered(struct vcpus *list, struct slice name)
{
	int64_t number;

	return slice_number(name, &number) ? vcpus_at(list, number) : NULL;
}

bool xenapi_read_cpus(struct rpc *r, struct vcpus *list)
{
	if (!rpc_struct(r))
		return false;
	while (rpc_member(r)) {
		struct vcpu *v = numbered(list, r->name);
		int64_t cpu;

		if (!rpc_number(r, &cpu) || !v || cpu < -1 || cpu > INT32_MAX)
			continue;
		v->cpu = (int32_t)cpu;
		vcpu_know(v, VCPU_CPU);
	}
	return true;
}

bool xenapi_read_flags(struct rpc *r, struct vcpus *list)
{
	if (!rpc_struct(r))
		return false;
	while (rpc_member(r)) {
		struct vcpu *v = numbered(list, r->name);
		bool good = true;

		if (!rpc_array(r))
			continue;
		while (rpc_item(r)) {
			char room[16];
			struct out o = OUT_IN(room);
			struct slice word;

			good &= rpc_text(r, &o) == RPC_STRING;
			word = out_slice(&o);
			if (!v)
				continue;
			v->online |= slice_is(word, SLICE("online"));
			v->state |= slice_is(word, SLICE("running")) ? STATE_RUNNING : 0;
			v->state |= slice_is(word, SLICE("blocked")) ? STATE_BLOCKED : 0;
		}
		if (v && good)
			vcpu_know(v, VCPU_ONLINE | VCPU_STATE);
	}
	return true;
}

/* Read cpumapN, the pCPUs of VCPU N, among the scheduler's parameters. */
bool xenapi_read_maps(struct rpc *r, struct vcpus *list)
{
	static const struct slice cpumap = { "cpumap", 6 };

	if (!rpc_struct(r))
		return false;
	while (rpc_member(r)) {
		char room[8192];
		struct out o = OUT_IN(room);
		struct vcpu *v = NULL;

		if (slice_begins(r->name, cpumap))
			v = numbered(list, slice_drop(r->name, cpumap.len));
		if (rpc_text(r, &o) == RPC_STRING && v && !o.failed)
			vcpu_affine_list(v, list->all, out_slice(&o), list->fail);
	}
	return true;
}

bool xenapi_read_mask(struct rpc *r, struct out *mask)
{
	bool good = true, came = false;

	if (!rpc_struct(r))
		return false;
	while (rpc_member(r))
		if (slice_is(r->name, SLICE("mask"))) {
			good &= rpc_text(r, mask) == RPC_STRING && !mask->failed && !came;
			came = true;
		} else {
			rpc_skip(r);
		}
	return good;
}
