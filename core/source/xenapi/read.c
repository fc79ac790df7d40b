/* SPDX-License-Identifier: MIT */
#include "source/xenapi/read.h"
#include "source/rpc/tree.h"
#include "source/xenapi/read_vcpu.h"

#include <config.h>
#include <stddef.h>

static const struct {
	struct slice word;
	enum state state;
} states[] = {
	{ { "running", 7 }, STATE_RUNNING },
	{ { "blocked", 7 }, STATE_BLOCKED },
	{ { "paused", 6 }, STATE_PAUSED },
	{ { "shutdown", 8 }, STATE_SHUTDOWN },
	{ { "crashed", 7 }, STATE_CRASHED },
	{ { "dying", 5 }, STATE_DYING },
};

/* Read a short text: a number, a word, a reference. Return an empty slice for anything else. The text lies in the
 * reader's window or in room, until the next call. */
static struct slice short_text(struct rpc *r, char *room, size_t size)
{
	struct out text = OUT_AT(room, size);
	struct slice plain;

	if (rpc_plain(r, &plain))
		return plain.len <= size ? plain : SLICE("");
	rpc_text(r, &text);
	return text.failed ? SLICE("") : out_slice(&text);
}

static void add_state(uint8_t *state, struct slice word)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (slice_is(word, states[i].word))
			*state |= (uint8_t)states[i].state;
}

static bool read_flags(struct rpc *r, uint8_t *state)
{
	char room[16];

	if (!rpc_array(r))
		return false;
	while (rpc_item(r))
		add_state(state, short_text(r, room, sizeof(room)));
	return true;
}

static bool read_short_text(struct rpc *r, struct vm_text *text)
{
	struct out o = OUT_IN(text->at);
	bool is = rpc_text(r, &o) == RPC_STRING;

	text->len = out_slice(&o).len;
	return is && !o.failed;
}

/* Read maps of VCPUs. */
static bool read_vcpus(const struct field *field, struct rpc *r, void *to)
{
	switch (field->kind) {
	case MASK:
		return xenapi_read_mask(r, to);
	case CPUS:
		return xenapi_read_cpus(r, to);
	case FLAGS:
		return xenapi_read_flags(r, to);
	default:
		return xenapi_read_maps(r, to);
	}
}

bool xenapi_read_field(const struct field *field, struct rpc *r, void *record)
{
	void *to = (char *)record + field->offset;
	char room[64];

	if (field->kind == TEXT)
		return rpc_text(r, to) == RPC_STRING;
	if (field->kind == SHORT_TEXT)
		return read_short_text(r, to);
	if (field->kind == STATE)
		return read_flags(r, to);
	if (CONFIG_APPLET_VCPU_LIST && field->kind >= MASK)
		return read_vcpus(field, r, to);
	return field_place(field, short_text(r, room, sizeof(room)), to);
}

/* The target of a record, besides its own fields. */
struct reading {
	const struct field *fields;
	size_t count;
	void *record;
	struct told *told;
	unsigned came, good, twice;
};

/* Return the earlier member of the same name in the tree; NULL: this is the first. */
static struct tree *told_before(const struct told *told, struct slice name)
{
	for (struct tree *pair = told->list->first; pair; pair = pair->next)
		if (tree_is_list(pair) && slice_is(pair->first->text, name))
			return pair;
	return NULL;
}

/* Store a value of the tree in its field. */
static bool place_tree(const struct field *field, const struct tree *value, void *to)
{
	struct vm_text *text = to;

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
		return field->kind != SHORT_TEXT && field_place(field, value->text, to);
	}
	return value->kind == TREE_TEXT;
}

/* Is the tree full, or so nearly that the value of a field may not fit? */
static bool full(struct trees *t, const struct field *field)
{
	t->full |= field && t->used > TREE_MOST - 2 * RPC_TREE_TEXT;
	return t->full;
}

/* Append a member to the tree and store its value. A member that comes twice is unknown. */
static bool tell_member(struct reading *in, struct rpc *r, const struct field *field)
{
	struct told *told = in->told;
	struct slice name = told_name(r->name);
	struct tree *pair, *value;

	pair = name.len ? told_before(told, name) : NULL;
	if (pair) {
		told->doubled = true;
		pair->last->kind = TREE_TEXT;
		pair->last->text = SLICE("-");
		pair->last->cut = false;
		rpc_skip(r);
		return false;
	}
	pair = trees_add(told->trees, name.len ? told->list : NULL, TREE_LIST, SLICE(""));
	rpc_tree_add_key(r, told->trees, pair, name);
	value = rpc_tree(r, told->trees, pair);
	return value && field && place_tree(field, value, (char *)in->record + field->offset);
}

/* Read a member, its value entered. Unescaped keys could forge one: a repeated member is unknown. */
static void read_member(struct reading *in, struct rpc *r, size_t i, const char **doubled)
{
	const struct field *field = i < in->count ? &in->fields[i] : NULL;
	bool again = field && in->came >> i & 1, good = false;

	if (again) {
		*doubled = field->name.at;
		in->good &= ~(1U << i);
		in->twice |= 1U << i;
	}
	if (CONFIG_LONG && in->told->list && !full(in->told->trees, field))
		good = tell_member(in, r, field);
	else if (!field || again)
		rpc_skip(r);
	else
		good = xenapi_read_field(field, r, in->record);
	if (field) {
		in->came |= 1U << i;
		in->good |= (unsigned)(good && !again) << i;
	}
}

#define BIT(field) (1U << (field))

/* Read the members of a record listed in `fields`, except those with a bit in `idle`. Return a bit for each valid
 * one, and set *twice for those that came twice. */
static unsigned read_fields(const struct field *fields, size_t count, unsigned idle, struct rpc *r, void *record,
	struct told *told, const char **doubled, unsigned *twice)
{
	struct reading in = { fields, count, record, told, 0, 0, 0 };
	uint64_t wanted = CONFIG_LONG && told->list ? WANTED_ALL : 0;
	size_t i = 0; /* continue after the last match: XAPI sends members in the order of the tables */

	for (size_t n = 0; n < count; n++)
		wanted |= idle & BIT(n) ? 0 : wanted_name(fields[n].name);
	while (rpc_member_of(r, wanted)) {
		size_t left = count;

		for (; left && !slice_is(fields[i].name, r->name); left--)
			i = i + 1 < count ? i + 1 : 0;
		read_member(&in, r, left && !(idle & BIT(i)) ? i : count, doubled);
	}
	if (told->doubled && !*doubled)
		*doubled = "a member";
	*twice = in.twice;
	return in.good;
}

bool xenapi_read_vm(struct vm *vm, struct rpc *r)
{
	unsigned idle = vm->detail ? 0 : BIT(VM_MEMORY_MAX) | BIT(VM_VCPUS_MAX) | BIT(VM_LABEL) | BIT(VM_POOL);

	if (!CONFIG_APPLET_VCPU_LIST || !vm->mask.start)
		idle |= BIT(VM_PARAMS);
	vm->came = read_fields(vm_fields, VM_FIELDS, idle, r, vm, &vm->told, &vm->doubled, &vm->twice);
	if (vm->twice & BIT(VM_METRICS))
		vm->metrics = (struct ref){ .form = 0 };
	return r->fail->status == SHOWN;
}

bool xenapi_read_metrics(struct metrics *m, struct rpc *r)
{
	unsigned idle = (m->detail ? 0 : BIT(METRICS_START)) | (m->xapi ? BIT(METRICS_STATE) : 0);

	if (!CONFIG_APPLET_VCPU_LIST || !m->vcpus.all)
		idle |= BIT(METRICS_CPUS) | BIT(METRICS_MAPS) | BIT(METRICS_FLAGS);
	m->came = read_fields(metrics_fields, METRICS_FIELDS, idle, r, m, &m->told, &m->doubled, &m->twice);
	return r->fail->status == SHOWN;
}
