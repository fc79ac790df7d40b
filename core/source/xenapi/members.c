/* SPDX-License-Identifier: MIT */
#include "source/xenapi/members.h"
#include "source/vm/facts.h"
#include "source/xenapi/each.h"
#include "source/xenapi/keep.h"
#include "source/xenapi/read.h"

/* The getter of each member of vm_fields and metrics_fields; NULL: not asked for. The parameters are the only map: a
 * key can forge no more than its author may set anyway. */
static const char *const vm_getters[VM_FIELDS] = {
	[VM_UUID] = "VM.get_uuid",
	[VM_NAME] = "VM.get_name_label",
	[VM_POWER] = "VM.get_power_state",
	[VM_TEMPLATE] = "VM.get_is_a_template",
	[VM_HOST] = "VM.get_resident_on",
	[VM_MEMORY_MAX] = "VM.get_memory_static_max",
	[VM_MEMORY] = "VM.get_memory_dynamic_max",
	[VM_VCPUS_MAX] = "VM.get_VCPUs_max",
	[VM_VCPUS] = "VM.get_VCPUs_at_startup",
	[VM_DOMID] = "VM.get_domid",
	[VM_METRICS] = "VM.get_metrics",
	[VM_SNAPSHOT] = "VM.get_is_a_snapshot",
	[VM_PARAMS] = "VM.get_VCPUs_params",
};

static const char *const metrics_getters[METRICS_FIELDS] = {
	[METRICS_MEMORY] = "VM_metrics.get_memory_actual",
	[METRICS_VCPUS] = "VM_metrics.get_VCPUs_number",
	[METRICS_START] = "VM_metrics.get_start_time",
};

/* What is asked for, and the target of one item's answers. */
struct members {
	const struct field *fields;
	const char *const *getters;
	size_t count;
	unsigned idle; /* a bit for each member to leave out */
	void (*start)(struct xenapi *x, struct members *m, struct xenapi_item *item);
	void (*end)(struct xenapi *x, struct members *m, struct xenapi_item *item);
	void *record;
	size_t now;
	unsigned came; /* a bit for each valid member */
};

/* A call: for a member of an item. */
struct place {
	struct xenapi_item *item; /* NULL: at the end */
	size_t member;
};

/* Go to the next call from here on. */
static void find_call(const struct members *m, struct place *p)
{
	for (; p->item; p->item = p->item->next, p->member = 0)
		for (; p->member < m->count; p->member++)
			if (m->getters[p->member] && !(m->idle >> p->member & 1))
				return;
}

static void read_current(struct session *s, void *to)
{
	struct members *m = to;

	if (xenapi_read_field(&m->fields[m->now], &s->exchange.rpc, m->record))
		m->came |= 1U << m->now;
}

/* Read one answer. A broken map leaves its member unknown. */
static int hear_member(struct xenapi *x, struct members *m, struct xenapi_item *item)
{
	struct fail f = { 0 };
	int result = session_read(&x->session, read_current, m, true, &f);

	if (result == FAILED && m->fields[m->now].kind == MASK && rpc_refused(&x->session.exchange.rpc)) {
		m->came &= ~(1U << m->now);
		return 0;
	}
	if (result == FAILED && x->talk->fail->status == SHOWN)
		*x->talk->fail = f;
	if (result)
		return result;
	item->gone |= xenapi_error_is(&x->session.error, "HANDLE_INVALID");
	if (x->session.error.code_len && !item->gone)
		return xenapi_fail(&x->session.error, m->getters[m->now], x->talk->fail);
	return 0;
}

/* Queue calls like xenapi_all. */
static int fill(struct xenapi *x, const struct members *m, struct place *ask)
{
	const struct exchange *e = &x->session.exchange;

	if (exchange_due(e) > EXCHANGE_CALLS / 2)
		return 0;
	for (; ask->item && exchange_has_room(e, 2); ask->member++, find_call(m, ask))
		if (xenapi_ask(x, m->getters[ask->member], &ask->item->ref))
			return FAILED;
	return 0;
}

/* Ask for the members of all items, pipelined. */
static int ask_members(struct xenapi *x, struct members *m, const struct xenapi_list *list)
{
	struct place ask = { list->first, 0 }, hear = { list->first, 0 };
	struct xenapi_item *item = NULL;
	int result = 0;

	find_call(m, &ask);
	find_call(m, &hear);
	while (hear.item && !result) {
		if (hear.item != item) {
			m->came = 0;
			m->start(x, m, hear.item);
		}
		item = hear.item;
		m->now = hear.member++;
		result = fill(x, m, &ask);
		if (!result)
			result = hear_member(x, m, item);
		find_call(m, &hear);
		if (!result && hear.item != item && !item->gone)
			m->end(x, m, item);
	}
	return !result && x->talk->fail->status != SHOWN ? FAILED : result;
}

static void start_vm(struct xenapi *x, struct members *m, struct xenapi_item *item)
{
	item->kept = NULL;
	xenapi_vm_start(m->record, x);
}

static void keep_vm(struct xenapi *x, struct members *m, struct xenapi_item *item)
{
	struct ref ref = ref_of(item->ref);
	struct vm *vm = m->record;

	vm->came = m->came;
	item->kept = xenapi_keep_vm(x, &ref, vm);
}

int xenapi_vms_by_members(struct xenapi *x, const struct xenapi_list *list)
{
	struct vm vm;
	struct members m = { vm_fields, vm_getters, VM_FIELDS,
		ask_wants(x->talk->ask, WANT_VCPUS) ? 0 : 1U << VM_PARAMS, start_vm, keep_vm, &vm, 0, 0 };

	return ask_members(x, &m, list);
}

static void start_given(struct xenapi *x, struct members *m, struct xenapi_item *item)
{
	(void)x;
	(void)m;
	domain_forget(item->domain, KNOWN_MEMORY | KNOWN_VCPUS | KNOWN_START_TIME);
}

static void set_given(struct xenapi *x, struct members *m, struct xenapi_item *item)
{
	struct vm *vm = m->record;

	(void)x;
	vm->came = m->came;
	facts_of_vm(vm, item->domain);
}

int xenapi_given_by_members(struct xenapi *x, const struct xenapi_list *list)
{
	struct vm vm = { .came = 0 };
	struct members m = { vm_fields, vm_getters, VM_FIELDS, ~(1U << VM_MEMORY | 1U << VM_VCPUS), start_given,
		set_given, &vm, 0, 0 };

	return ask_members(x, &m, list);
}

static void start_metrics(struct xenapi *x, struct members *m, struct xenapi_item *item)
{
	struct metrics *metrics = m->record;

	(void)x;
	*metrics = (struct metrics){ .xapi = true, .detail = item->kept->domain.detail };
}

static void use_metrics(struct xenapi *x, struct members *m, struct xenapi_item *item)
{
	struct metrics *metrics = m->record;

	metrics->came = m->came;
	xenapi_measure(x, metrics, item->kept);
}

int xenapi_metrics_by_members(struct xenapi *x, const struct xenapi_list *list)
{
	struct metrics metrics;
	struct members m = { metrics_fields, metrics_getters, METRICS_FIELDS, 0, start_metrics, use_metrics, &metrics,
		0, 0 };

	return ask_members(x, &m, list);
}
