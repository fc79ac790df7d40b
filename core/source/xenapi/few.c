/* SPDX-License-Identifier: MIT */
#include "source/xenapi/few.h"
#include "source/xenapi/each.h"
#include "source/xenapi/filter.h"
#include "source/xenapi/host.h"
#include "source/xenapi/keep.h"
#include "source/xenapi/read.h"
#include "source/xenapi/records.h"

enum {
	FEW = 512, /* operands; for more, all VMs cost less */
	NAME_SENT = 1024, /* bytes of a name in a call; fits when all of it is escaped */
	EXPRESSION = 4096, /* bytes of an expression; fits a call when its quotes are escaped */
	TERM = NAME_SENT + 128, /* of one operand in it */
};

static const char records_where[] = "VM.get_all_records_where";

bool xenapi_are_few(const struct xenapi *x)
{
	const struct ask *a = x->talk->ask;

	for (size_t i = 0; i < a->named_count; i++)
		if (!rpc_sendable(a->named[i].name) || a->named[i].name.len >= NAME_SENT)
			return false; /* a name that cannot be sent is looked for in the whole list */
	return x->session.xapi && a->named_count && a->named_count <= FEW;
}

/* Add a call that looks for a VM. */
static int look(struct xenapi_list *calls, const char *method, struct slice parameter,
	void (*value)(struct session *s, void *to), void *to)
{
	struct xenapi_item *call = xenapi_list_add(calls, parameter);

	if (!call)
		return FAILED;
	call->method = method;
	call->value = value;
	call->to = to;
	return 0;
}

static int look_by_name(struct xenapi_list *calls, const struct named *n, struct xenapi_list *found)
{
	return look(calls, "VM.get_by_name_label", n->name, xenapi_list_items, found);
}

/* Read a map of records, over XML that keys can forge, add their references to the list `to`, and keep the VM if its
 * record is alone. A key can no more forge that record than one returned for its reference: the rest of its record would
 * be a second one. */
static void keep_only(struct session *s, void *to)
{
	struct xenapi_list *found = to;
	struct xenapi *x = found->x;
	struct rpc *r = &s->exchange.rpc;
	size_t before = found->count;
	bool complete = false;
	struct ref ref;
	struct vm vm;

	if (!xenapi_enter_map(s))
		return;
	while (rpc_member(r)) {
		ref = ref_of(r->name);
		if (!xenapi_list_add(found, r->name) || found->count > before + 1) {
			rpc_skip(r);
			continue;
		}
		xenapi_vm_start(&vm, x);
		complete = rpc_struct(r) && xenapi_read_vm(&vm, r);
	}
	if (complete && found->count == before + 1 && r->fail->status == SHOWN)
		x->item->kept = xenapi_keep_vm(x, &ref, &vm);
}

/* Look for one operand in a way that no key can forge: each VM is then asked for by its reference, unless its record is
 * alone in its answer. An id is this host's if a host was given, else any host's. */
static int look_singly(struct xenapi *x, struct xenapi_list *calls, const struct named *n, struct xenapi_list *found)
{
	char room[256];
	struct out o = OUT_IN(room);
	bool any = false;

	if (n->by & NAMED_BY_UUID) {
		out_uuid(&o, n->uuid);
		if (look(calls, "VM.get_by_uuid", out_slice(&o), xenapi_list_one, found))
			return FAILED;
	}
	if (n->by & NAMED_BY_NAME && look_by_name(calls, n, found))
		return FAILED;
	if (!(n->by & (NAMED_BY_ID | NAMED_CONTROL)))
		return 0;
	o = (struct out)OUT_IN(room);
	filter_start(&o, x);
	filter_id(&o, &any, n->by & NAMED_BY_ID ? n->id : 0);
	filter_end(&o, any);
	return look(calls, records_where, out_slice(&o), keep_only, found);
}

/* The records of VMs come at once, as many as there are operands in an expression. */
struct expression {
	struct out text;
	bool any; /* an operand is in it */
	char room[EXPRESSION];
};

static void start(struct expression *e, const struct xenapi *x)
{
	e->text = (struct out)OUT_IN(e->room);
	e->any = false;
	filter_start(&e->text, x);
}

static int look_for_all(struct xenapi_list *calls, struct expression *e)
{
	if (!e->any)
		return 0;
	filter_end(&e->text, true);
	return look(calls, records_where, out_slice(&e->text), xenapi_keep_map, calls->x);
}

static int look_together(struct xenapi_list *calls, const struct ask *a, struct xenapi_list *found)
{
	struct expression e;

	start(&e, calls->x);
	for (size_t i = 0; i < a->named_count; i++) {
		const struct named *n = &a->named[i];

		if (EXPRESSION - out_slice(&e.text).len < 3 * TERM) {
			if (look_for_all(calls, &e))
				return FAILED;
			start(&e, calls->x);
		}
		if (n->by & NAMED_BY_UUID)
			filter_uuid(&e.text, &e.any, n->uuid);
		if (n->by & NAMED_BY_NAME && filter_can_name(n->name))
			filter_name(&e.text, &e.any, n->name);
		else if (n->by & NAMED_BY_NAME && look_by_name(calls, n, found))
			return FAILED;
		if (n->by & (NAMED_BY_ID | NAMED_CONTROL))
			filter_id(&e.text, &e.any, n->by & NAMED_BY_ID ? n->id : 0);
	}
	return look_for_all(calls, &e);
}

int xenapi_few(struct xenapi *x)
{
	const struct ask *a = x->talk->ask;
	struct xenapi_list calls, found;
	bool last = !xenapi_wants_hosts(x) && !a->stays, metrics = xenapi_wants_metrics(x);
	int result = 0;

	xenapi_list_start(x, &calls);
	xenapi_list_start(x, &found);
	if (!xenapi_forgeable(x))
		result = look_together(&calls, a, &found);
	for (size_t i = 0; i < a->named_count && xenapi_forgeable(x) && !result; i++)
		result = look_singly(x, &calls, &a->named[i], &found);
	if (result)
		return result;
	x->last_list = last && !metrics && !xenapi_forgeable(x) && calls.count == 1 &&
		calls.first->method == records_where;
	result = xenapi_all(x, &calls);
	for (const struct xenapi_item *i = calls.first; i && !result; i = i->next)
		result = i->wrong.len ? UNREADABLE : 0;
	if (result == UNREADABLE) /* a record may have been kept before its answer went on */
		roll_start(&x->roll, x->all);
	if (!result)
		result = xenapi_list_once(&found);
	if (!result)
		result = xenapi_list_drop(&found, false);
	if (!result)
		result = xenapi_records(x, &found);
	if (!result)
		result = xenapi_keep_once(x);
	if (result || !metrics)
		return result;
	x->last_list = last;
	return xenapi_metrics_each(x);
}
