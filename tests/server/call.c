/* SPDX-License-Identifier: MIT */
#include "call.h"

#include <string.h>

struct reader {
	const char *at;
	const char *end;
	const char *wrong; /* the first thing found wrong; reading goes nowhere after it */
};

static void wrong(struct reader *r, const char *what)
{
	if (!r->wrong)
		r->wrong = what;
	r->at = r->end;
}

static bool begins(const struct reader *r, const char *text)
{
	size_t n = strlen(text);

	return (size_t)(r->end - r->at) >= n && memcmp(r->at, text, n) == 0;
}

static bool take(struct reader *r, const char *text)
{
	if (!begins(r, text))
		return false;
	r->at += strlen(text);
	return true;
}

static void space(struct reader *r)
{
	while (r->at < r->end && *r->at && strchr(" \t\r\n", *r->at))
		r->at++;
}

/* White space and then this tag, or it is wrong. */
static void need(struct reader *r, const char *tag, const char *what)
{
	space(r);
	if (!take(r, tag))
		wrong(r, what);
}

static void prologue(struct reader *r)
{
	if (!take(r, "<?xml version="))
		return;
	if (!take(r, "\"1.0\"") && !take(r, "'1.0'"))
		wrong(r, "malformed XML declaration");
	if (take(r, " encoding=") && !take(r, "\"UTF-8\"") && !take(r, "\"utf-8\"") &&
		!take(r, "'UTF-8'") && !take(r, "'utf-8'"))
		wrong(r, "unknown XML encoding");
	if (!take(r, "?>"))
		wrong(r, "malformed XML declaration");
}

static void entity(struct reader *r, struct buf *out)
{
	static const struct {
		const char *name, *text;
	} known[] = {
		{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" },
		{ "&apos;", "'" },
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (take(r, known[i].name)) {
			buf_str(out, known[i].text);
			return;
		}
	}
	wrong(r, "bare & or unknown entity");
}

/* The code point of the n bytes after the first one's own bits; -1 where they are no tail. */
static long tail(const struct reader *r, long point, int n)
{
	const unsigned char *at = (const unsigned char *)r->at + 1;

	if (r->end - r->at <= n)
		return -1;
	for (; n > 0; n--, at++) {
		if ((*at & 0xc0) != 0x80)
			return -1;
		point = point << 6 | (*at & 0x3f);
	}
	return point;
}

/* One character of more than one byte, checked: no overlong form, no surrogate. */
static void wide(struct reader *r, struct buf *out)
{
	static const long least[] = { 0, 0x80, 0x800, 0x10000 };
	unsigned char c = (unsigned char)*r->at;
	int n = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
	long point;

	point = c < 0xc2 || c > 0xf4 ? -1 : tail(r, c & (0x3f >> n), n);
	if (point < least[n] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
		wrong(r, "text is not UTF-8");
		return;
	}
	buf_add(out, r->at, (size_t)n + 1);
	r->at += n + 1;
}

static void text(struct reader *r, struct buf *out)
{
	while (r->at < r->end && *r->at != '<') {
		unsigned char c = (unsigned char)*r->at;

		if (c == '&') {
			entity(r, out);
		} else if (c >= 0x80) {
			wide(r, out);
		} else if (c < ' ' || c == 0x7f) {
			wrong(r, "control character in text");
		} else if (c == '>') {
			wrong(r, "bare > in text");
		} else {
			buf_add(out, r->at, 1);
			r->at++;
		}
	}
	buf_str(out, "");
}

static bool is_number(const char *s)
{
	size_t n;

	s += *s == '-';
	n = strspn(s, "0123456789");
	return n > 0 && n < 20 && s[n] == '\0';
}

static void typed(struct reader *r, struct buf *out)
{
	if (take(r, "<string>")) {
		text(r, out);
		need(r, "</string>", "string not closed");
	} else if (take(r, "<boolean>")) {
		text(r, out);
		if (strcmp(out->data, "0") != 0 && strcmp(out->data, "1") != 0)
			wrong(r, "boolean is neither 0 nor 1");
		need(r, "</boolean>", "boolean not closed");
	} else if (begins(r, "<int>") || begins(r, "<i4>")) {
		const char *close = begins(r, "<int>") ? "</int>" : "</i4>";

		r->at += strlen(close) - 1;
		text(r, out);
		if (!is_number(out->data))
			wrong(r, "malformed int");
		need(r, close, "int not closed");
	} else {
		wrong(r, "value of an unknown type");
	}
}

static void value(struct reader *r, struct buf *out)
{
	const char *start = r->at;

	/* White space before a typed value is layout; else it is part of the bare text. */
	space(r);
	if (r->at < r->end && *r->at == '<' && !begins(r, "</")) {
		typed(r, out);
		need(r, "</value>", "value not closed");
		return;
	}
	r->at = start;
	text(r, out);
	if (!take(r, "</value>"))
		wrong(r, "value not closed");
}

static void params(struct reader *r, struct call *call)
{
	need(r, "<params>", "no params");
	for (space(r); take(r, "<param>"); space(r)) {
		if (call->params == CALL_MAX_PARAMS) {
			wrong(r, "too many params");
			return;
		}
		need(r, "<value>", "param without a value");
		value(r, &call->param[call->params]);
		need(r, "</param>", "param not closed");
		call->params += !r->wrong;
	}
	need(r, "</params>", "params not closed");
}

const char *call_parse(struct call *call, const char *bytes, size_t len, bool strict)
{
	struct reader r = { bytes, bytes + len, NULL };

	*call = (struct call){ 0 };
	prologue(&r);
	need(&r, "<methodCall>", "no methodCall");
	need(&r, "<methodName>", "no methodName");
	text(&r, &call->method);
	need(&r, "</methodName>", "methodName not closed");
	params(&r, call);
	need(&r, "</methodCall>", "methodCall not closed");
	if (!strict)
		space(&r);
	if (!r.wrong && r.at != r.end)
		wrong(&r, "trailing bytes after the methodCall");
	return r.wrong;
}

void call_free(struct call *call)
{
	size_t i;

	buf_free(&call->method);
	for (i = 0; i < CALL_MAX_PARAMS; i++)
		buf_free(&call->param[i]);
	call->params = 0;
}

const char *call_param(const struct call *call, size_t i)
{
	return i < call->params ? call->param[i].data : "";
}
