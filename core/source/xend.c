/* SPDX-License-Identifier: MIT */
/*
 * xend's legacy XML-RPC, as xm spoke it by default: one call gives all domains, each an s-expression
 * written as nested arrays: ["domain", ["domid", 3], ["name", "web1"], ...]. Nobody logs in. xend sends
 * the memory that a domain is meant to have, not what it has in use; xm showed that too.
 */
#include "source/exchange.h"

enum { NAME_KEPT = 4096 };

struct xend {
	struct exchange exchange;
	struct talk *talk;
	struct domains *all;
	char text[NAME_KEPT];
};

static bool text_of(struct xend *x, struct slice *text)
{
	struct out o = OUT_IN(x->text);
	enum rpc_type type = rpc_text(&x->exchange.rpc, &o);

	*text = out_slice(&o);
	return type != RPC_NONE && type != RPC_NIL && type != RPC_STRUCT && type != RPC_ARRAY;
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
	d->memory_max = (uint64_t)mib << 20;
	return true;
}

static bool set_vcpus_max(struct domain *d, int64_t n)
{
	d->vcpus_max = (uint32_t)n;
	return true;
}

static bool set_vcpus(struct domain *d, int64_t n)
{
	d->vcpus = (uint32_t)n;
	return true;
}

/* xend's numbers of power states; 4 is a domain that has shut down but is still there, 6 is unknown. */
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

static bool read_number(struct domain *d, struct slice key, struct slice text)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		int64_t n;

		if (!slice_is(key, numbers[i].key))
			continue;
		if (slice_number(text, &n) && n >= 0 && n <= numbers[i].most && numbers[i].set(d, n))
			d->known |= (uint16_t)numbers[i].fact;
		return true;
	}
	return false;
}

static void read_state(struct domain *d, struct slice text)
{
	static const char letters[] = "rbpscd";

	if (text.len != 6)
		return;
	for (unsigned i = 0; i < 6; i++) {
		if (text.at[i] != letters[i] && text.at[i] != '-')
			return;
		d->state |= (uint8_t)((text.at[i] == letters[i]) << i);
	}
	d->known |= KNOWN_STATE;
}

static void read_name(struct xend *x, struct domain *d, struct slice text)
{
	struct slice name = arena_text(x->all->arena, text, x->talk->fail);

	d->name = name.at;
	d->name_len = (uint16_t)name.len;
	d->known |= KNOWN_NAME;
}

static void read_shared(struct xend *x, struct domain *d, struct slice text, enum fact fact)
{
	const struct slice *shared = domains_text(x->all, text, x->talk->fail);

	if (fact == KNOWN_LABEL)
		d->label = shared;
	else
		d->pool = shared;
	d->known |= shared ? (uint16_t)fact : 0;
}

/* One pair, its key read and its value entered. */
static void read_value(struct xend *x, struct domain *d, struct slice key)
{
	struct slice text;
	uint64_t ns;

	if (!text_of(x, &text) || read_number(d, key, text))
		return;
	if (slice_is(key, SLICE("name"))) {
		read_name(x, d, text);
	} else if (slice_is(key, SLICE("state"))) {
		read_state(d, text);
	} else if (slice_is(key, SLICE("uuid"))) {
		d->known |= slice_uuid(text, d->uuid) ? KNOWN_UUID : 0;
	} else if (slice_is(key, SLICE("pool_name"))) {
		read_shared(x, d, text, KNOWN_POOL);
	} else if (slice_is(key, SLICE("security_label"))) {
		read_shared(x, d, text, KNOWN_LABEL);
	} else if (slice_is(key, SLICE("cpu_time")) && slice_billionths(text, &ns)) {
		d->cpu_ns = ns;
		d->known |= KNOWN_CPU_TIME;
	} else if (slice_is(key, SLICE("start_time")) && slice_billionths(text, &ns)) {
		d->start_time = (int64_t)(ns / 1000000000);
		d->known |= KNOWN_START_TIME;
	}
}

/* A pair of key and value; more values, as devices have, are nothing that we know. */
static void read_pair(struct xend *x, struct domain *d)
{
	struct rpc *r = &x->exchange.rpc;
	char room[32];
	struct out key = OUT_IN(room);

	if (!rpc_array(r) || !rpc_item(r))
		return;
	rpc_text(r, &key);
	if (key.failed)
		key.at = key.start;
	if (rpc_item(r))
		read_value(x, d, out_slice(&key));
	else
		return;
	while (rpc_item(r))
		rpc_skip(r);
}

/* A domain's s-expression. One that has no id does not run; then its VCPUs are those it may have. */
static void read_domain(struct xend *x)
{
	struct domain *d = domain_new(x->all, x->talk->fail);
	struct rpc *r = &x->exchange.rpc;
	struct slice head = SLICE("");

	if (!d || !rpc_array(r)) {
		if (!d)
			xml_refuse(r->xml, EXCEEDED, "no room for more");
		return;
	}
	if (rpc_item(r))
		text_of(x, &head);
	if (!slice_is(head, SLICE("domain")))
		xml_refuse(r->xml, BROKEN, "this is no domain of xend's");
	while (rpc_item(r))
		read_pair(x, d);
	if (!domain_knows(d, KNOWN_ID)) {
		d->id = -1;
		d->known |= KNOWN_ID;
	}
	if (!domain_knows(d, KNOWN_VCPUS) && domain_knows(d, KNOWN_VCPUS_MAX)) {
		d->vcpus = d->vcpus_max;
		d->known |= KNOWN_VCPUS;
	}
	d->source = SOURCE_XEND;
	domain_add(x->all, d);
}

/* The value of an answer, entered: what stands in for a list says what server this is. */
static void read_domains(struct xend *x)
{
	struct rpc *r = &x->exchange.rpc;

	if (!rpc_array(r)) {
		xml_refuse(r->xml, BROKEN, "this is no xend; if it is a Xen-API server, ask it with unix: or http:");
		return;
	}
	while (rpc_item(r))
		read_domain(x);
}

static int talk_open(struct talk *t)
{
	struct xend *x = arena_take(t->arena, sizeof(*x), t->fail);

	if (!x)
		return FAILED;
	t->state = x;
	x->talk = t;
	return exchange_open(&x->exchange, t);
}

static int talk_round(struct talk *t, struct domains *all)
{
	static const char method[] = "xend.domains_with_state";
	static const struct parameter parameters[] = { { { "1", 1 }, "as records", "boolean" },
		{ { "all", 3 }, "in any state", "string" }, { { "0", 1 }, "without devices", "int" } };
	struct xend *x = t->state;

	x->all = all;
	if (t->ask->host.len && !t->ask->or_nowhere)
		return fail(t->fail, MISUSED, "this server has no pool of hosts (--host)");
	if (exchange_call(&x->exchange, method, parameters, 3, t->fail) || exchange_answer(&x->exchange, t->fail))
		return FAILED;
	read_domains(x);
	return exchange_done(&x->exchange, t->fail);
}

static void talk_close(struct talk *t)
{
	struct xend *x = t->state;

	exchange_close(&x->exchange);
}

const struct source source_xend = { "xend ", talk_open, talk_round, talk_close };
