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

/* The target of the answers. */
struct members {
	const struct field *fields;
	const char *const *getters;
	size_t count, now;
	void *record;
	unsigned came; /* a bit for each valid member */
};

static void read_current(struct session *s, void *to)
{
	struct members *m = to;

	if (xenapi_read_field(&m->fields[m->now], &s->exchange.rpc, m->record))
		m->came |= 1U << m->now;
}

/* Read one answer. A broken map leaves its member unknown. */
static int hear_member(struct xenapi *x, struct members *m)
{
	struct fail f = { 0 };
	int result = session_read(&x->session, read_current, m, true, &f);

	if (result == FAILED && m->fields[m->now].kind == MASK && rpc_refused(&x->session.exchange.rpc)) {
		m->came &= ~(1U << m->now);
		return 0;
	}
	if (result == FAILED && x->talk->fail->status == SHOWN)
		*x->talk->fail = f;
	return result;
}

/* Ask for all members in one write, except those with a bit in `idle`. */
static int ask_members(struct xenapi *x, struct members *m, unsigned idle, struct xenapi_item *item)
{
	int result;

	for (size_t i = 0; i < m->count; i++)
		if (m->getters[i] && !(idle >> i & 1) && xenapi_ask(x, m->getters[i], &item->ref))
			return FAILED;
	for (m->now = 0; m->now < m->count; m->now++) {
		if (!m->getters[m->now] || idle >> m->now & 1)
			continue;
		result = hear_member(x, m);
		if (result)
			return result;
		item->gone |= xenapi_error_is(&x->session.error, "HANDLE_INVALID");
		if (x->session.error.code_len && !item->gone)
			return xenapi_fail(&x->session.error, m->getters[m->now], x->talk->fail);
	}
	return 0;
}

int xenapi_vm_by_members(struct xenapi *x, struct xenapi_item *item)
{
	struct vm vm;
	struct members m = { vm_fields, vm_getters, VM_FIELDS, 0, &vm, 0 };
	struct ref ref = ref_of(item->ref);
	int result;

	xenapi_vm_start(&vm, x);
	result = ask_members(x, &m, vm.mask.start ? 0 : 1U << VM_PARAMS, item);
	vm.came = m.came;
	item->kept = result || item->gone ? NULL : xenapi_keep_vm(x, &ref, &vm);
	return !result && x->talk->fail->status != SHOWN ? FAILED : result;
}

int xenapi_given_by_members(struct xenapi *x, struct xenapi_item *item)
{
	struct vm vm = { .came = 0 };
	struct members m = { vm_fields, vm_getters, VM_FIELDS, 0, &vm, 0 };
	int result;

	domain_forget(item->domain, KNOWN_MEMORY | KNOWN_VCPUS | KNOWN_START_TIME);
	result = ask_members(x, &m, ~(1U << VM_MEMORY | 1U << VM_VCPUS), item);
	if (result || item->gone)
		return result;
	vm.came = m.came;
	facts_of_vm(&vm, item->domain);
	return 0;
}

int xenapi_metrics_by_members(struct xenapi *x, struct xenapi_item *item)
{
	struct metrics metrics = { .xapi = true, .detail = item->kept->domain.detail };
	struct members m = { metrics_fields, metrics_getters, METRICS_FIELDS, 0, &metrics, 0 };
	int result = ask_members(x, &m, 0, item);

	metrics.came = m.came;
	if (!result && !item->gone)
		xenapi_measure(x, &metrics, item->kept);
	return result;
}
