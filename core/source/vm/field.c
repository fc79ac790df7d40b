/* SPDX-License-Identifier: MIT */
#include "source/vm/field.h"

#include <stddef.h>

const struct xenapi_field xenapi_vm_fields[VM_FIELDS] = {
	[VM_NAME] = XENAPI_FIELD("name_label", TEXT, xenapi_vm, name),
	[VM_UUID] = XENAPI_FIELD("uuid", UUID, xenapi_vm, uuid),
	[VM_DOMID] = XENAPI_FIELD("domid", NUMBER, xenapi_vm, domid),
	[VM_POWER] = XENAPI_FIELD("power_state", POWER, xenapi_vm, power),
	[VM_MEMORY] = XENAPI_FIELD("memory_dynamic_max", NUMBER, xenapi_vm, memory_dynamic_max),
	[VM_VCPUS] = XENAPI_FIELD("VCPUs_at_startup", NUMBER, xenapi_vm, vcpus_at_startup),
	[VM_METRICS] = XENAPI_FIELD("metrics", REF, xenapi_vm, metrics),
	[VM_HOST] = XENAPI_FIELD("resident_on", REF, xenapi_vm, resident_on),
	[VM_TEMPLATE] = XENAPI_FIELD("is_a_template", FLAG, xenapi_vm, is_a_template),
	[VM_SNAPSHOT] = XENAPI_FIELD("is_a_snapshot", FLAG, xenapi_vm, is_a_snapshot),
	[VM_MEMORY_MAX] = XENAPI_FIELD("memory_static_max", NUMBER, xenapi_vm, memory_static_max),
	[VM_VCPUS_MAX] = XENAPI_FIELD("VCPUs_max", NUMBER, xenapi_vm, vcpus_max),
	[VM_LABEL] = XENAPI_FIELD("security_label", SHORT_TEXT, xenapi_vm, label),
	[VM_POOL] = XENAPI_FIELD("pool_name", SHORT_TEXT, xenapi_vm, pool),
	[VM_PARAMS] = XENAPI_FIELD("VCPUs_params", MASK, xenapi_vm, mask),
};

const struct xenapi_field xenapi_metrics_fields[METRICS_FIELDS] = {
	[METRICS_MEMORY] = XENAPI_FIELD("memory_actual", NUMBER, xenapi_metrics, memory_actual),
	[METRICS_VCPUS] = XENAPI_FIELD("VCPUs_number", NUMBER, xenapi_metrics, vcpus_number),
	[METRICS_STATE] = XENAPI_FIELD("state", STATE, xenapi_metrics, state),
	[METRICS_START] = XENAPI_FIELD("start_time", DATE, xenapi_metrics, start_time),
	[METRICS_CPUS] = XENAPI_FIELD("VCPUs_CPU", CPUS, xenapi_metrics, vcpus),
	[METRICS_FLAGS] = XENAPI_FIELD("VCPUs_flags", FLAGS, xenapi_metrics, vcpus),
	[METRICS_MAPS] = XENAPI_FIELD("VCPUs_params", MAPS, xenapi_metrics, vcpus),
};

static const struct {
	struct slice word;
	enum power power;
} powers[] = {
	{ { "Halted", 6 }, POWER_HALTED }, { { "Running", 7 }, POWER_RUNNING },
	{ { "Paused", 6 }, POWER_PAUSED }, { { "Suspended", 9 }, POWER_SUSPENDED },
	{ { "Crashed", 7 }, POWER_CRASHED },
};

static bool read_power(struct slice word, int64_t *power)
{
	for (size_t i = 0; i < sizeof(powers) / sizeof(*powers); i++)
		if (slice_is(word, powers[i].word)) {
			*power = powers[i].power;
			return true;
		}
	return false;
}

bool xenapi_place(const struct xenapi_field *field, struct slice text, void *to)
{
	switch (field->kind) {
	case NUMBER:
		return slice_number(text, to);
	case FLAG:
		*(bool *)to = slice_is(text, SLICE("1"));
		return *(bool *)to || slice_is(text, SLICE("0"));
	case UUID:
		return slice_uuid(text, to);
	case DATE: /* 1970: never */
		return slice_date(text, to) && *(int64_t *)to > 0;
	case REF:
		*(struct xenapi_ref *)to = xenapi_ref_of(text);
		return true;
	default:
		return read_power(text, to);
	}
}
