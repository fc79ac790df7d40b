/* SPDX-License-Identifier: MIT */
/*
 * xend's VCPUs: ["domain", ["domid", 3], ["name", "web1"], ["vcpu_count", 1], ["vcpu", ["number", 0], ["online", 1],
 * ["blocked", 0], ["running", 1], ["cpu_time", 1.5], ["cpu", 4], ["cpumap", [0, 1, 2]]]]. VCPUs of a halted domain are
 * on pCPU -1, and its domid is nil.
 */
#include "source/xend/vcpu.h"
#include "facts/vcpu.h"
#include "source/xend/each.h"
#include "source/xend/record.h"

static void read_map(struct xend *x, struct vcpu *v)
{
	struct rpc *r = &x->exchange.rpc;
	struct cpumap map;
	bool good = true;
	int64_t cpu;

	if (!rpc_array(r))
		return;
	cpumap_start(&map);
	while (rpc_item(r))
		good &= xend_number(x, &cpu) && cpumap_add(&map, cpu);
	if (good)
		vcpu_affine(v, x->all, &map, x->talk->fail);
}

/* The members of a VCPU read so far. */
struct told_vcpu {
	struct vcpu vcpu;
	int64_t number;
	unsigned states; /* the bits of enum state that were present, set or not */
};

static void read_state_bit(struct xend *x, struct told_vcpu *t, enum state state)
{
	int64_t n;

	if (!xend_number(x, &n))
		return;
	t->vcpu.state |= n ? (uint8_t)state : 0;
	t->states |= state;
	if (t->states == (STATE_RUNNING | STATE_BLOCKED))
		vcpu_know(&t->vcpu, VCPU_STATE);
}

static void read_field(struct xend *x, struct told_vcpu *t, struct slice key)
{
	struct vcpu *v = &t->vcpu;
	struct slice text;
	int64_t n;

	if (slice_is(key, SLICE("cpumap"))) {
		read_map(x, v);
	} else if (slice_is(key, SLICE("online"))) {
		vcpu_know(v, xend_number(x, &n) ? VCPU_ONLINE : 0);
		v->online = v->known & VCPU_ONLINE && n;
	} else if (slice_is(key, SLICE("blocked"))) {
		read_state_bit(x, t, STATE_BLOCKED);
	} else if (slice_is(key, SLICE("running"))) {
		read_state_bit(x, t, STATE_RUNNING);
	} else if (slice_is(key, SLICE("number"))) {
		xend_number(x, &t->number);
	} else if (slice_is(key, SLICE("cpu"))) {
		vcpu_know(v, xend_number(x, &n) && n >= -1 && n < PCPUS_MOST ? VCPU_CPU : 0);
		v->cpu = v->known & VCPU_CPU ? (int32_t)n : 0;
	} else if (slice_is(key, SLICE("cpu_time"))) {
		vcpu_know(v, xend_text(x, &text) && slice_billionths(text, &v->cpu_ns) ? VCPU_CPU_TIME : 0);
	} else {
		rpc_skip(&x->exchange.rpc);
	}
}

/* Read the rest of a list with the key "vcpu". Return false for an invalid number. */
static bool read_vcpu(struct xend *x, struct vcpus *list)
{
	struct rpc *r = &x->exchange.rpc;
	struct told_vcpu told = { .number = -1 };
	struct vcpu *v;

	while (rpc_item(r)) {
		char room[XEND_KEY];
		struct slice key;

		if (!xend_list(x, room, &key) || !rpc_item(r))
			continue;
		read_field(x, &told, key);
		xend_list_end(x);
	}
	v = vcpus_at(list, told.number);
	if (!v)
		return false;
	told.vcpu.number = v->number;
	told.vcpu.next = v->next;
	*v = told.vcpu;
	return true;
}

static void read_id(struct xend *x, struct domain *d)
{
	char room[24];
	struct out text = OUT_IN(room);
	enum rpc_type type = rpc_text(&x->exchange.rpc, &text);
	int64_t n = -1; /* nil: the domain does not run */
	bool sense = type == RPC_NIL || (slice_number(out_slice(&text), &n) && n >= 0 && n <= INT32_MAX);

	if (domain_knows(d, KNOWN_ID) || !sense || text.failed)
		return;
	d->id = (int32_t)n;
	domain_know(d, KNOWN_ID);
}

static void read_vcpu_info(struct xend *x, struct xend_item *i)
{
	struct rpc *r = &x->exchange.rpc;
	struct domain *d = i->domain;
	struct vcpus list = { .all = x->all, .fail = x->talk->fail };
	char room[XEND_KEY];
	struct slice key, text;
	bool good = true;

	if (!xend_list(x, room, &key) || !slice_is(key, SLICE("domain")))
		rpc_refuse(r, BROKEN, "these are not VCPUs of xend");
	while (rpc_item(r)) {
		if (!xend_list(x, room, &key))
			continue;
		if (slice_is(key, SLICE("vcpu"))) {
			good &= read_vcpu(x, &list);
			continue;
		}
		if (!rpc_item(r))
			continue;
		if (slice_is(key, SLICE("domid")))
			read_id(x, d);
		else if (slice_is(key, SLICE("name")) && !domain_knows(d, KNOWN_NAME) && xend_text(x, &text))
			xend_name(x, d, text);
		else
			rpc_skip(r);
		xend_list_end(x);
	}
	d->detail->vcpus_each = list.first;
	if (good)
		return;
	warning("VCPUs with invalid numbers are left out: '%.*s'", (int)d->name_len, d->name);
	x->all->flaw = BROKEN;
}

int xend_vcpus(struct xend *x)
{
	static const struct xend_call call = { "xend.domain.getVCPUInfo", xend_wanted, NULL, read_vcpu_info,
		xend_gone };

	return xend_each(x, &call);
}

int xend_pcpus(struct xend *x)
{
	struct rpc *r = &x->exchange.rpc;
	int64_t n;

	if (exchange_call(&x->exchange, "xend.node.info", NULL, 0, x->talk->fail) ||
		exchange_answer(&x->exchange, x->talk->fail))
		return FAILED;
	if (!rpc_array(r))
		rpc_refuse(r, BROKEN, XEND_NO_LIST);
	while (rpc_item(r)) {
		char room[XEND_KEY];
		struct slice key;

		if (!xend_list(x, room, &key) || !rpc_item(r))
			continue;
		if (!slice_is(key, SLICE("nr_cpus")))
			rpc_skip(r);
		else if (xend_number(x, &n) && n > 0 && n <= PCPUS_MOST)
			x->all->pcpus = (uint32_t)n;
		xend_list_end(x);
	}
	return exchange_done(&x->exchange, x->talk->fail);
}
