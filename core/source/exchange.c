/* SPDX-License-Identifier: MIT */
#include "source/exchange.h"

static int reconnect(struct exchange *e)
{
	struct talk *t = e->talk;
	int result;

	conn_close(&e->conn);
	t->bytes += e->conn.received;
	result = dial(&e->conn, &t->ask->server, &t->ask->deadline, t->ask->connect_ns, t->fail);
	http_open(&e->http, &e->conn.stream, t->fail);
	e->fresh = true;
	e->sent = 0;
	return result;
}

int exchange_open(struct exchange *e, struct talk *t)
{
	e->talk = t;
	e->conn.fd = -1;
	e->conn.received = 0;
	e->queued = e->answered = 0;
	e->one_by_one = false;
	return reconnect(e);
}

int exchange_call(struct exchange *e, const char *method, const struct slice *parameters,
	const char *const *names, unsigned n)
{
	struct out body = OUT_IN(e->body);
	struct fail *f = e->talk->fail;

	if (e->answered == e->queued) {
		e->queued = e->answered = e->sent = 0;
		e->out = (struct out)OUT_IN(e->room);
	}
	e->calls[e->queued].method = method;
	e->calls[e->queued].begin = out_slice(&e->out).len;
	rpc_call(&body, method);
	for (unsigned i = 0; i < n; i++)
		if (rpc_param(&body, parameters[i], names[i], f))
			return FAILED;
	rpc_call_end(&body);
	if (body.failed)
		return fail(f, MISUSED, "user or password are too long");
	if (http_post(&e->out, &e->talk->ask->server, out_slice(&body), f))
		return FAILED;
	e->calls[e->queued++].end = out_slice(&e->out).len;
	return 0;
}

/* All that is queued in one write, or the oldest call alone. */
static int send(struct exchange *e)
{
	unsigned last = e->one_by_one ? e->answered : e->queued - 1;
	size_t begin = e->calls[e->answered].begin;

	e->sent = last + 1;
	e->talk->requests += e->sent - e->answered;
	return e->conn.stream.write(
		&e->conn.stream, (struct slice){ e->room + begin, e->calls[last].end - begin });
}

/* Up to the head of the oldest call's answer. A connection that was used before and is closed without
 * a byte of an answer had been closed before we asked: the call is made again, over a new one. */
static int receive(struct exchange *e)
{
	for (;;) {
		int result;

		if (e->conn.fd < 0 && reconnect(e))
			return FAILED;
		if (e->sent <= e->answered && send(e))
			return FAILED;
		result = http_answer(&e->http);
		if (result != ABSENT)
			return result;
		if (e->fresh)
			return fail(e->talk->fail, UNANSWERED,
				"the server closed the connection instead of answering (is the toolstack running?)");
		e->one_by_one = true;
		conn_close(&e->conn);
	}
}

int exchange_answer(struct exchange *e)
{
	if (receive(e)) {
		fail_within(e->talk->fail, "%s", e->calls[e->answered].method);
		return FAILED;
	}
	e->fresh = false;
	xml_open(&e->xml, &e->http.body, e->talk->fail);
	rpc_answer(&e->rpc, &e->xml, e->talk->fail);
	return 0;
}

int exchange_done(struct exchange *e)
{
	int result = rpc_end(&e->rpc);

	fail_within(e->talk->fail, "%s", e->calls[e->answered].method);
	e->answered++;
	if (result || !e->http.keep) {
		e->one_by_one = true;
		conn_close(&e->conn);
	}
	return result;
}

void exchange_close(struct exchange *e)
{
	conn_close(&e->conn);
	e->talk->bytes += e->conn.received;
	explicit_bzero(e->body, sizeof(e->body));
	explicit_bzero(e->room, sizeof(e->room));
}
