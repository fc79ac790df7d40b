/* SPDX-License-Identifier: MIT */
/*
 * xend's legacy XML-RPC, xm's default, without a login. One call returns all domains, each an s-expression as nested
 * arrays: ["domain", ["domid", 3], ["name", "web1"], ...]. VCPUs, and labels missing from the records, take one call a
 * domain. xend sends the memory target, not the memory in use, and xm showed the target.
 *
 * A few named domains are asked for one by one. xend takes the word for a name, else an id, else a uuid. Our operands
 * have a different order of precedence: if the order could matter, all domains are asked for.
 */
#include "source/xend/each.h"
#include "source/xend/label.h"
#include "source/xend/record.h"
#include "source/xend/vcpu.h"

enum { FEW = 16 };

static void forget_items(struct xend *x)
{
	x->first = NULL;
	x->last = &x->first;
}

/* Add an item. Return NULL if memory is out. */
static struct xend_item *add(struct xend *x, struct slice called, const struct named *named)
{
	struct xend_item *i = arena_take(x->all->arena, sizeof(*i), x->talk->fail);

	if (!i)
		return NULL;
	*i = (struct xend_item){ .called = called, .named = named };
	i->domain = domain_new(x->all, x->talk->fail);
	*x->last = i;
	x->last = &i->next;
	return i->domain ? i : NULL;
}

static bool any(const struct xend *x, const struct xend_item *i)
{
	(void)x;
	(void)i;
	return true;
}

static void read_record(struct xend *x, struct xend_item *i)
{
	xend_record(x, i->domain);
}

/* Return what calls about d name it by: its name. xend takes ids and uuids, too, for a domain whose name is empty. */
static struct slice call_it(struct xend *x, const struct domain *d)
{
	char room[40];
	struct out text = OUT_IN(room);

	if (d->name_len)
		return domain_name(d);
	if (domain_knows(d, KNOWN_ID) && d->id >= 0)
		out_number(&text, d->id);
	else if (domain_knows(d, KNOWN_UUID))
		out_uuid(&text, d->uuid);
	return arena_text(x->all->arena, out_slice(&text), x->talk->fail);
}

/* Read an item of the list of all domains: a record, or a name. */
static void read_one(struct xend *x, bool records)
{
	struct xend_item *i = add(x, SLICE(""), NULL);
	struct slice name;

	if (!i)
		rpc_refuse(&x->exchange.rpc, EXCEEDED, "no room for more");
	else if (records)
		xend_record(x, i->domain);
	else if (xend_text(x, &name))
		xend_name(x, i->domain, name);
	else
		rpc_refuse(&x->exchange.rpc, BROKEN, "this is not a name of a domain");
	if (i)
		i->called = call_it(x, i->domain);
}

static struct parameter detail(const struct xend *x)
{
	return (struct parameter){ ask_wants(x->talk->ask, WANT_ALL) ? SLICE("1") : SLICE("0"), "with devices", "int" };
}

/* Ask for the records, or the names, of all domains. */
static int list_domains(struct xend *x, bool records)
{
	const struct parameter parameters[] = { { records ? SLICE("1") : SLICE("0"), "as records", "boolean" },
		{ SLICE("all"), "in any state", NULL }, detail(x) };
	struct rpc *r = &x->exchange.rpc;

	forget_items(x);
	if (exchange_call(&x->exchange, "xend.domains_with_state", parameters, 3, x->talk->fail) ||
		exchange_answer(&x->exchange, x->talk->fail))
		return FAILED;
	if (!rpc_array(r))
		rpc_refuse(r, BROKEN, XEND_NO_LIST);
	while (rpc_item(r))
		read_one(x, records);
	return exchange_done(&x->exchange, x->talk->fail);
}

/* Is there a domain without anything to name it by in a call? */
static bool any_uncalled(const struct xend *x)
{
	for (const struct xend_item *i = x->first; i; i = i->next)
		if (!i->called.len)
			return true;
	return false;
}

/* Can all named domains be asked for one by one? xend accepts uuids in lower case only. */
static bool are_few(const struct ask *a)
{
	for (size_t i = 0; i < a->named_count; i++) {
		struct slice name = a->named[i].name;

		if (!xend_callable(name))
			return false;
		for (size_t at = 0; a->named[i].by & NAMED_BY_UUID && at < name.len; at++)
			if (name.at[at] != (char)slice_lower(name.at[at]))
				return false;
	}
	return a->named_count && a->named_count <= FEW;
}

static int add_named(struct xend *x)
{
	const struct ask *a = x->talk->ask;

	for (size_t i = 0; i < a->named_count; i++)
		if (!add(x, a->named[i].name, &a->named[i]))
			return FAILED;
	return 0;
}

/* Is xend's answer certain to be the only domain meant by the operand? */
static bool surely_meant(const struct xend_item *i)
{
	const struct named *n = i->named;
	struct domain *d = i->domain;

	if (!d)
		return !(n->by & NAMED_CONTROL);
	if (n->by & NAMED_CONTROL)
		return domain_knows(d, KNOWN_ID) && d->id == 0;
	if (n->by & NAMED_BY_UUID && !domain_knows(d, KNOWN_UUID) && !slice_is(domain_name(d), n->name))
		domain_set_uuid(d, n->uuid); /* the uuid that found it */
	if (n->by & NAMED_BY_UUID)
		return domain_knows(d, KNOWN_UUID) && !memcmp(d->uuid, n->uuid, sizeof(d->uuid));
	if (n->by & NAMED_BY_ID)
		return domain_knows(d, KNOWN_ID) && d->id == n->id;
	return slice_is(domain_name(d), n->name);
}

/* Ask for the named domains only. Set *enough if the answers are certain to be all domains meant. */
static int few(struct xend *x, bool *enough)
{
	const struct ask *a = x->talk->ask;
	const struct parameter with = detail(x);
	const struct xend_call call = { "xend.domain", any, &with, read_record, xend_gone };

	*enough = true;
	if (add_named(x) || (ask_wants(a, WANT_RECORDS) && xend_each(x, &call)))
		return FAILED;
	if (ask_wants(a, WANT_VCPUS) && xend_vcpus(x))
		return FAILED;
	for (struct xend_item *i = x->first; i; i = i->next)
		*enough &= surely_meant(i);
	return 0;
}

/* Return an earlier item's domain if it is the same domain under another name; NULL: none. */
static struct domain *before(const struct xend *x, const struct xend_item *i)
{
	for (const struct xend_item *j = x->first; i->named && j != i; j = j->next)
		if (j->domain && slice_is(domain_name(j->domain), domain_name(i->domain)) &&
			j->domain->id == i->domain->id)
			return j->domain;
	return NULL;
}

/* Add the domains of the items to the list, each once. */
static void add_all(struct xend *x)
{
	for (struct xend_item *i = x->first; i; i = i->next) {
		struct domain *d = i->domain, *same = d ? before(x, i) : NULL;

		if (same && domain_knows(d, KNOWN_UUID))
			domain_set_uuid(same, d->uuid);
		if (!d || same)
			continue;
		d->source = SOURCE_XEND;
		domain_add(x->all, d);
	}
}

static int talk_open(struct talk *t)
{
	struct xend *x = arena_take(t->arena, sizeof(*x), t->fail);

	if (!x)
		return FAILED;
	t->state = x;
	x->talk = t;
	return exchange_open(&x->exchange, t, SLICE(""));
}

static int talk_round(struct talk *t, struct domains *all)
{
	const struct ask *a = t->ask;
	struct xend *x = t->state;
	bool vcpus = ask_wants(a, WANT_VCPUS), records = ask_wants(a, WANT_RECORDS) || a->named_count, enough = false;

	x->all = all;
	all->sources |= SOURCE_XEND;
	forget_items(x);
	if (vcpus && xend_pcpus(x))
		return FAILED;
	if (are_few(a) && few(x, &enough))
		return FAILED;
	if (!enough && list_domains(x, records))
		return FAILED;
	if (!enough && vcpus && !records && any_uncalled(x) && list_domains(x, true)) /* records have ids */
		return FAILED;
	if (!enough && vcpus && xend_vcpus(x))
		return FAILED;
	all->timed_ns = deadline_now();
	if (ask_wants(a, WANT_LABELS) && xend_labels(x))
		return FAILED;
	add_all(x);
	return 0;
}

static void talk_close(struct talk *t)
{
	struct xend *x = t->state;

	exchange_close(&x->exchange);
}

const struct source source_xend = { "xend ", false, true, false, talk_open, talk_round, talk_close };
