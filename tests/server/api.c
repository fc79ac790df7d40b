/* SPDX-License-Identifier: MIT */
#include "api.h"

#include <stdio.h>
#include <string.h>

#include "call.h"
#include "log.h"
#include "methods.h"
#include "rules.h"
#include "session.h"
#include "write.h"

/* The name of an unknown method may be any text: keep harmless characters only. */
static void set_name(struct api_answer *answer, const struct method *method, const char *name)
{
	size_t i;

	snprintf(answer->method, sizeof(answer->method), "%s", method ? method->name : name);
	for (i = 0; answer->method[i]; i++) {
		char c = answer->method[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
			    c == '.'))
			answer->method[i] = '?';
	}
}

/* Refuse a call without a valid session. */
static bool no_session(struct context *c, const struct api_answer *answer)
{
	const char *ref = call_param(c->call, 0);

	if (c->opts->any_session || strncmp(answer->method, "session.login", 13) == 0 || session_known(ref))
		return false;
	FAIL(c, "SESSION_INVALID", ref);
	return true;
}

#define MOST_TEXTS 16

/* CODE[,ARG]..., cut up in `room`; returns how many texts. */
static size_t split(const char *value, char room[1024], const char *texts[MOST_TEXTS])
{
	char *rest = room;
	size_t n = 0;

	snprintf(room, 1024, "%s", value);
	while (n < MOST_TEXTS && (texts[n] = strsep(&rest, ",")) != NULL)
		n++;
	return n;
}

static void ordered_failure(struct context *c, const char *value)
{
	const char *texts[MOST_TEXTS];
	char room[1024];

	method_fail(c, texts, split(value, room, texts));
}

static bool ordered(struct context *c, struct api_answer *answer)
{
	struct rule *rule = c->call->json ? NULL : rules_find(RULE_FAULT, answer->method);
	char code[16];

	if (rule) {
		snprintf(code, sizeof(code), "%.*s", (int)strcspn(rule->value, ","), rule->value);
		xml_fault(&c->w.xml, code, strchr(rule->value, ',') + 1);
		return true;
	}
	rule = rules_find(RULE_FAIL_ONCE, answer->method);
	if (rule)
		rule->used = true;
	else
		rule = rules_find(RULE_FAIL, answer->method);
	if (rule)
		ordered_failure(c, rule->value);
	answer->moved = rule && strncmp(rule->value, "HOST_IS_SLAVE,", 14) == 0;
	return rule != NULL;
}

/* Return the part after the text and any of these characters. */
static const char *behind(const char *at, const char *text, const char *skipped)
{
	at = at ? strstr(at, text) : NULL;
	if (!at)
		return NULL;
	at += strlen(text);
	return at + strspn(at, skipped);
}

/* Accept the session of a recorded login from now on. */
static bool learn(const struct buf *answer, bool json)
{
	const char *at = answer->len ? answer->data : NULL;
	char ref[80];
	size_t n;

	if (json)
		at = behind(behind(at, "\"result\":", " "), "\"", "");
	else
		at = behind(at, "<name>Value</name>", "\r\n\t ");
	if (!at)
		return false;
	if (strncmp(at, "<value>", 7) == 0)
		at += 7;
	if (strncmp(at, "<string>", 8) == 0)
		at += 8;
	n = strcspn(at, "<\"");
	if (n == 0 || n >= sizeof(ref))
		return false;
	memcpy(ref, at, n);
	ref[n] = '\0';
	session_learn(ref);
	return true;
}

static void wrong_count(struct context *c, const struct method *method, size_t expected)
{
	char want[24], got[24];

	snprintf(want, sizeof(want), "%zu", expected);
	snprintf(got, sizeof(got), "%zu", c->call->params);
	FAIL(c, "MESSAGE_PARAMETER_COUNT_MISMATCH", method->name, want, got);
}

/* xend's legacy calls about one domain: recordings answer them, else there is no such domain. */
static bool unknown_domain(struct context *c)
{
	static const char *const about_one[] = { "xend.domain", "xend.domain.getVCPUInfo" };

	for (size_t i = 0; c->opts->xend && i < sizeof(about_one) / sizeof(*about_one); i++)
		if (strcmp(c->call->method.data, about_one[i]) == 0) {
			xml_fault(&c->w.xml, "3", call_param(c->call, 0));
			return true;
		}
	return false;
}

static void run(struct context *c, const struct method *method, struct api_answer *answer)
{
	size_t most;

	if (unknown_domain(c))
		return;

	if (!method) {
		FAIL(c, "MESSAGE_METHOD_UNKNOWN", c->call->method.data);
		return;
	}
	/* xend wants the least and no more. */
	most = c->opts->xend ? method->least : method->most;
	if (c->call->params < method->least)
		wrong_count(c, method, method->least);
	else if (c->call->params > most)
		wrong_count(c, method, most);
	else if (!no_session(c, answer))
		method->run(c);
}

/* A recorded answer ends in the id of another call; but for 0, it is this one's. */
static void renumber(struct buf *answer, const char *id)
{
	static const char recorded[] = "\"id\":1}";
	size_t n = strlen(recorded);

	if (answer->len < n || strcmp(answer->data + answer->len - n, recorded) != 0)
		return;
	answer->len -= 2;
	buf_printf(answer, "%s}", id);
}

/* Answer with a recording, if there is one; this needs a session, too. */
static bool recorded(struct context *c, struct api_answer *answer)
{
	struct buf bytes = { 0 }, parameters = { 0 };
	bool found, json = c->call->json;

	for (size_t i = 0; i < c->call->params; i++)
		buf_printf(&parameters, "%s%s", i ? "," : "", call_param(c->call, i));
	buf_str(&parameters, "");
	found = rules_load(answer->method, parameters.data, json, &bytes, &answer->whole);
	buf_free(&parameters);
	if (!found)
		return false;
	if (no_session(c, answer)) {
		answer->whole = false;
		buf_free(&bytes);
		return true;
	}
	answer->bytes = bytes;
	if (json && !answer->whole)
		renumber(&answer->bytes, c->call->id.data);
	if (strcmp(answer->method, "session.login_with_password") == 0)
		c->login = learn(&answer->bytes, json);
	if (strcmp(answer->method, "session.logout") == 0) {
		session_end(call_param(c->call, 0));
		c->logout = true;
	}
	return true;
}

/* In emergency mode nothing reaches the dispatcher. */
static void emergency(struct context *c, struct api_answer *answer)
{
	const char *texts[MOST_TEXTS];
	char room[1024];
	size_t n = split(c->opts->emergency, room, texts);

	answer->outside = true;
	if (c->call->json)
		json_failure_outside(&c->w.json, texts, n);
	else
		method_fail(c, texts, n);
}

static bool is_login(const struct api_answer *answer)
{
	return strncmp(answer->method, "session.login", 13) == 0;
}

static void answer_call(struct context *c, struct api_answer *answer)
{
	const struct opts *o = c->opts;
	bool passed_on = o->member && !is_login(answer);

	if (o->emergency) {
		emergency(c, answer);
		return;
	}
	if (passed_on && c->call->json && !o->age->forwards) {
		answer->failed = "the master takes no XML there";
		return;
	}
	c->w.json.passed_on = passed_on;
	if (!ordered(c, answer) && !recorded(c, answer))
		run(c, c->method, answer);
	if (c->call->json && c->w.json.raised)
		answer->failed = "Yojson__Common.Json_error(&quot;NaN value not allowed in standard JSON&quot;)";
	answer->login = c->login;
	answer->delay = c->delay;
	if (c->login)
		log_login();
	if (c->logout)
		log_logout();
}

/* Passwords must not be in a body that old servers log. */
static void look_for_secrets(const struct opts *opts, unsigned conn, const struct api_answer *answer, const char *body,
	size_t len)
{
	size_t n = strlen(opts->password);

	if (is_login(answer) || (n && memmem(body, len, opts->password, n)))
		log_secret(conn, answer->method);
}

/* To XenServer 6.2 and before a path is as good as another. */
static bool probe(const struct opts *opts, unsigned conn, const struct request *req, struct api_answer *answer)
{
	if (!req->jsonrpc || opts->age->json || opts->xend)
		return false;
	log_probe(conn);
	answer->outside = true;
	snprintf(answer->method, sizeof(answer->method), "probe");
	buf_str(&answer->bytes,
		"<methodResponse><fault><value><struct><member><name>faultCode</name>"
		"<value><i4>1</i4></value></member><member><name>faultString</name>"
		"<value>Failed to parse supplied XML</value></member></struct></value></fault></methodResponse>");
	return true;
}

const char *api_call(const struct opts *opts, unsigned conn, const struct request *req, const char *body,
	struct api_answer *answer)
{
	struct call call;
	struct context c = { .opts = opts, .call = &call };
	const char *wrong;

	*answer = (struct api_answer){ 0 };
	if (probe(opts, conn, req, answer))
		return NULL;
	answer->json = req->jsonrpc && !opts->xend;
	wrong = answer->json ? call_parse_json(&call, body, req->body, opts->age) :
			       call_parse(&call, body, req->body, !opts->xend);
	if (!wrong) {
		c.w = (struct writer){ answer->json,
			.xml = { &answer->bytes, opts->xend, opts->xend || opts->age->escapes_names },
			.json = { &answer->bytes, opts->age, call.v2, .id = call.id.data } };
		c.method = method_find(call.method.data, opts->xend);
		set_name(answer, c.method, call.method.data);
		log_call(conn, answer->method, req->body, answer->json);
		if (answer->json)
			look_for_secrets(opts, conn, answer, body, req->body);
		answer_call(&c, answer);
	}
	call_free(&call);
	return wrong;
}
