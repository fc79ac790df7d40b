/* SPDX-License-Identifier: MIT */
#include "api.h"

#include <stdio.h>
#include <string.h>

#include "call.h"
#include "log.h"
#include "methods.h"
#include "rules.h"
#include "session.h"
#include "xml.h"

/* A method nobody knows may be named anything at all: only what is harmless is kept. */
static void set_name(struct api_answer *answer, const struct method *method, const char *name)
{
	size_t i;

	snprintf(answer->method, sizeof(answer->method), "%s", method ? method->name : name);
	for (i = 0; answer->method[i]; i++) {
		char c = answer->method[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '_' || c == '.'))
			answer->method[i] = '?';
	}
}

/* Refuses a call that has no good session. */
static bool no_session(struct context *c, const struct api_answer *answer)
{
	const char *ref = call_param(c->call, 0);

	if (c->opts->any_session || strncmp(answer->method, "session.login", 13) == 0 ||
		session_known(ref))
		return false;
	FAIL(c, "SESSION_INVALID", ref);
	return true;
}

/* CODE[,ARG]... */
static void ordered_failure(struct context *c, const char *value)
{
	char text[1024], *rest = text, *part;

	snprintf(text, sizeof(text), "%s", value);
	xml_failure(&c->x);
	while ((part = strsep(&rest, ",")) != NULL)
		xml_text(&c->x, part);
	xml_failure_end(&c->x);
}

static bool ordered(struct context *c, const char *method)
{
	struct rule *rule = rules_find(RULE_FAULT, method);
	char code[16];

	if (rule) {
		snprintf(code, sizeof(code), "%.*s", (int)strcspn(rule->value, ","), rule->value);
		xml_fault(&c->x, code, strchr(rule->value, ',') + 1);
		return true;
	}
	rule = rules_find(RULE_FAIL_ONCE, method);
	if (rule)
		rule->used = true;
	else
		rule = rules_find(RULE_FAIL, method);
	if (rule)
		ordered_failure(c, rule->value);
	return rule != NULL;
}

/* The session that a recorded login hands out is a good one from now on. */
static bool learn(const struct buf *answer)
{
	const char *at = answer->len ? strstr(answer->data, "<name>Value</name>") : NULL;
	char ref[80];
	size_t n;

	if (!at)
		return false;
	at += strlen("<name>Value</name>");
	at += strspn(at, "\r\n\t ");
	if (strncmp(at, "<value>", 7) == 0)
		at += 7;
	if (strncmp(at, "<string>", 8) == 0)
		at += 8;
	n = strcspn(at, "<");
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

/* xend's legacy calls about one domain, which are answered by recordings: there is no such domain. */
static bool unknown_domain(struct context *c)
{
	static const char *const about_one[] = { "xend.domain", "xend.domain.getVCPUInfo" };

	for (size_t i = 0; c->opts->xend && i < sizeof(about_one) / sizeof(*about_one); i++)
		if (strcmp(c->call->method.data, about_one[i]) == 0) {
			xml_fault(&c->x, "3", call_param(c->call, 0));
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

/* Answers with a recording, if there is one; it too is for a session only. */
static bool recorded(struct context *c, struct api_answer *answer)
{
	struct buf bytes = { 0 }, parameters = { 0 };
	bool found;

	for (size_t i = 0; i < c->call->params; i++)
		buf_printf(&parameters, "%s%s", i ? "," : "", call_param(c->call, i));
	buf_str(&parameters, "");
	found = rules_load(answer->method, parameters.data, &bytes, &answer->whole);
	buf_free(&parameters);
	if (!found)
		return false;
	if (no_session(c, answer)) {
		answer->whole = false;
		buf_free(&bytes);
		return true;
	}
	answer->bytes = bytes;
	if (strcmp(answer->method, "session.login_with_password") == 0)
		c->login = learn(&answer->bytes);
	if (strcmp(answer->method, "session.logout") == 0) {
		session_end(call_param(c->call, 0));
		c->logout = true;
	}
	return true;
}

const char *api_call(const struct opts *opts, unsigned conn, const char *body, size_t len,
	struct api_answer *answer)
{
	struct call call;
	struct context c = { .opts = opts, .call = &call, .x = { &answer->bytes, opts->xend } };
	const struct method *method;
	const char *wrong;

	*answer = (struct api_answer){ 0 };
	wrong = call_parse(&call, body, len, !opts->xend);
	if (!wrong) {
		method = method_find(call.method.data, opts->xend);
		set_name(answer, method, call.method.data);
		log_call(conn, answer->method, len);
		if (!ordered(&c, answer->method) && !recorded(&c, answer))
			run(&c, method, answer);
		answer->login = c.login;
		answer->delay = c.delay;
		if (c.login)
			log_login();
		if (c.logout)
			log_logout();
	}
	call_free(&call);
	return wrong;
}
