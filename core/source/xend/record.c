/* SPDX-License-Identifier: MIT */
#include "source/xend/record.h"
#include "source/rpc/tree.h"

bool xend_text(struct xend *x, struct slice *text)
{
	struct out o = OUT_IN(x->text);
	enum rpc_type type = rpc_text(&x->exchange.rpc, &o);

	*text = out_slice(&o);
	x->cut = o.failed;
	return type != RPC_NONE && type != RPC_NIL && type != RPC_STRUCT && type != RPC_ARRAY;
}

/* Warn: x->text was cut. */
static void warn_cut(const struct xend *x)
{
	if (x->cut)
		warning("a text of more than %d bytes is cut: '%.*s...'", TEXT_KEPT, 40, x->text);
}

bool xend_number(struct xend *x, int64_t *n)
{
	struct slice text;

	return xend_text(x, &text) && slice_number(text, n);
}

bool xend_list(struct xend *x, char room[XEND_KEY], struct slice *key)
{
	struct rpc *r = &x->exchange.rpc;
	struct out o = OUT_AT(room, XEND_KEY);

	if (!rpc_array(r) || !rpc_item(r))
		return false;
	rpc_text(r, &o);
	*key = o.failed ? SLICE("") : out_slice(&o);
	return true;
}

void xend_list_end(struct xend *x)
{
	while (rpc_item(&x->exchange.rpc))
		rpc_skip(&x->exchange.rpc);
}

static bool set_id(struct domain *d, int64_t n)
{
	d->id = (int32_t)n;
	return true;
}

static bool set_memory(struct domain *d, int64_t mib)
{
	d->memory = (uint64_t)mib << 20;
	return true;
}

static bool set_memory_max(struct domain *d, int64_t mib)
{
	d->detail->memory_max = (uint64_t)mib << 20;
	return true;
}

static bool set_vcpus_max(struct domain *d, int64_t n)
{
	d->detail->vcpus_max = (uint32_t)n;
	return true;
}

static bool set_vcpus(struct domain *d, int64_t n)
{
	d->vcpus = (uint32_t)n;
	return true;
}

/* Convert xend's number of a power state. 4: shut down, but still there; 6: unknown. */
static bool set_power(struct domain *d, int64_t n)
{
	static const uint8_t powers[] = { POWER_HALTED, POWER_PAUSED, POWER_RUNNING, POWER_SUSPENDED, POWER_HALTED,
		POWER_CRASHED };

	if (n >= (int64_t)sizeof(powers))
		return false;
	d->power = powers[n];
	return true;
}

static const struct {
	struct slice key;
	unsigned fact;
	int64_t most;
	bool (*set)(struct domain *d, int64_t n);
} numbers[] = {
	{ { "domid", 5 }, KNOWN_ID, INT32_MAX, set_id },
	{ { "memory", 6 }, KNOWN_MEMORY, INT64_MAX >> 20, set_memory },
	{ { "maxmem", 6 }, KNOWN_MEMORY_MAX, INT64_MAX >> 20, set_memory_max },
	{ { "vcpus", 5 }, KNOWN_VCPUS_MAX, UINT32_MAX, set_vcpus_max },
	{ { "online_vcpus", 12 }, KNOWN_VCPUS, UINT32_MAX, set_vcpus },
	{ { "status", 6 }, KNOWN_POWER, 6, set_power },
};

static bool read_number(struct xend *x, struct domain *d, struct slice key, struct slice text)
{
	for (size_t i = 0; i < COUNT(numbers); i++) {
		int64_t n;

		if (!slice_is(key, numbers[i].key))
			continue;
		if (slice_number(text, &n) && n >= 0 && n <= numbers[i].most && numbers[i].set(d, n))
			domain_know(d, numbers[i].fact);
		else
			x->odd_id |= numbers[i].fact == KNOWN_ID;
		return true;
	}
	return false;
}

static void set_state(struct domain *d, struct slice text)
{
	static const char letters[] = STATE_LETTERS;

	d->state = 0;
	domain_forget(d, KNOWN_STATE);
	if (text.len != 6)
		return;
	for (unsigned i = 0; i < 6; i++) {
		if (text.at[i] != letters[i] && text.at[i] != '-')
			return;
		d->state |= (uint8_t)((text.at[i] == letters[i]) << i);
	}
	domain_know(d, KNOWN_STATE);
}

void xend_name(struct xend *x, struct domain *d, struct slice name)
{
	warn_cut(x);
	domain_set_name(d, arena_text(x->all->arena, name, x->talk->fail));
}

static void read_shared(struct xend *x, struct domain *d, struct slice text, enum fact fact)
{
	const struct slice *shared = domains_text(x->all, text, x->talk->fail);

	if (fact == KNOWN_LABEL)
		d->detail->label = shared;
	else
		d->detail->pool = shared;
	domain_know(d, shared ? fact : 0);
}

void xend_label(struct xend *x, struct domain *d, struct slice label)
{
	warn_cut(x);
	read_shared(x, d, label, KNOWN_LABEL);
}

/* Set the fact for a key of the record. */
static void set_fact(struct xend *x, struct domain *d, struct slice key, struct slice text)
{
	uint64_t ns;

	if (read_number(x, d, key, text))
		return;
	if (slice_is(key, SLICE("name"))) {
		xend_name(x, d, text);
	} else if (slice_is(key, SLICE("state"))) {
		set_state(d, text);
	} else if (slice_is(key, SLICE("uuid"))) {
		domain_know(d, slice_uuid(text, d->uuid) ? KNOWN_UUID : 0);
	} else if (slice_is(key, SLICE("pool_name"))) {
		read_shared(x, d, text, KNOWN_POOL);
	} else if (slice_is(key, SLICE("security_label"))) {
		xend_label(x, d, text);
	} else if (slice_is(key, SLICE("cpu_time")) && slice_billionths(text, &ns)) {
		d->cpu_ns = ns;
		domain_know(d, KNOWN_CPU_TIME);
	} else if (slice_is(key, SLICE("start_time")) && slice_billionths(text, &ns)) {
		d->detail->start_time = (int64_t)(ns / 1000000000);
		domain_know(d, KNOWN_START_TIME);
	}
}

/* Read a key and its value. A key with several values (a device) is skipped. */
static void read_pair(struct xend *x, struct domain *d)
{
	char room[XEND_KEY];
	struct slice key, text;

	if (!xend_list(x, room, &key) || !rpc_item(&x->exchange.rpc))
		return;
	if (xend_text(x, &text))
		set_fact(x, d, key, text);
	xend_list_end(x);
}

/* Do the same from a record kept as a tree. */
static bool read_tree(struct xend *x, struct domain *d)
{
	struct trees trees = { .arena = x->all->arena, .fail = x->talk->fail };
	const struct tree *head, *value;
	const struct slice server = x->talk->ask->server.text;
	char room[300];
	struct out cut = OUT_IN(room);

	d->detail->tree = rpc_tree(&x->exchange.rpc, &trees, NULL);
	head = d->detail->tree ? d->detail->tree->first : NULL;
	if (!head || !slice_is(head->text, SLICE("domain")))
		return false;
	for (const struct tree *pair = head->next; pair; pair = pair->next) {
		value = pair->first ? pair->first->next : NULL;
		if (value && !tree_is_list(value) && value->kind != TREE_NONE)
			set_fact(x, d, pair->first->text, value->text);
	}
	rpc_tree_tell_cut(&trees, d->detail->tree, &cut);
	if (cut.at > cut.start)
		warned_of(&x->all->warned, "texts are too long and were cut", "%.*s: %s: '%.*s'", (int)server.len,
			server.at, out_string(&cut), (int)d->name_len, d->name);
	return true;
}

static bool read_pairs(struct xend *x, struct domain *d)
{
	char room[XEND_KEY];
	struct slice head;

	if (!xend_list(x, room, &head) || !slice_is(head, SLICE("domain")))
		return false;
	while (rpc_item(&x->exchange.rpc))
		read_pair(x, d);
	return true;
}

/* A domain without an id does not run: its VCPUs are then the configured ones. */
void xend_record(struct xend *x, struct domain *d)
{
	x->odd_id = false;
	if (!(ask_wants(x->talk->ask, WANT_ALL) ? read_tree(x, d) : read_pairs(x, d)))
		rpc_refuse(&x->exchange.rpc, BROKEN, "this is not a domain of xend");
	if (!domain_knows(d, KNOWN_ID) && !x->odd_id) {
		d->id = -1;
		domain_know(d, KNOWN_ID);
	}
	if (!domain_knows(d, KNOWN_VCPUS) && domain_knows(d, KNOWN_VCPUS_MAX)) {
		d->vcpus = d->detail->vcpus_max;
		domain_know(d, KNOWN_VCPUS);
	}
}
