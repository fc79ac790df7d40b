/* SPDX-License-Identifier: MIT */
/*
 * VCPUs in Xen-API. xend's metrics have maps from their numbers to what each does, but no CPU time. XAPI
 * knows how many there are, and the pCPUs that a VM was configured for: "mask" of its VCPUs_params.
 */
#include "source/xenapi/talk.h"

/* The VCPU whose number is the name of the member that was just entered. */
static struct vcpu *numbered(struct vcpus *list, struct slice name)
{
	int64_t number;

	return slice_number(name, &number) ? vcpus_at(list, number) : NULL;
}

bool xenapi_vcpu_cpus(struct rpc *r, struct vcpus *list)
{
	if (!rpc_struct(r))
		return false;
	while (rpc_member(r)) {
		struct vcpu *v = numbered(list, r->name);
		int64_t cpu;

		if (!rpc_number(r, &cpu) || !v || cpu < -1 || cpu > INT32_MAX)
			continue;
		v->cpu = (int32_t)cpu;
		v->known |= VCPU_CPU;
	}
	return true;
}

bool xenapi_vcpu_flags(struct rpc *r, struct vcpus *list)
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
			v->known |= VCPU_ONLINE | VCPU_STATE;
	}
	return true;
}

/* Among the scheduler's parameters: cpumapN, the pCPUs of VCPU N. */
bool xenapi_vcpu_maps(struct rpc *r, struct vcpus *list)
{
	static const struct slice cpumap = { "cpumap", 6 };

	if (!rpc_struct(r))
		return false;
	while (rpc_member(r)) {
		char room[8192];
		struct out o = OUT_IN(room);
		struct vcpu *v = NULL;

		if (slice_begins(r->name, cpumap))
			v = numbered(list, (struct slice){ r->name.at + cpumap.len, r->name.len - cpumap.len });
		if (rpc_text(r, &o) == RPC_STRING && v && !o.failed)
			vcpu_affine_list(v, list->all, out_slice(&o), list->fail);
	}
	return true;
}

bool xenapi_vcpu_mask(struct rpc *r, struct out *mask)
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

/* One list of pCPUs for all VCPUs, or one for each, separated by semicolons; XAPI's first one is also for
 * those that have none. What the lists say is noted on as many VCPUs; xenapi_vcpus then makes them all. */
int xenapi_vcpu_masks(struct domains *all, struct domain *d, const struct xenapi_vm *vm, struct fail *f)
{
	struct vcpus list = { .all = all, .fail = f };
	struct slice rest = vm->mask.start ? out_slice(&vm->mask) : SLICE("");
	bool known = xenapi_has_params(vm);

	if (known && !rest.len)
		return 0;
	for (int64_t i = 0; i < VCPUS_MOST && (!i || rest.len); i++) {
		struct vcpu *v = vcpus_at(&list, i);

		if (!v)
			return FAILED;
		if (known)
			vcpu_affine_list(v, all, slice_before(&rest, ';'), f);
		else
			rest.len = 0;
	}
	d->detail->vcpus_each = list.first;
	return 0;
}

void xenapi_vcpu_doubt(struct domain *d, const struct domain *other)
{
	struct vcpu *v = d->detail->vcpus_each;
	const struct vcpu *w = other->detail->vcpus_each;

	while (v && w && v->known == w->known && v->affinity == w->affinity)
		v = v->next, w = w->next;
	if (!v && !w)
		return;
	if (!d->detail->vcpus_each)
		d->detail->vcpus_each = other->detail->vcpus_each;
	for (v = d->detail->vcpus_each; v; v = v->next)
		v->known = 0;
}

int xenapi_vcpus(struct domains *all, struct domain *d, bool xapi, struct fail *f)
{
	const struct vcpu any = { .known = xapi ? VCPU_AFFINITY : 0 };
	const struct vcpu first = d->detail->vcpus_each ? *d->detail->vcpus_each : any;
	struct vcpus list = { .all = all, .fail = f, .first = d->detail->vcpus_each };
	uint32_t count = domain_lives(d) && domain_knows(d, KNOWN_VCPUS) ? d->vcpus : 0;
	size_t noted = vcpus_count(d);
	struct vcpu *v = NULL;

	if (!xapi && (noted || d->power == POWER_HALTED))
		return 0;
	if (count > VCPUS_MOST)
		return fail(f, EXCEEDED, "a VM with %u VCPUs, more than %d", count, VCPUS_MOST);
	for (uint32_t i = 0; i < count; i++) {
		v = vcpus_at(&list, i);
		if (!v)
			return FAILED;
		if (i < noted)
			continue;
		v->affinity = first.affinity;
		v->known = first.known;
	}
	if (v)
		v->next = NULL;
	d->detail->vcpus_each = count ? list.first : NULL;
	return domain_lives(d) && !domain_knows(d, KNOWN_VCPUS);
}

static void read_pcpus(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct rpc *r = &s->exchange.rpc;
	uint32_t n = 0;

	for (bool is = rpc_array(r); is && rpc_item(r); n++)
		rpc_skip(r);
	x->all->pcpus = n;
}

int xenapi_ask_pcpus(struct xenapi *x)
{
	const struct slice session = { x->session.ref, x->session.len };
	struct xenapi_list list;
	int result;

	x->pcpus_asked = false;
	if (x->session.xapi || !ask_wants(x->talk->ask, WANT_VCPUS))
		return 0;
	xenapi_list_start(x, &list);
	result = xenapi_ask(x, "session.get_this_host", &session);
	if (!result)
		result = session_read(&x->session, xenapi_list_one, &list, true, x->talk->fail);
	if (result || !list.first)
		return result;
	x->pcpus_asked = true;
	return xenapi_ask(x, "host.get_host_CPUs", &list.first->ref);
}

int xenapi_hear_pcpus(struct xenapi *x)
{
	return x->pcpus_asked ? session_read(&x->session, read_pcpus, x, true, x->talk->fail) : 0;
}
