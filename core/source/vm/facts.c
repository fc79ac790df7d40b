/* SPDX-License-Identifier: MIT */
#include "source/vm/facts.h"
#include "source/vm/field.h"

static bool has(unsigned came, int field)
{
	return came >> field & 1;
}

static void know_memory(struct domain *d, int64_t bytes)
{
	d->memory = (uint64_t)bytes;
	domain_know(d, KNOWN_MEMORY);
}

static void know_vcpus(struct domain *d, int64_t vcpus)
{
	d->vcpus = (uint32_t)vcpus;
	domain_know(d, KNOWN_VCPUS);
}

bool vm_has_name(const struct vm *vm)
{
	return has(vm->came, VM_NAME);
}

bool vm_has_host(const struct vm *vm)
{
	return has(vm->came, VM_HOST);
}

bool vm_has_metrics(const struct vm *vm)
{
	return has(vm->came, VM_METRICS);
}

bool vm_is_template(const struct vm *vm)
{
	return (has(vm->came, VM_TEMPLATE) && vm->is_a_template) || (has(vm->came, VM_SNAPSHOT) && vm->is_a_snapshot);
}

bool vm_has_label(const struct vm *vm)
{
	return has(vm->came, VM_LABEL);
}

bool vm_has_pool(const struct vm *vm)
{
	return has(vm->came, VM_POOL);
}

bool vm_has_params(const struct vm *vm)
{
	return has(vm->came, VM_PARAMS);
}

void facts_of_vm(const struct vm *vm, struct domain *d)
{
	if (has(vm->came, VM_UUID))
		domain_set_uuid(d, vm->uuid);
	if (has(vm->came, VM_DOMID) && vm->domid >= -1 && vm->domid <= INT32_MAX) {
		d->id = (int32_t)vm->domid;
		domain_know(d, KNOWN_ID);
	}
	if (has(vm->came, VM_POWER)) {
		d->power = (uint8_t)vm->power;
		domain_know(d, KNOWN_POWER);
	}
	if (has(vm->came, VM_MEMORY) && vm->memory_dynamic_max >= 0)
		know_memory(d, vm->memory_dynamic_max);
	if (d->detail && has(vm->came, VM_MEMORY_MAX) && vm->memory_static_max >= 0) {
		d->detail->memory_max = (uint64_t)vm->memory_static_max;
		domain_know(d, KNOWN_MEMORY_MAX);
	}
	if (d->detail && has(vm->came, VM_VCPUS_MAX) && vm->vcpus_max >= 0 && vm->vcpus_max <= UINT32_MAX) {
		d->detail->vcpus_max = (uint32_t)vm->vcpus_max;
		domain_know(d, KNOWN_VCPUS_MAX);
	}
	if (has(vm->came, VM_VCPUS) && vm->vcpus_at_startup >= 0 && vm->vcpus_at_startup <= UINT32_MAX)
		know_vcpus(d, vm->vcpus_at_startup);
	if (has(vm->twice, VM_METRICS))
		facts_forget_metrics(d);
}

void facts_forget_metrics(struct domain *d)
{
	bool rests = !domain_lives(d) && d->known & (KNOWN_ID | KNOWN_POWER);

	if (!rests)
		domain_forget(d, KNOWN_MEMORY | KNOWN_VCPUS | KNOWN_STATE | KNOWN_START_TIME);
}

/* XAPI does not reset memory_actual when a VM stops. It sends -1 if it cannot tell, and 0 VCPUs before the first
 * start. */
void facts_of_metrics(const struct metrics *m, struct domain *d)
{
	if (!domain_lives(d))
		return;
	if (has(m->twice, METRICS_MEMORY))
		domain_forget(d, KNOWN_MEMORY);
	if (has(m->twice, METRICS_VCPUS))
		domain_forget(d, KNOWN_VCPUS);
	if (has(m->came, METRICS_MEMORY) && m->memory_actual > 0)
		know_memory(d, m->memory_actual);
	if (has(m->came, METRICS_VCPUS) && m->vcpus_number > 0 && m->vcpus_number <= UINT32_MAX)
		know_vcpus(d, m->vcpus_number);
	if (d->detail && has(m->came, METRICS_START)) {
		d->detail->start_time = m->start_time;
		domain_know(d, KNOWN_START_TIME);
	}
	if (m->vcpus.all && d->power != POWER_HALTED) /* as xm: no VCPUs of a VM that has shut down */
		d->detail->vcpus_each = m->vcpus.first;
	if (has(m->came, METRICS_STATE)) {
		d->state = m->state;
		domain_know(d, KNOWN_STATE);
	}
}
