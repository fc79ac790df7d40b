/* SPDX-License-Identifier: MIT */
#include "source/xenapi.h"

#include <stddef.h>

/* How a member becomes a part of a record: the wire format as data. */
struct field {
	struct slice name;
	enum { TEXT, SHORT_TEXT, NUMBER, FLAG, UUID, REF, POWER, STATE, DATE } kind;
	size_t offset;
};

#define FIELD(name, kind, type, member) { { name, sizeof(name) - 1 }, kind, offsetof(struct type, member) }

enum { VM_NAME, VM_UUID, VM_DOMID, VM_POWER, VM_MEMORY, VM_VCPUS, VM_METRICS, VM_HOST,
	VM_TEMPLATE, VM_SNAPSHOT, VM_MEMORY_MAX, VM_VCPUS_MAX, VM_LABEL, VM_POOL };

static const struct field vm_fields[] = {
	[VM_NAME] = FIELD("name_label", TEXT, xenapi_vm, name),
	[VM_UUID] = FIELD("uuid", UUID, xenapi_vm, uuid),
	[VM_DOMID] = FIELD("domid", NUMBER, xenapi_vm, domid),
	[VM_POWER] = FIELD("power_state", POWER, xenapi_vm, power),
	[VM_MEMORY] = FIELD("memory_dynamic_max", NUMBER, xenapi_vm, memory_dynamic_max),
	[VM_VCPUS] = FIELD("VCPUs_at_startup", NUMBER, xenapi_vm, vcpus_at_startup),
	[VM_METRICS] = FIELD("metrics", REF, xenapi_vm, metrics),
	[VM_HOST] = FIELD("resident_on", REF, xenapi_vm, resident_on),
	[VM_TEMPLATE] = FIELD("is_a_template", FLAG, xenapi_vm, is_a_template),
	[VM_SNAPSHOT] = FIELD("is_a_snapshot", FLAG, xenapi_vm, is_a_snapshot),
	[VM_MEMORY_MAX] = FIELD("memory_static_max", NUMBER, xenapi_vm, memory_static_max),
	[VM_VCPUS_MAX] = FIELD("VCPUs_max", NUMBER, xenapi_vm, vcpus_max),
	[VM_LABEL] = FIELD("security_label", SHORT_TEXT, xenapi_vm, label),
	[VM_POOL] = FIELD("pool_name", SHORT_TEXT, xenapi_vm, pool),
};

enum { METRICS_MEMORY, METRICS_VCPUS, METRICS_STATE, METRICS_START };

static const struct field metrics_fields[] = {
	[METRICS_MEMORY] = FIELD("memory_actual", NUMBER, xenapi_metrics, memory_actual),
	[METRICS_VCPUS] = FIELD("VCPUs_number", NUMBER, xenapi_metrics, vcpus_number),
	[METRICS_STATE] = FIELD("state", STATE, xenapi_metrics, state),
	[METRICS_START] = FIELD("start_time", DATE, xenapi_metrics, start_time),
};

static const struct {
	struct slice word;
	enum power power;
} powers[] = {
	{ { "Halted", 6 }, POWER_HALTED }, { { "Running", 7 }, POWER_RUNNING },
	{ { "Paused", 6 }, POWER_PAUSED }, { { "Suspended", 9 }, POWER_SUSPENDED },
	{ { "Crashed", 7 }, POWER_CRASHED },
};

static const struct {
	struct slice word;
	enum state state;
} states[] = {
	{ { "running", 7 }, STATE_RUNNING }, { { "blocked", 7 }, STATE_BLOCKED },
	{ { "paused", 6 }, STATE_PAUSED }, { { "shutdown", 8 }, STATE_SHUTDOWN },
	{ { "crashed", 7 }, STATE_CRASHED }, { { "dying", 5 }, STATE_DYING },
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

enum { NULL_REF, OF_UUID = 1, OF_TEXT = 2, OF_DIGEST = 3, OPAQUE = 4 };

static const struct slice opaque = { "OpaqueRef:", 10 };

/* FNV-1a, twice, from two beginnings. */
static void digest(unsigned char bytes[16], struct slice text)
{
	uint64_t hash[2] = { 0xcbf29ce484222325, 0x84222325cbf29ce4 };

	for (size_t i = 0; i < text.len; i++)
		for (int half = 0; half < 2; half++)
			hash[half] = (hash[half] ^ (unsigned char)text.at[i]) * 0x100000001b3;
	memcpy(bytes, hash, sizeof(hash));
}

static bool capital(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] >= 'A' && text.at[i] <= 'Z')
			return true;
	return false;
}

struct xenapi_ref xenapi_ref_of(struct slice text)
{
	struct xenapi_ref ref = { .form = 0 };
	bool prefixed = slice_begins(text, opaque);

	if (prefixed)
		text.at += opaque.len, text.len -= opaque.len;
	if (!text.len || slice_is(text, SLICE("NULL")))
		return ref;
	ref.form = prefixed ? OPAQUE : 0;
	if (slice_uuid(text, ref.bytes) && !capital(text)) { /* it is to be written again as it was */
		ref.form |= OF_UUID;
		return ref;
	}
	memset(ref.bytes, 0, sizeof(ref.bytes));
	ref.form |= text.len < sizeof(ref.bytes) ? OF_TEXT : OF_DIGEST;
	if (text.len < sizeof(ref.bytes))
		memcpy(ref.bytes, text.at, text.len);
	else
		digest(ref.bytes, text);
	return ref;
}

struct slice xenapi_ref_text(const struct xenapi_ref *ref, char room[XENAPI_REF_TEXT])
{
	struct out o = { room, room, room + XENAPI_REF_TEXT, -1, 0, false };
	int form = ref->form & ~OPAQUE;

	if (ref->form & OPAQUE)
		out_bytes(&o, opaque);
	if (form == OF_UUID)
		out_uuid(&o, ref->bytes);
	else if (form == OF_TEXT)
		out_bytes(&o, slice_of((const char *)ref->bytes));
	return form == OF_UUID || form == OF_TEXT ? out_slice(&o) : SLICE("");
}

int xenapi_ref_order(const struct xenapi_ref *a, const struct xenapi_ref *b)
{
	return memcmp(a, b, sizeof(*a));
}

/* Short text: numbers, words, references. Empty where it is none, or too long to be one. */
static struct slice short_text(struct rpc *r, char *room, size_t size)
{
	struct out text = { room, room, room + size, -1, 0, false };

	rpc_text(r, &text);
	return text.failed ? SLICE("") : out_slice(&text);
}

static bool read_state(struct rpc *r, uint8_t *state)
{
	char room[16];

	if (!rpc_array(r))
		return false;
	while (rpc_item(r)) {
		struct slice word = short_text(r, room, sizeof(room));

		for (size_t i = 0; i < COUNT(states); i++)
			if (slice_is(word, states[i].word))
				*state |= (uint8_t)states[i].state;
	}
	return true;
}

static bool read_short_text(struct rpc *r, struct xenapi_text *text)
{
	struct out o = OUT_IN(text->at);
	bool is = rpc_text(r, &o) == RPC_STRING;

	text->len = out_slice(&o).len;
	return is && !o.failed;
}

static bool read_power(struct slice word, int64_t *power)
{
	for (size_t i = 0; i < COUNT(powers); i++)
		if (slice_is(word, powers[i].word)) {
			*power = powers[i].power;
			return true;
		}
	return false;
}

/* One value into its place: true where it made sense. */
static bool read_field(const struct field *field, struct rpc *r, void *record)
{
	void *to = (char *)record + field->offset;
	char room[64];
	struct slice text;

	if (field->kind == TEXT)
		return rpc_text(r, to) == RPC_STRING;
	if (field->kind == SHORT_TEXT)
		return read_short_text(r, to);
	if (field->kind == NUMBER)
		return rpc_number(r, to);
	if (field->kind == STATE)
		return read_state(r, to);
	text = short_text(r, room, sizeof(room));
	switch (field->kind) {
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

/* All members of a record, of those that fields has. The keys of a VM's maps come unescaped and could
 * forge one: what comes twice is not known. */
static unsigned read_record(const struct field *fields, size_t count, struct rpc *r, void *record,
	const char **doubled)
{
	unsigned came = 0, good = 0;
	uint32_t lengths = 0; /* of names: most members are none of ours by that alone */

	for (size_t i = 0; i < count; i++)
		lengths |= UINT32_C(1) << fields[i].name.len;
	while (rpc_member(r)) {
		size_t i = r->name.len < 32 && lengths >> r->name.len & 1 ? 0 : count;

		while (i < count && (fields[i].name.len != r->name.len || !slice_is(r->name, fields[i].name)))
			i++;
		if (i == count) {
			rpc_skip(r);
		} else if (came >> i & 1) {
			*doubled = fields[i].name.at;
			good &= ~(1U << i);
			rpc_skip(r);
		} else {
			came |= 1U << i;
			good |= (unsigned)read_field(&fields[i], r, record) << i;
		}
	}
	return good;
}

bool xenapi_vm_read(struct xenapi_vm *vm, struct rpc *r)
{
	vm->came = read_record(vm_fields, COUNT(vm_fields), r, vm, &vm->doubled);
	return r->fail->status == SHOWN;
}

bool xenapi_metrics_read(struct xenapi_metrics *m, struct rpc *r)
{
	m->came = read_record(metrics_fields, COUNT(metrics_fields), r, m, &m->doubled);
	return r->fail->status == SHOWN;
}

static bool has(unsigned came, int field)
{
	return came >> field & 1;
}

static void know_memory(struct domain *d, int64_t bytes)
{
	d->memory = (uint64_t)bytes;
	d->known |= KNOWN_MEMORY;
}

static void know_vcpus(struct domain *d, int64_t vcpus)
{
	d->vcpus = (uint32_t)vcpus;
	d->known |= KNOWN_VCPUS;
}

bool xenapi_has_host(const struct xenapi_vm *vm)
{
	return has(vm->came, VM_HOST);
}

bool xenapi_is_template(const struct xenapi_vm *vm)
{
	return (has(vm->came, VM_TEMPLATE) && vm->is_a_template) || (has(vm->came, VM_SNAPSHOT) && vm->is_a_snapshot);
}

bool xenapi_has_label(const struct xenapi_vm *vm)
{
	return has(vm->came, VM_LABEL);
}

bool xenapi_has_pool(const struct xenapi_vm *vm)
{
	return has(vm->came, VM_POOL);
}

void xenapi_vm_domain(const struct xenapi_vm *vm, struct domain *d)
{
	if (has(vm->came, VM_NAME))
		d->known |= KNOWN_NAME;
	if (has(vm->came, VM_UUID)) {
		memcpy(d->uuid, vm->uuid, sizeof(d->uuid));
		d->known |= KNOWN_UUID;
	}
	if (has(vm->came, VM_DOMID) && vm->domid >= -1 && vm->domid <= INT32_MAX) {
		d->id = (int32_t)vm->domid;
		d->known |= KNOWN_ID;
	}
	if (has(vm->came, VM_POWER)) {
		d->power = (uint8_t)vm->power;
		d->known |= KNOWN_POWER;
	}
	if (has(vm->came, VM_MEMORY) && vm->memory_dynamic_max >= 0)
		know_memory(d, vm->memory_dynamic_max);
	if (has(vm->came, VM_MEMORY_MAX) && vm->memory_static_max >= 0) {
		d->memory_max = (uint64_t)vm->memory_static_max;
		d->known |= KNOWN_MEMORY_MAX;
	}
	if (has(vm->came, VM_VCPUS_MAX) && vm->vcpus_max >= 0 && vm->vcpus_max <= UINT32_MAX) {
		d->vcpus_max = (uint32_t)vm->vcpus_max;
		d->known |= KNOWN_VCPUS_MAX;
	}
	if (has(vm->came, VM_VCPUS) && vm->vcpus_at_startup >= 0 && vm->vcpus_at_startup <= UINT32_MAX)
		know_vcpus(d, vm->vcpus_at_startup);
}

/* XAPI does not reset memory_actual when a VM stops, sends -1 where it cannot tell, and 0 VCPUs before
 * the first start. */
void xenapi_metrics_domain(const struct xenapi_metrics *m, bool xapi, struct domain *d)
{
	if (!domain_lives(d))
		return;
	if (has(m->came, METRICS_MEMORY) && m->memory_actual > 0)
		know_memory(d, m->memory_actual);
	if (has(m->came, METRICS_VCPUS) && m->vcpus_number > 0 && m->vcpus_number <= UINT32_MAX)
		know_vcpus(d, m->vcpus_number);
	if (has(m->came, METRICS_START)) {
		d->start_time = m->start_time;
		d->known |= KNOWN_START_TIME;
	}
	if (has(m->came, METRICS_STATE) && !xapi) {
		d->state = m->state;
		d->known |= KNOWN_STATE;
	}
}
