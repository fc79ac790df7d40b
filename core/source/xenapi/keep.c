/* SPDX-License-Identifier: MIT */
#include "source/xenapi/keep.h"
#include "source/vm/facts.h"
#include "source/vm/pack.h"
#include "source/xenapi/read.h"

#include <stddef.h>

void xenapi_note(struct xenapi *x, const char *kind, const char *what, const struct domain *d)
{
	roll_note(&x->roll, x->talk->ask, kind, what, d);
}

void xenapi_flaw(struct xenapi *x, const char *what, const struct domain *d)
{
	xenapi_note(x, what, what, d);
	domains_flaw(x->all, BROKEN);
}

static void flaw_doubled(struct xenapi *x, const char *member, const struct domain *d)
{
	char room[160];
	struct out what = OUT_IN(room);

	out_message(&what, "a record has %s twice, one is forged: it is not shown", member);
	xenapi_note(x, "a record has a member twice", out_string(&what), d);
	domains_flaw(x->all, BROKEN);
}

/* Is the VM asked for? A VM with two hosts may be. */
static bool is_wanted(const struct xenapi *x, const struct vm *vm)
{
	if (vm_is_template(vm))
		return false;
	if (ref_null(&x->host) || (vm->doubled && !vm_has_host(vm)) || ref_same(&x->host, &vm->resident_on))
		return true;
	return x->talk->ask->or_nowhere && ref_null(&vm->resident_on);
}

static void know_text(struct xenapi *x, struct domain *d, const struct slice **to, const struct vm_text *text,
	enum fact fact)
{
	*to = domains_text(x->all, (struct slice){ text->at, text->len }, x->talk->fail);
	domain_know(d, *to ? fact : 0);
}

static struct kept *keep(struct xenapi *x, const struct ref *ref, struct vm *vm)
{
	struct kept *k = roll_add(&x->roll, ref, vm, x->talk->fail);
	struct domain *d;

	if (!k)
		return NULL;
	d = &k->domain;
	if (CONFIG_LONG && vm->told.list)
		told_keep(d, x->all, vm_pack(&vm->told, &x->roll, x->talk->ask, d, x->talk->fail), x->talk->fail);
	d->source = x->session.xapi ? SOURCE_XAPI : SOURCE_XEND;
	if (d->detail && vm_has_label(vm) && !x->session.xapi)
		know_text(x, d, &d->detail->label, &vm->label, KNOWN_LABEL);
	if (d->detail && vm_has_pool(vm) && !x->session.xapi)
		know_text(x, d, &d->detail->pool, &vm->pool, KNOWN_POOL);
	if (vm->doubled && x->session.xapi)
		flaw_doubled(x, vm->doubled, d);
	return k;
}

/* cheaper than clearing the whole struct for each of many records */
void xenapi_vm_start(struct vm *vm, struct xenapi *x)
{
	memset(vm, 0, offsetof(struct vm, label));
	vm->name = (struct out)OUT_IN(x->name);
	if (ask_wants(x->talk->ask, WANT_VCPUS) && x->session.xapi)
		vm->mask = (struct out)OUT_IN(x->mask);
	vm->detail = ask_wants(x->talk->ask, WANT_DETAIL);
	if (ask_wants(x->talk->ask, WANT_ALL))
		vm->told = (struct told){ &x->trees,
			trees_add(told_trees(&x->trees, &x->scratch, x->talk->fail), NULL, TREE_LIST, SLICE("")),
			false };
}

struct kept *xenapi_keep_vm(struct xenapi *x, const struct ref *ref, struct vm *vm)
{
	return is_wanted(x, vm) ? keep(x, ref, vm) : NULL;
}

void xenapi_limit(struct session *s, unsigned above)
{
	if (s->xapi)
		rpc_limit(&s->exchange.rpc, above + RECORD_DEPTH);
}

bool xenapi_enter_map(struct session *s)
{
	struct rpc *r = &s->exchange.rpc;
	bool entered;

	xenapi_limit(s, MAP_DEPTH);
	entered = rpc_struct(r);
	if (!entered)
		rpc_refuse(r, BROKEN, "a map of records should stand here");
	return entered;
}

void xenapi_keep_map(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct rpc *r = &s->exchange.rpc;

	if (!xenapi_enter_map(s))
		return;
	x->records = x->with_metrics = 0;
	while (rpc_member(r)) {
		struct ref ref = ref_of(r->name);
		struct vm vm;

		xenapi_vm_start(&vm, x);
		if (!rpc_struct(r)) {
			if (r->type != RPC_NIL) /* a domain that just ended */
				rpc_refuse(r, BROKEN, "a record should stand here");
			continue;
		}
		x->records++;
		if (xenapi_read_vm(&vm, r) && is_wanted(x, &vm) && !keep(x, &ref, &vm))
			rpc_refuse(r, EXCEEDED, "no room for more");
		x->with_metrics += vm_has_metrics(&vm) && !ref_null(&vm.metrics);
	}
}

void xenapi_keep_item(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct rpc *r = &s->exchange.rpc;
	struct ref ref = ref_of(x->item->ref);
	struct vm vm;

	xenapi_vm_start(&vm, x);
	xenapi_limit(s, 0);
	x->item->alien = !rpc_struct(r) && r->fail->status == SHOWN;
	if (x->item->alien)
		rpc_refuse(r, BROKEN, "a record should stand here");
	else if (xenapi_read_vm(&vm, r))
		x->item->kept = xenapi_keep_vm(x, &ref, &vm);
}

/* Of several records with one reference, keep the first. */
int xenapi_keep_once(struct xenapi *x)
{
	if (roll_index(&x->roll, offsetof(struct kept, ref), x->talk->fail))
		return FAILED;
	for (size_t i = 0; i < x->roll.count; i++) {
		struct kept *k = x->roll.places[i], *before = roll_next(&x->roll, k);

		k->again = before && (!before->left_out || before->again);
		k->left_out |= k->again;
	}
	return 0;
}

bool xenapi_wants_metrics(const struct xenapi *x)
{
	unsigned wants = WANT_USAGE | WANT_START | WANT_ALL;

	if (!x->session.xapi) /* xend's have states and VCPUs */
		wants |= WANT_STATE | WANT_VCPUS;
	return x->talk->ask->wants & wants;
}

void xenapi_metrics_start(struct xenapi *x, struct metrics *m, const struct kept *k)
{
	*m = (struct metrics){ .xapi = x->session.xapi, .detail = k->domain.detail };
	if (ask_wants(x->talk->ask, WANT_VCPUS) && !x->session.xapi)
		m->vcpus = (struct vcpus){ .all = x->all, .fail = x->talk->fail };
	if (ask_wants(x->talk->ask, WANT_ALL) && k->domain.detail->tree) {
		struct tree *whole =
			trees_add(told_trees(&x->trees, &x->scratch, x->talk->fail), NULL, TREE_LIST, SLICE(""));

		told_start(&m->told, &x->trees, whole, TREE_LIST, SLICE("VM_metrics"));
	}
}

void xenapi_metrics_end(struct xenapi *x, struct metrics *m, const struct kept *k)
{
	if (CONFIG_LONG && m->told.list)
		m->packed = vm_pack(&m->told, &x->roll, x->talk->ask, &k->domain, x->talk->fail);
	m->told.list = NULL;
}

/* Append the tree of metrics, of a VM's first ones. */
static void hold_metrics(struct xenapi *x, const struct metrics *metrics, struct kept *k)
{
	struct trees trees = { .arena = x->all->arena, .fail = x->talk->fail };

	if (CONFIG_LONG && metrics->packed.len)
		trees_hold(&trees, k->domain.detail->tree, metrics->packed);
}

void xenapi_measure(struct xenapi *x, const struct metrics *metrics, struct kept *k)
{
	k->remeasured = k->measured;
	if (k->measured && !k->left_out) {
		x->doubled++;
		k->doubted = true;
		facts_forget_metrics(&k->domain);
		if (ask_wants(x->talk->ask, WANT_ALL))
			tree_cut(k->domain.detail->tree);
		xenapi_flaw(x, "metrics came twice, one is forged: they are not shown", &k->domain);
		return;
	}
	facts_of_metrics(metrics, &k->domain);
	hold_metrics(x, metrics, k);
	if (metrics->doubled && x->session.xapi && !k->left_out)
		flaw_doubled(x, metrics->doubled, &k->domain);
	k->measured = true;
}
