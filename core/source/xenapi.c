/* SPDX-License-Identifier: MIT */
/*
 * Xen-API, as XAPI speaks it and as xend did: log in, ask for the records of all VMs and of their
 * metrics, log out; the last three in one write.
 *
 * XAPI's session references begin with "OpaqueRef:", xend's do not. Only XAPI can leave out templates
 * and snapshots by itself; only xend's metrics tell states.
 */
#include "source/exchange.h"
#include "source/xenapi.h"

#include <stdlib.h>

enum {
	SESSION = 128, /* bytes of a session reference; both servers' have less than 50 */
	NAME_KEPT = 4096, /* bytes of a name; longer ones are cut */
	LOGOUT_NS = 1000000000, /* what a logout may take beyond the deadline */
};

/* A kept VM, until its metrics come. */
struct kept {
	struct kept *next;
	struct domain *domain;
	struct xenapi_ref metrics;
};

struct xenapi {
	struct exchange exchange;
	struct talk *talk;
	struct domains *all;
	struct kept *first, **by_metrics; /* in the order of their references, count of them */
	size_t count;
	bool xapi, logged_in;
	size_t session_len;
	char session[SESSION], name[NAME_KEPT];
};

/* A call whose first parameter is the session. */
static int ask(struct xenapi *x, const char *method, const char *expression)
{
	static const char *const names[] = { "a session", "an expression" };
	const struct slice parameters[] = { { x->session, x->session_len },
		slice_of(expression ? expression : "") };

	return exchange_call(&x->exchange, method, parameters, names, expression ? 2 : 1);
}

/* Reads the oldest call's answer: its value by `value`, its failure into `error`. */
static int answer(struct xenapi *x, void (*value)(struct xenapi *), struct xenapi_error *error)
{
	if (exchange_answer(&x->exchange))
		return FAILED;
	if (xenapi_envelope(&x->exchange.rpc, error))
		value(x);
	xenapi_envelope_end(&x->exchange.rpc, error);
	return exchange_done(&x->exchange);
}

/* The same where a failure of the call is a failure of the command. */
static int result(struct xenapi *x, const char *method, void (*value)(struct xenapi *))
{
	struct xenapi_error error;

	if (answer(x, value, &error))
		return FAILED;
	return error.code_len ? xenapi_fail(&error, method, x->talk->fail) : 0;
}

static void read_session(struct xenapi *x)
{
	struct out text = OUT_IN(x->session);

	rpc_text(&x->exchange.rpc, &text);
	x->session_len = text.failed ? 0 : out_slice(&text).len;
}

static void read_nothing(struct xenapi *x)
{
	rpc_skip(&x->exchange.rpc);
}

/* With version and originator, which gives us a bucket of sessions of our own in XAPI; xend and the
 * oldest XAPI take user and password only. */
static int log_in(struct xenapi *x)
{
	static const char method[] = "session.login_with_password";
	static const char *const names[] = { "the user", "the password", "a version", "an originator" };
	const struct ask *a = x->talk->ask;
	const struct slice parameters[] = { a->user, a->password, SLICE("1.0"), SLICE("xmbox") };
	struct xenapi_error error = { 0 };

	if (a->password.len && !x->exchange.conn.local && !a->plain_password)
		return fail(x->talk->fail, DENIED,
			"the password would cross the network unencrypted (--plain-password allows it)");
	if (exchange_call(&x->exchange, method, parameters, names, 4) || answer(x, read_session, &error))
		return FAILED;
	if (xenapi_error_is(&error, "MESSAGE_PARAMETER_COUNT_MISMATCH") &&
		(exchange_call(&x->exchange, method, parameters, names, 2) ||
			answer(x, read_session, &error)))
		return FAILED;
	if (error.code_len)
		return xenapi_fail(&error, method, x->talk->fail);
	if (!x->session_len)
		return fail(x->talk->fail, BROKEN, "%s: no session came of it", method);
	x->xapi = slice_begins((struct slice){ x->session, x->session_len }, SLICE("OpaqueRef:"));
	x->logged_in = true;
	return 0;
}

static int open(struct talk *t)
{
	struct xenapi *x = arena_take(t->arena, sizeof(*x), t->fail);
	int result;

	if (!x)
		return FAILED;
	t->state = x;
	x->talk = t;
	result = exchange_open(&x->exchange, t);
	if (!result)
		result = log_in(x);
	if (result)
		exchange_close(&x->exchange);
	return result;
}

/* What is kept of a VM's record: the domain, and where its metrics are. */
static void keep(struct xenapi *x, const struct xenapi_vm *vm)
{
	struct fail *f = x->talk->fail;
	struct domain *d = domain_add(x->all, f);
	struct kept *k = d ? arena_take(x->all->arena, sizeof(*k), f) : NULL;
	struct slice name;

	if (!k)
		return;
	xenapi_vm_domain(vm, d);
	name = arena_text(x->all->arena, out_slice(&vm->name), f);
	d->name = name.at;
	d->name_len = (uint16_t)name.len;
	if (vm->name.failed)
		warning("the name of a VM has more than %d bytes and is cut: %.*s...", NAME_KEPT, 40, name.at);
	k->domain = d;
	k->metrics = vm->metrics;
	k->next = x->first;
	x->first = k;
	x->count++;
}

static void read_vms(struct xenapi *x)
{
	struct rpc *r = &x->exchange.rpc;

	if (!rpc_struct(r))
		return;
	while (rpc_member(r)) {
		struct xenapi_vm vm = { .name = OUT_IN(x->name) };

		if (rpc_struct(r) && xenapi_vm_read(&vm, r) && !vm.is_a_template && !vm.is_a_snapshot)
			keep(x, &vm);
	}
}

static int by_metrics(const void *a, const void *b)
{
	return xenapi_ref_order(
		&(*(struct kept *const *)a)->metrics, &(*(struct kept *const *)b)->metrics);
}

static int index_by_metrics(struct xenapi *x)
{
	size_t n = 0;

	x->by_metrics = arena_take(x->all->arena, (x->count + 1) * sizeof(*x->by_metrics), x->talk->fail);
	if (!x->by_metrics)
		return FAILED;
	for (struct kept *k = x->first; k; k = k->next)
		x->by_metrics[n++] = k;
	qsort(x->by_metrics, n, sizeof(*x->by_metrics), by_metrics);
	return 0;
}

/* The first kept VM whose metrics these are; others of the same reference follow it. */
static size_t find(const struct xenapi *x, const struct xenapi_ref *metrics)
{
	size_t low = 0, high = x->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (xenapi_ref_order(&x->by_metrics[middle]->metrics, metrics) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void read_metrics(struct xenapi *x)
{
	struct rpc *r = &x->exchange.rpc;

	if (!rpc_struct(r))
		return;
	while (rpc_member(r)) {
		struct xenapi_ref ref = xenapi_ref_of(r->name);
		struct xenapi_metrics metrics = { 0 };
		size_t i = find(x, &ref);

		if (i == x->count || xenapi_ref_order(&x->by_metrics[i]->metrics, &ref)) {
			rpc_skip(r);
			continue;
		}
		if (!rpc_struct(r) || !xenapi_metrics_read(&metrics, r))
			continue;
		for (; i < x->count && !xenapi_ref_order(&x->by_metrics[i]->metrics, &ref); i++)
			xenapi_metrics_domain(&metrics, x->xapi, x->by_metrics[i]->domain);
	}
}

/* The expression is evaluated on columns of the database, where it costs nothing; snapshots are
 * templates there. */
static int talk_round(struct talk *t, struct domains *all)
{
	struct xenapi *x = t->state;
	const char *records = x->xapi ? "VM.get_all_records_where" : "VM.get_all_records";

	x->all = all;
	x->first = NULL;
	x->count = 0;
	if (ask(x, records, x->xapi ? "field \"is_a_template\" = \"false\"" : NULL) ||
		ask(x, "VM_metrics.get_all_records", NULL) || ask(x, "session.logout", NULL))
		return FAILED;
	if (result(x, records, read_vms) || index_by_metrics(x) ||
		result(x, "VM_metrics.get_all_records", read_metrics))
		return FAILED;
	return 0;
}

/* The logout that was sent along is the usual one: its answer matters only in that it came. Where it
 * did not, because something broke before it, one more is tried over a new connection. */
static void talk_close(struct talk *t)
{
	struct xenapi *x = t->state;
	struct fail unsaid = { 0 };
	struct ask hurried = *t->ask;
	struct talk last = *t;
	struct xenapi_error error;

	hurried.deadline = deadline_start(LOGOUT_NS);
	hurried.connect_ns = LOGOUT_NS;
	last.ask = &hurried;
	last.fail = &unsaid;
	if (t->fail->status == SHOWN) {
		x->exchange.talk = &last;
		x->exchange.conn.deadline = &hurried.deadline;
		x->exchange.conn.fail = x->exchange.http.fail = &unsaid;
		answer(x, read_nothing, &error);
	} else {
		exchange_close(&x->exchange);
		if (!exchange_open(&x->exchange, &last) && !ask(x, "session.logout", NULL))
			answer(x, read_nothing, &error);
	}
	exchange_close(&x->exchange);
	t->requests = last.requests;
	t->bytes = last.bytes;
	explicit_bzero(x->session, sizeof(x->session));
}

const struct source source_xenapi = { "unix httpu http ", open, talk_round, talk_close };
