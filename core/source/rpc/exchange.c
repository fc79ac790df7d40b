/* SPDX-License-Identifier: MIT */
#include "source/rpc/exchange.h"

static void hang_up(struct exchange *e)
{
	e->talk->bytes += e->conn.received;
	conn_close(&e->conn);
	e->conn.received = 0;
	e->sent = e->answered;
}

static int connect_anew(struct exchange *e, struct fail *f)
{
	int result =
		dial(&e->conn, &e->talk->ask->server, &e->talk->ask->trust, e->deadline, e->talk->ask->connect_ns, f);

	http_open(&e->http, &e->conn.stream, e->noted, f);
	e->fresh = true;
	e->sent = e->answered;
	return result;
}

int exchange_open(struct exchange *e, struct talk *t, struct slice noted)
{
	e->talk = t;
	e->deadline = &t->ask->deadline;
	e->queued = e->answered = 0;
	e->one_by_one = e->json = false;
	e->field = NULL;
	e->noted = noted;
	e->out = (struct out)OUT_IN(e->room);
	return connect_anew(e, t->fail);
}

static const struct http_form forms[] = { { NULL, "text/xml" }, { "/jsonrpc", "application/json" } };

static int compose(struct exchange *e, struct out *body, const char *method, const struct parameter *parameters,
	unsigned n, struct fail *f)
{
	if (rpc_call(body, e->json, method, parameters, n, f))
		return FAILED;
	if (body->failed)
		return fail(f, MISUSED, "a name, user or password that is too long for the server");
	return http_post(&e->out, &e->talk->ask->server, &forms[e->json], e->field, out_slice(body), f);
}

/* Take the answered calls out of the queue, and their bytes out of the buffer. */
static void drop_answered(struct exchange *e)
{
	size_t len = out_slice(&e->out).len, from = exchange_due(e) ? e->calls[e->answered].begin : len;

	memmove(e->room, e->room + from, len - from);
	explicit_bzero(e->room + len - from, from);
	e->out.at -= from;
	memmove(e->calls, e->calls + e->answered, exchange_due(e) * sizeof(e->calls[0]));
	e->queued -= e->answered;
	e->sent = e->sent > e->answered ? e->sent - e->answered : 0;
	e->answered = 0;
	for (unsigned i = 0; i < e->queued; i++) {
		e->calls[i].begin -= from;
		e->calls[i].end -= from;
	}
}

bool exchange_has_room(const struct exchange *e, unsigned calls)
{
	size_t used = exchange_due(e) ? out_slice(&e->out).len - e->calls[e->answered].begin : 0;

	return exchange_due(e) + calls <= EXCHANGE_CALLS && used + calls * EXCHANGE_REQUEST <= EXCHANGE_ROOM;
}

int exchange_call(struct exchange *e, const char *method, const struct parameter *parameters, unsigned n,
	struct fail *f)
{
	struct out body = OUT_IN(e->body);
	int result;

	if (e->answered)
		drop_answered(e);
	if (!e->queued)
		e->out = (struct out)OUT_IN(e->room);
	e->calls[e->queued].method = method;
	e->calls[e->queued].json = e->json;
	e->calls[e->queued].begin = out_slice(&e->out).len;
	result = compose(e, &body, method, parameters, n, f);
	explicit_bzero(e->body, out_slice(&body).len);
	if (!result)
		e->calls[e->queued++].end = out_slice(&e->out).len;
	return result;
}

/* Send what is not yet sent of the queue in one write, or the oldest call alone. */
static int send(struct exchange *e)
{
	unsigned last = e->one_by_one ? e->answered : e->queued - 1;
	size_t begin = e->calls[e->sent].begin;

	e->talk->requests += last + 1 - e->sent;
	e->sent = last + 1;
	return e->conn.stream.write(&e->conn.stream, (struct slice){ e->room + begin, e->calls[last].end - begin });
}

/* Read up to the head of the oldest call's answer. If a used connection was closed without a byte of an answer, the
 * server had closed it before the call: make the call again over a new one. */
static int receive_head(struct exchange *e, struct fail *f)
{
	for (;;) {
		int result;

		if (e->conn.fd < 0 && connect_anew(e, f))
			return FAILED;
		e->conn.fail = e->http.fail = f;
		e->conn.deadline = e->deadline;
		if (e->sent < (e->one_by_one ? e->answered + 1 : e->queued) && send(e))
			return FAILED;
		result = http_answer(&e->http);
		if (result != ABSENT)
			return result;
		hang_up(e);
		e->closed = e->fresh;
		if (e->fresh)
			return fail(f, UNANSWERED,
				"the server closed the connection instead of answering (is the toolstack running?)");
		e->one_by_one = true;
	}
}

int exchange_answer(struct exchange *e, struct fail *f)
{
	bool json = e->calls[e->answered].json;

	e->closed = false;
	rpc_open(&e->rpc, &e->reader.xml, json ? &e->reader.json : NULL, &e->http.body, f);
	if (receive_head(e, f) || (json && e->http.type != HTTP_JSON)) {
		fail(f, BROKEN, "the answer to JSON-RPC is not JSON");
		fail_within(f, "%s", e->calls[e->answered].method);
		return FAILED;
	}
	e->fresh = false;
	rpc_answer(&e->rpc);
	return 0;
}

int exchange_done(struct exchange *e, struct fail *f)
{
	int result = rpc_end(&e->rpc);
	bool whole = !result || e->rpc.xmlrpc.faulted;

	fail_within(f, "%s", e->calls[e->answered].method);
	e->answered++;
	e->one_by_one |= whole && !e->http.keep;
	if (!whole || !e->http.keep)
		hang_up(e);
	return result;
}

void exchange_forget(struct exchange *e)
{
	if (e->conn.fd >= 0 && e->sent > e->answered)
		hang_up(e);
	e->queued = e->answered = e->sent = 0;
	explicit_bzero(e->room, out_slice(&e->out).len);
}

bool exchange_silent(const struct exchange *e)
{
	return e->conn.fd >= 0 && e->sent > e->answered && e->http.at == e->http.end && e->fresh && !e->conn.received;
}

void exchange_close(struct exchange *e)
{
	exchange_forget(e);
	if (e->conn.fd >= 0)
		hang_up(e);
}
