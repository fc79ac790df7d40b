/* SPDX-License-Identifier: MIT */
#include "call.h"

#include <string.h>

#include "reader.h"

/* White space and then this tag, or it is wrong. */
static void need(struct reader *r, const char *tag, const char *what)
{
	reader_space(r);
	if (!reader_take(r, tag))
		reader_wrong(r, what);
}

static void prologue(struct reader *r)
{
	if (!reader_take(r, "<?xml version="))
		return;
	if (!reader_take(r, "\"1.0\"") && !reader_take(r, "'1.0'"))
		reader_wrong(r, "malformed XML declaration");
	if (reader_take(r, " encoding=") && !reader_take(r, "\"UTF-8\"") && !reader_take(r, "\"utf-8\"") &&
		!reader_take(r, "'UTF-8'") && !reader_take(r, "'utf-8'"))
		reader_wrong(r, "unknown XML encoding");
	if (!reader_take(r, "?>"))
		reader_wrong(r, "malformed XML declaration");
}

static void entity(struct reader *r, struct buf *out)
{
	static const struct {
		const char *name, *text;
	} known[] = {
		{ "&amp;", "&" },
		{ "&lt;", "<" },
		{ "&gt;", ">" },
		{ "&quot;", "\"" },
		{ "&apos;", "'" },
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (reader_take(r, known[i].name)) {
			buf_str(out, known[i].text);
			return;
		}
	}
	reader_wrong(r, "bare & or unknown entity");
}

static void text(struct reader *r, struct buf *out)
{
	while (r->at < r->end && *r->at != '<') {
		unsigned char c = (unsigned char)*r->at;

		if (c == '&') {
			entity(r, out);
		} else if (c >= 0x80) {
			reader_wide(r, out);
		} else if (c < ' ' || c == 0x7f) {
			reader_wrong(r, "control character in text");
		} else if (c == '>') {
			reader_wrong(r, "bare > in text");
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

bool call_is_double(const char *s)
{
	size_t whole, fraction;

	s += *s == '-';
	whole = strspn(s, "0123456789");
	fraction = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;
	return whole > 0 && fraction > 0 && s[whole + 1 + fraction] == '\0';
}

static void typed(struct reader *r, struct buf *out)
{
	if (reader_take(r, "<string>")) {
		text(r, out);
		need(r, "</string>", "string not closed");
	} else if (reader_take(r, "<boolean>")) {
		text(r, out);
		if (strcmp(out->data, "0") != 0 && strcmp(out->data, "1") != 0)
			reader_wrong(r, "boolean is neither 0 nor 1");
		need(r, "</boolean>", "boolean not closed");
	} else if (reader_take(r, "<double>")) {
		text(r, out);
		if (!call_is_double(out->data))
			reader_wrong(r, "malformed double");
		need(r, "</double>", "double not closed");
	} else if (reader_begins(r, "<int>") || reader_begins(r, "<i4>")) {
		const char *close = reader_begins(r, "<int>") ? "</int>" : "</i4>";

		r->at += strlen(close) - 1;
		text(r, out);
		if (!is_number(out->data))
			reader_wrong(r, "malformed int");
		need(r, close, "int not closed");
	} else {
		reader_wrong(r, "value of an unknown type");
	}
}

/* Return false if an array begins. */
static bool scalar(struct reader *r, struct buf *out)
{
	const char *start = r->at;

	/* White space before a typed value is layout; else it is part of the bare text. */
	reader_space(r);
	if (reader_take(r, "<array>"))
		return false;
	if (r->at < r->end && *r->at == '<' && !reader_begins(r, "</")) {
		typed(r, out);
		need(r, "</value>", "value not closed");
		return true;
	}
	r->at = start;
	text(r, out);
	if (!reader_take(r, "</value>"))
		reader_wrong(r, "value not closed");
	return true;
}

static void value(struct reader *r, struct buf *out)
{
	struct buf item = { 0 };

	if (scalar(r, out))
		return;
	need(r, "<data>", "array without data");
	buf_str(out, "");
	for (reader_space(r); reader_take(r, "<value>"); reader_space(r)) {
		buf_clear(&item);
		if (!scalar(r, &item))
			reader_wrong(r, "array in an array");
		buf_str(out, out->len ? "," : "");
		buf_add(out, item.data, item.len);
	}
	buf_free(&item);
	need(r, "</data>", "data not closed");
	need(r, "</array>", "array not closed");
	need(r, "</value>", "value not closed");
}

static void params(struct reader *r, struct call *call)
{
	need(r, "<params>", "no params");
	for (reader_space(r); reader_take(r, "<param>"); reader_space(r)) {
		if (call->params == CALL_MAX_PARAMS) {
			reader_wrong(r, "too many params");
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
		reader_space(&r);
	if (!r.wrong && r.at != r.end)
		reader_wrong(&r, "trailing bytes after the methodCall");
	return r.wrong;
}

void call_free(struct call *call)
{
	size_t i;

	buf_free(&call->method);
	buf_free(&call->id);
	for (i = 0; i < CALL_MAX_PARAMS; i++)
		buf_free(&call->param[i]);
	call->params = 0;
}

const char *call_param(const struct call *call, size_t i)
{
	return i < call->params ? call->param[i].data : "";
}
