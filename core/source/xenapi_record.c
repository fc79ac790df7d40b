/* SPDX-License-Identifier: MIT */
#include "source/rpc_tree.h"
#include "source/xenapi.h"

#include <config.h>
#include <stddef.h>

/* How a member becomes a part of a record: the wire format as data. */
struct field {
	struct slice name;
	enum { TEXT, NUMBER, FLAG, UUID, REF, POWER, DATE, SHORT_TEXT, STATE, MASK, CPUS, FLAGS, MAPS } kind;
	size_t offset;
};

#define FIELD(name, kind, type, member) { { name, sizeof(name) - 1 }, kind, offsetof(struct type, member) }

/* In the order in which XAPI sends them. */
enum { VM_UUID, VM_NAME, VM_POWER, VM_TEMPLATE, VM_HOST, VM_MEMORY_MAX, VM_MEMORY, VM_PARAMS, VM_VCPUS_MAX,
	VM_VCPUS, VM_DOMID, VM_METRICS, VM_SNAPSHOT, VM_LABEL, VM_POOL };

static const struct field vm_fields[] = {
	[VM_UUID] = FIELD("uuid", UUID, xenapi_vm, uuid),
	[VM_NAME] = FIELD("name_label", TEXT, xenapi_vm, name),
	[VM_POWER] = FIELD("power_state", POWER, xenapi_vm, power),
	[VM_TEMPLATE] = FIELD("is_a_template", FLAG, xenapi_vm, is_a_template),
	[VM_HOST] = FIELD("resident_on", REF, xenapi_vm, resident_on),
	[VM_MEMORY_MAX] = FIELD("memory_static_max", NUMBER, xenapi_vm, memory_static_max),
	[VM_MEMORY] = FIELD("memory_dynamic_max", NUMBER, xenapi_vm, memory_dynamic_max),
	[VM_PARAMS] = FIELD("VCPUs_params", MASK, xenapi_vm, mask),
	[VM_VCPUS_MAX] = FIELD("VCPUs_max", NUMBER, xenapi_vm, vcpus_max),
	[VM_VCPUS] = FIELD("VCPUs_at_startup", NUMBER, xenapi_vm, vcpus_at_startup),
	[VM_DOMID] = FIELD("domid", NUMBER, xenapi_vm, domid),
	[VM_METRICS] = FIELD("metrics", REF, xenapi_vm, metrics),
	[VM_SNAPSHOT] = FIELD("is_a_snapshot", FLAG, xenapi_vm, is_a_snapshot),
	[VM_LABEL] = FIELD("security_label", SHORT_TEXT, xenapi_vm, label),
	[VM_POOL] = FIELD("pool_name", SHORT_TEXT, xenapi_vm, pool),
};

enum { METRICS_MEMORY, METRICS_VCPUS, METRICS_CPUS, METRICS_MAPS, METRICS_FLAGS, METRICS_STATE, METRICS_START };

static const struct field metrics_fields[] = {
	[METRICS_MEMORY] = FIELD("memory_actual", NUMBER, xenapi_metrics, memory_actual),
	[METRICS_VCPUS] = FIELD("VCPUs_number", NUMBER, xenapi_metrics, vcpus_number),
	[METRICS_CPUS] = FIELD("VCPUs_CPU", CPUS, xenapi_metrics, vcpus),
	[METRICS_MAPS] = FIELD("VCPUs_params", MAPS, xenapi_metrics, vcpus),
	[METRICS_FLAGS] = FIELD("VCPUs_flags", FLAGS, xenapi_metrics, vcpus),
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

/* Short text: numbers, words, references. Empty where it is none, or too long to be one. It stands in the
 * reader's window, if it can, or in room: until the next call. */
static struct slice short_text(struct rpc *r, char *room, size_t size)
{
	struct out text = { room, room, room + size, -1, 0, false };

	if (xml_value(r->xml))
		return r->xml->text.len <= size ? r->xml->text : SLICE("");
	rpc_text(r, &text);
	return text.failed ? SLICE("") : out_slice(&text);
}

static void add_state(uint8_t *state, struct slice word)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (slice_is(word, states[i].word))
			*state |= (uint8_t)states[i].state;
}

static bool read_state(struct rpc *r, uint8_t *state)
{
	char room[16];

	if (!rpc_array(r))
		return false;
	while (rpc_item(r))
		add_state(state, short_text(r, room, sizeof(room)));
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

/* Maps of VCPUs, where they are wanted. */
static bool read_vcpus(const struct field *field, struct rpc *r, void *to)
{
	struct vcpus *list = to;
	struct out *mask = to;
	bool wanted = CONFIG_APPLET_VCPU_LIST && (field->kind == MASK ? mask->start != NULL : list->all != NULL);

	if (!wanted) {
		rpc_skip(r);
		return true;
	}
	switch (field->kind) {
	case MASK:
		return xenapi_vcpu_mask(r, mask);
	case CPUS:
		return xenapi_vcpu_cpus(r, list);
	case FLAGS:
		return xenapi_vcpu_flags(r, list);
	default:
		return xenapi_vcpu_maps(r, list);
	}
}

/* A text into its place: true where it made sense. */
static bool place(const struct field *field, struct slice text, void *to)
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

/* One value into its place. */
static bool read_field(const struct field *field, struct rpc *r, void *record)
{
	void *to = (char *)record + field->offset;
	char room[64];

	if (field->kind == TEXT)
		return rpc_text(r, to) == RPC_STRING;
	if (field->kind == SHORT_TEXT)
		return read_short_text(r, to);
	if (field->kind == STATE)
		return read_state(r, to);
	if (field->kind >= MASK)
		return read_vcpus(field, r, to);
	return place(field, short_text(r, room, sizeof(room)), to);
}

/* What the record is read into, besides its own fields. */
struct reading {
	const struct field *fields;
	size_t count;
	void *record;
	struct xenapi_told *told;
	unsigned came, good;
};

/* The member of that name that was told before; NULL: it is the first. */
static struct tree *told_before(const struct xenapi_told *told, struct slice name)
{
	for (struct tree *pair = told->list->first; pair; pair = pair->next)
		if (tree_is_list(pair) && slice_is(pair->first->text, name))
			return pair;
	return NULL;
}

/* A value of the tree into its place. */
static bool place_tree(const struct field *field, const struct tree *value, void *to)
{
	struct xenapi_text *text = to;

	if (field->kind == STATE && tree_is_list(value)) {
		for (const struct tree *word = value->first; word; word = word->next)
			add_state(to, word->text);
		return true;
	}
	if (tree_is_list(value) || field->kind >= STATE)
		return false;
	if (field->kind == TEXT) {
		out_bytes(to, value->text);
	} else if (field->kind == SHORT_TEXT && value->text.len <= sizeof(text->at)) {
		memcpy(text->at, value->text.at, value->text.len);
		text->len = value->text.len;
	} else {
		return field->kind != SHORT_TEXT && place(field, value->text, to);
	}
	return value->kind == TREE_TEXT;
}

/* A member into the tree, and from there into its field. What stands at the tree's front already, name and
 * id, is not told again; of what comes twice nobody knows which is true. */
static bool tell_member(struct reading *in, struct rpc *r, const struct field *field)
{
	static const struct slice renamed[][2] = { { { "name_description", 16 }, { "description", 11 } },
		{ { "domain_type", 11 }, { "type", 4 } }, { { "name_label", 10 }, { "", 0 } },
		{ { "domid", 5 }, { "", 0 } } };
	struct xenapi_told *told = in->told;
	struct slice name = r->name;
	struct tree *pair, *value;

	for (size_t i = 0; i < COUNT(renamed); i++)
		if (slice_is(r->name, renamed[i][0]))
			name = renamed[i][1];
	pair = name.len ? told_before(told, name) : NULL;
	if (pair) {
		told->doubled = true;
		pair->last->kind = TREE_TEXT;
		pair->last->text = SLICE("-");
		rpc_skip(r);
		return false;
	}
	pair = trees_add(told->trees, name.len ? told->list : NULL, TREE_LIST, SLICE(""));
	trees_add(told->trees, pair, rpc_tree_key(name), name);
	value = rpc_tree(r, told->trees, pair);
	return value && field && place_tree(field, value, (char *)in->record + field->offset);
}

/* One member, its value entered. The keys of a VM's maps come unescaped and could forge one: what comes
 * twice is not known. */
static void read_member(struct reading *in, struct rpc *r, size_t i, const char **doubled)
{
	const struct field *field = i < in->count ? &in->fields[i] : NULL;
	bool again = field && in->came >> i & 1, good = false;

	if (again) {
		*doubled = field->name.at;
		in->good &= ~(1U << i);
	}
	if (CONFIG_LONG && in->told->list)
		good = tell_member(in, r, field);
	else if (!field || again)
		rpc_skip(r);
	else
		good = read_field(field, r, in->record);
	if (field) {
		in->came |= 1U << i;
		in->good |= (unsigned)(good && !again) << i;
	}
}

static inline bool is_field(const struct field *field, struct slice name)
{
	return field->name.len == name.len && !memcmp(field->name.at, name.at, name.len);
}

/* All members of a record, of those that fields has: which made sense. */
static unsigned read_record(const struct field *fields, size_t count, struct rpc *r, void *record,
	struct xenapi_told *told, const char **doubled)
{
	struct reading in = { fields, count, record, told, 0, 0 };
	uint64_t wanted = CONFIG_LONG && told->list ? XML_ALL : 0;
	size_t i = 0; /* the field found last: XAPI sends them in the order of the tables */

	for (size_t n = 0; n < count; n++)
		wanted |= xml_set_of(fields[n].name);
	while (rpc_member_of(r, wanted)) {
		size_t left = count;

		for (; left && !is_field(&fields[i], r->name); left--)
			i = i + 1 < count ? i + 1 : 0;
		read_member(&in, r, left ? i : count, doubled);
	}
	if (told->doubled && !*doubled)
		*doubled = "a member";
	return in.good;
}

bool xenapi_vm_read(struct xenapi_vm *vm, struct rpc *r)
{
	vm->came = read_record(vm_fields, COUNT(vm_fields), r, vm, &vm->told, &vm->doubled);
	return r->fail->status == SHOWN;
}

bool xenapi_metrics_read(struct xenapi_metrics *m, struct rpc *r)
{
	m->came = read_record(metrics_fields, COUNT(metrics_fields), r, m, &m->told, &m->doubled);
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

bool xenapi_has_params(const struct xenapi_vm *vm)
{
	return has(vm->came, VM_PARAMS);
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
	if (d->detail && has(vm->came, VM_MEMORY_MAX) && vm->memory_static_max >= 0) {
		d->detail->memory_max = (uint64_t)vm->memory_static_max;
		d->known |= KNOWN_MEMORY_MAX;
	}
	if (d->detail && has(vm->came, VM_VCPUS_MAX) && vm->vcpus_max >= 0 && vm->vcpus_max <= UINT32_MAX) {
		d->detail->vcpus_max = (uint32_t)vm->vcpus_max;
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
	if (d->detail && has(m->came, METRICS_START)) {
		d->detail->start_time = m->start_time;
		d->known |= KNOWN_START_TIME;
	}
	if (m->vcpus.all && d->power != POWER_HALTED) /* as xm: not those of one that has shut down */
		d->detail->vcpus_each = m->vcpus.first;
	if (has(m->came, METRICS_STATE) && !xapi) {
		d->state = m->state;
		d->known |= KNOWN_STATE;
	}
}
