/* SPDX-License-Identifier: MIT */
#include "source/xenapi/session.h"
#include "source/xenapi/envelope.h"

enum { MOVED = -5 }; /* send the login to another server */

#define LAST_NS SECOND_NS /* time for a logout beyond the deadline */
#define LOGIN_NS (120 * SECOND_NS) /* XAPI waits so long for an Active Directory */

static const char login[] = "session.login_with_password", logout[] = "session.logout";

enum session_kind { QUESTION, PROBE, LOGOUT };

/* Queue a call and note its kind for session_read. */
static int queue(struct session *s, enum session_kind kind, const char *method, const struct parameter *parameters,
	unsigned n, struct fail *f)
{
	int result = exchange_call(&s->exchange, method, parameters, n, f);

	if (!result)
		s->exchange.calls[s->exchange.queued - 1].kind = (unsigned char)kind;
	return result;
}

static void read_ref(struct session *s, void *to)
{
	struct out text = OUT_IN(s->ref);

	(void)to;
	rpc_text(&s->exchange.rpc, &text);
	s->len = text.failed || !rpc_sendable(out_slice(&text)) ? 0 : out_slice(&text).len;
}

static void read_nothing(struct session *s, void *to)
{
	(void)to;
	rpc_skip(&s->exchange.rpc);
}

/* Remove our secrets from the server's messages: the server may repeat them. */
static void hide(struct session *s, struct fail *f)
{
	const struct slice secrets[] = { { s->ref, s->len }, s->talk->ask->password };

	for (size_t i = 0; i < COUNT(secrets); i++) {
		slice_hide(f->text, f->len, secrets[i]);
		slice_hide(s->error.text, s->error.text_len, secrets[i]);
		slice_hide(s->error.code, s->error.code_len, secrets[i]);
	}
}

/* Read the answer to the oldest call. Return 0 or FAILED; s->error has the failure of the call. */
static int read_answer(struct session *s, void (*value)(struct session *s, void *to), void *to, struct fail *f)
{
	struct exchange *e = &s->exchange;
	struct envelope envelope;
	int result = exchange_answer(e, f);

	s->error.code_len = 0;
	if (!result) {
		if (session_forgeable(s))
			rpc_mistrust(&e->rpc);
		if (envelope_open(&envelope, &e->rpc, &s->error))
			value(s, to);
		envelope_end(&envelope, &e->rpc);
		result = exchange_done(e, f);
	}
	hide(s, f);
	return result;
}

static void choose_encoding(struct session *s, enum session_encoding encoding, struct slice why)
{
	struct out o = OUT_IN(s->talk->spoken);

	s->encoding = encoding;
	out_message(&o, encoding == ENCODING_JSON ? "JSON-RPC%.*s%c" : "XML-RPC (%.*s)%c", (int)why.len, why.at, '\0');
	s->talk->spoken[sizeof(s->talk->spoken) - 1] = '\0';
}

/* Did the probe meet no JSON-RPC? An old XAPI parses the probe as XML-RPC; a pool member's socket may fail to forward
 * it. */
static bool speaks_no_json(const struct exchange *e)
{
	return e->closed || e->http.status >= 400 || (e->http.status == 200 && e->http.type == HTTP_XML);
}

/* Read the answer to the probe. Any JSON answer proves JSON-RPC, an error too. */
static int hear_probe(struct session *s, struct fail *f)
{
	struct exchange *e = &s->exchange;
	bool one_by_one = e->one_by_one;
	struct fail why = { 0 };

	if (!read_answer(s, read_nothing, NULL, &why)) {
		choose_encoding(s, ENCODING_JSON, SLICE(""));
		return 0;
	}
	if (!speaks_no_json(e)) {
		*f = why;
		return FAILED;
	}
	choose_encoding(s, ENCODING_XML, (struct slice){ why.text, why.len });
	exchange_forget(e);
	e->one_by_one = one_by_one;
	s->again = true;
	return RENEW;
}

int session_read(struct session *s, void (*value)(struct session *s, void *to), void *to, bool tolerate, struct fail *f)
{
	struct exchange *e = &s->exchange;
	int result = e->calls[e->answered].kind == PROBE ? hear_probe(s, f) : 0;
	unsigned at;

	if (result)
		return result;
	at = e->answered;
	if (read_answer(s, value, to, f))
		return FAILED;
	if (e->calls[at].kind == LOGOUT)
		s->open = false;
	if (!s->error.code_len)
		return 0;
	if (xenapi_error_is(&s->error, "SESSION_INVALID") && s->open && !s->renewed)
		return RENEW;
	return tolerate ? 0 : xenapi_fail(&s->error, e->calls[at].method, f);
}

/* Version and originator give xmbox its own bucket of sessions in XAPI. xend and the oldest XAPI accept user and
 * password only. */
static int call_login(struct session *s, unsigned parameters)
{
	const struct ask *a = s->talk->ask;
	const struct parameter all[] = { { a->user, "the user", NULL }, { a->password, "the password", NULL },
		{ SLICE("1.0"), "the version", NULL }, { SLICE("xmbox"), "the originator", NULL } };

	int result;

	s->exchange.field = master_header(&s->exchange);
	result = queue(s, QUESTION, login, all, parameters, s->talk->fail);
	s->exchange.field = NULL;
	return result;
}

/* Is /jsonrpc next to the URI's path? This is known of XAPI's own paths only. */
static bool may_speak_json(const struct uri *u)
{
	return !u->host.len || !u->path.len || slice_is(u->path, SLICE("/")) || slice_is(u->path, SLICE("/RPC2"));
}

/* Evaluate the answer to a login. */
static int logged_in(struct session *s)
{
	struct fail *f = s->talk->fail;

	if (xenapi_error_is(&s->error, "HOST_IS_SLAVE") && master_may(&s->master, &s->exchange))
		return MOVED;
	if (s->error.code_len)
		return xenapi_fail_login(&s->error, login, s->exchange.conn.local, f);
	if (!s->len)
		return fail(f, BROKEN, "%s: the answer has no session", login);
	s->xapi = slice_begins((struct slice){ s->ref, s->len }, SLICE("OpaqueRef:"));
	if (!s->xapi)
		choose_encoding(s, ENCODING_XML, SLICE("xend has no other"));
	else if (!may_speak_json(&s->talk->ask->server))
		choose_encoding(s, ENCODING_XML, SLICE("the URI has a path"));
	s->open = true;
	return 0;
}

/* Return a deadline for a proper end. */
static struct deadline last_moment(void)
{
	struct deadline d = deadline_start(LAST_NS);

	d.last = true;
	return d;
}

/* A login was still under way when the time was up: if a session results now, it must be logged out. */
static void await_login(struct session *s)
{
	struct deadline last = last_moment();
	struct fail unsaid = { 0 };

	if (s->talk->fail->status != UNANSWERED || !exchange_silent(&s->exchange))
		return;
	s->exchange.deadline = &last;
	if (!session_read(s, read_ref, NULL, true, &unsaid) && !s->error.code_len && s->len)
		s->open = true;
	s->exchange.deadline = &s->talk->ask->deadline;
}

/* Is it the default place of xend's Xen-API? The shorter login saves a round trip there. */
static bool is_place_of_xend(const struct uri *u)
{
	static const struct slice file = { "/xen-api.sock", 13 };

	if (u->host.len)
		return slice_is(u->port, SLICE("9363"));
	return u->path.len >= file.len &&
		slice_is((struct slice){ u->path.at + u->path.len - file.len, file.len }, file);
}

static int log_in(struct session *s)
{
	struct fail *f = s->talk->fail;
	unsigned parameters = is_place_of_xend(&s->talk->ask->server) ? 2 : 4;
	struct deadline patient = s->talk->ask->deadline;
	int result;

	if (patient.stall_ns < LOGIN_NS)
		patient.stall_ns = LOGIN_NS;
	s->exchange.deadline = &patient;
	s->xapi = false;
	s->len = 0;
	result = call_login(s, parameters);
	if (!result)
		result = session_read(s, read_ref, NULL, true, f);
	if (!result && parameters == 4 && xenapi_error_is(&s->error, "MESSAGE_PARAMETER_COUNT_MISMATCH")) {
		result = call_login(s, 2);
		if (!result)
			result = session_read(s, read_ref, NULL, true, f);
	}
	s->exchange.deadline = &s->talk->ask->deadline;
	if (result == FAILED && f->status == BROKEN && s->exchange.rpc.xmlrpc.faulted)
		fail_add(f, " (is it xend's legacy server? ask it with xend:)");
	if (result)
		await_login(s);
	s->open |= result && s->len; /* the answer broke after the reference */
	exchange_forget(&s->exchange);
	return result ? result : logged_in(s);
}

/* Connect and log in. */
static int open_once(struct session *s)
{
	const struct ask *a = s->talk->ask;
	int result;

	if (a->no_password && a->server.host.len)
		return fail(s->talk->fail, MISUSED, "no password: give -W FILE (there is no terminal to ask on)");
	result = exchange_open(&s->exchange, s->talk, SLICE(MASTER_DIGEST));
	if (result)
		return result;
	if (a->password.len && !s->exchange.conn.local && !s->exchange.conn.tls && !a->plain_password)
		result = fail(s->talk->fail, DENIED,
			"the password would cross the network unencrypted (--plain-password allows it)");
	else
		result = log_in(s);
	if (result == MOVED &&
		master_follow(&s->master, s->talk, &s->exchange, (struct slice){ s->error.text, s->error.text_len }))
		result = FAILED;
	if (result)
		session_close(s);
	return result;
}

static int start(struct session *s)
{
	int result;

	do
		result = open_once(s);
	while (result == MOVED);
	if (result && s->master.hops) {
		const struct slice master = s->talk->ask->server.text;

		fail_within(s->talk->fail, "its master %.*s", (int)master.len, master.at);
		result = FAILED; /* the member answered: ask no other server */
	}
	return result;
}

int session_open(struct session *s, struct talk *t)
{
	s->talk = t;
	s->open = s->renewed = s->again = false;
	s->encoding = ENCODING_UNKNOWN;
	s->master.hops = 0;
	return start(s);
}

int session_restart(struct session *s)
{
	session_close(s);
	return start(s) ? FAILED : 0;
}

void session_go_on(struct session *s)
{
	s->renewed = false;
	master_go_on(&s->master);
}

int session_renew(struct session *s)
{
	if (s->again) {
		s->again = false;
		return 0;
	}
	s->renewed = true;
	return session_restart(s);
}

static int call(struct session *s, enum session_kind kind, const char *method, const struct parameter *more, unsigned n)
{
	const struct parameter own = { { s->ref, s->len }, "the session", NULL }, probed[] = { own, own };
	struct parameter all[1 + SESSION_PARAMETERS] = { own };

	s->exchange.json = s->xapi && s->encoding != ENCODING_XML;
	if (s->exchange.json && s->encoding == ENCODING_UNKNOWN && !exchange_due(&s->exchange) &&
		queue(s, PROBE, "session.get_uuid", probed, 2, s->talk->fail))
		return FAILED;
	for (unsigned i = 0; i < n; i++)
		all[1 + i] = more[i];
	return queue(s, kind, method, all, 1 + n, s->talk->fail);
}

int session_call(struct session *s, const char *method, const struct slice *parameter)
{
	const struct parameter one = { parameter ? *parameter : SLICE(""), "what is asked for", NULL };

	return call(s, QUESTION, method, &one, parameter ? 1 : 0);
}

int session_call_with(struct session *s, const char *method, const struct parameter *parameters, unsigned n)
{
	return call(s, QUESTION, method, parameters, n);
}

int session_logout(struct session *s)
{
	return call(s, LOGOUT, logout, NULL, 0);
}

static bool logout_is_next(const struct session *s)
{
	const struct exchange *e = &s->exchange;

	return exchange_due(e) == 1 && e->calls[e->answered].kind == LOGOUT;
}

void session_close(struct session *s)
{
	struct deadline last = last_moment();
	struct fail unsaid = { 0 };
	struct exchange *e = &s->exchange;

	e->deadline = &last;
	if (s->open && !logout_is_next(s)) {
		const struct parameter ref = { { s->ref, s->len }, "the session", NULL };

		exchange_forget(e);
		e->json = false; /* every server speaks XML-RPC */
		s->open = !queue(s, LOGOUT, logout, &ref, 1, &unsaid);
	}
	if (s->open)
		session_read(s, read_nothing, NULL, true, &unsaid);
	exchange_close(e);
	e->deadline = &s->talk->ask->deadline;
	explicit_bzero(s->ref, sizeof(s->ref));
	s->open = false;
}
