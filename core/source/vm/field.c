/* SPDX-License-Identifier: MIT */
#include "source/vm/field.h"

#include <stddef.h>

const struct field vm_fields[VM_FIELDS] = {
	[VM_NAME] = FIELD("name_label", TEXT, vm, name),
	[VM_UUID] = FIELD("uuid", UUID, vm, uuid),
	[VM_DOMID] = FIELD("domid", NUMBER, vm, domid),
	[VM_POWER] = FIELD("power_state", POWER, vm, power),
	[VM_MEMORY] = FIELD("memory_dynamic_max", NUMBER, vm, memory_dynamic_max),
	[VM_VCPUS] = FIELD("VCPUs_at_startup", NUMBER, vm, vcpus_at_startup),
	[VM_METRICS] = FIELD("metrics", REF, vm, metrics),
	[VM_HOST] = FIELD("resident_on", REF, vm, resident_on),
	[VM_TEMPLATE] = FIELD("is_a_template", FLAG, vm, is_a_template),
	[VM_SNAPSHOT] = FIELD("is_a_snapshot", FLAG, vm, is_a_snapshot),
	[VM_MEMORY_MAX] = FIELD("memory_static_max", NUMBER, vm, memory_static_max),
	[VM_VCPUS_MAX] = FIELD("VCPUs_max", NUMBER, vm, vcpus_max),
	[VM_LABEL] = FIELD("security_label", SHORT_TEXT, vm, label),
	[VM_POOL] = FIELD("pool_name", SHORT_TEXT, vm, pool),
	[VM_PARAMS] = FIELD("VCPUs_params", MASK, vm, mask),
};

const struct field metrics_fields[METRICS_FIELDS] = {
	[METRICS_MEMORY] = FIELD("memory_actual", NUMBER, metrics, memory_actual),
	[METRICS_VCPUS] = FIELD("VCPUs_number", NUMBER, metrics, vcpus_number),
	[METRICS_STATE] = FIELD("state", STATE, metrics, state),
	[METRICS_START] = FIELD("start_time", DATE, metrics, start_time),
	[METRICS_CPUS] = FIELD("VCPUs_CPU", CPUS, metrics, vcpus),
	[METRICS_FLAGS] = FIELD("VCPUs_flags", FLAGS, metrics, vcpus),
	[METRICS_MAPS] = FIELD("VCPUs_params", MAPS, metrics, vcpus),
};

static const struct {
	struct slice word;
	enum power power;
} powers[] = {
	{ { "Halted", 6 }, POWER_HALTED },
	{ { "Running", 7 }, POWER_RUNNING },
	{ { "Paused", 6 }, POWER_PAUSED },
	{ { "Suspended", 9 }, POWER_SUSPENDED },
	{ { "Crashed", 7 }, POWER_CRASHED },
};

static bool read_power(struct slice word, int64_t *power)
{
	for (size_t i = 0; i < COUNT(powers); i++)
		if (slice_is(word, powers[i].word)) {
			*power = powers[i].power;
			return true;
		}
	return false;
}

bool field_place(const struct field *field, struct slice text, void *to)
{
	switch (field->kind) {
	case NUMBER:
		return slice_number(text, to);
	case FLAG:
		*(bool *)to = slice_is(text, SLICE("1"));
		return *(bool *)to || slice_is(text, SLICE("0"));
	case UUID:
		return slice_uuid(text, to);
	case DATE: /* 1970 means never */
		return slice_date(text, to) && *(int64_t *)to > 0;
	case REF:
		*(struct ref *)to = ref_of(text);
		return true;
	default:
		return read_power(text, to);
	}
}
