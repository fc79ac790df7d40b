/* SPDX-License-Identifier: MIT */
#include "call.h"

#include <string.h>

#include "reader.h"

/* White space and then this sign, or it is wrong. */
static void need(struct reader *r, const char *sign, const char *what)
{
	reader_space(r);
	if (!reader_take(r, sign))
		reader_wrong(r, what);
}

static void escape(struct reader *r, struct buf *out)
{
	static const char letters[] = "\"\\nrtbf", meant[] = "\"\\\n\r\t\b\f";
	const char *at = r->at < r->end && *r->at ? strchr(letters, *r->at) : NULL;

	if (!at) {
		reader_wrong(r, "an escape that not every XAPI understands");
		return;
	}
	buf_add(out, &meant[at - letters], 1);
	r->at++;
}

static void string(struct reader *r, struct buf *out)
{
	need(r, "\"", "no string");
	while (r->at < r->end && *r->at != '"') {
		unsigned char c = (unsigned char)*r->at;

		if (reader_take(r, "\\")) {
			escape(r, out);
		} else if (c >= 0x80) {
			reader_wide(r, out);
		} else if (c < ' ') {
			reader_wrong(r, "control character in a string");
		} else {
			buf_add(out, r->at, 1);
			r->at++;
		}
	}
	if (!reader_take(r, "\""))
		reader_wrong(r, "string not closed");
	buf_str(out, "");
}

/* Digits, with a fraction or without; their text. */
static void number(struct reader *r, struct buf *out)
{
	const char *start = r->at;
	size_t n;

	reader_take(r, "-");
	while (r->at < r->end && *r->at && strchr("0123456789.", *r->at))
		r->at++;
	n = (size_t)(r->at - start);
	buf_add(out, start, n);
	if (n == 0 || n > 20 || (strchr(out->data, '.') && !call_is_double(out->data)))
		reader_wrong(r, "malformed value");
}

static void scalar(struct reader *r, struct buf *out)
{
	if (reader_begins(r, "\""))
		string(r, out);
	else if (reader_take(r, "true"))
		buf_str(out, "1");
	else if (reader_take(r, "false"))
		buf_str(out, "0");
	else
		number(r, out);
}

static void strings(struct reader *r, struct buf *out)
{
	struct buf item = { 0 };

	buf_str(out, "");
	reader_space(r);
	if (reader_take(r, "]"))
		return;
	do {
		reader_space(r);
		buf_clear(&item);
		string(r, &item);
		buf_str(out, out->len ? "," : "");
		buf_add(out, item.data, item.len);
		reader_space(r);
	} while (reader_take(r, ","));
	buf_free(&item);
	need(r, "]", "array not closed");
}

static void params(struct reader *r, struct call *call)
{
	need(r, "[", "params are no array");
	reader_space(r);
	if (reader_take(r, "]"))
		return;
	do {
		if (call->params == CALL_MAX_PARAMS) {
			reader_wrong(r, "too many params");
			return;
		}
		reader_space(r);
		if (reader_take(r, "["))
			strings(r, &call->param[call->params]);
		else
			scalar(r, &call->param[call->params]);
		call->params += !r->wrong;
		reader_space(r);
	} while (reader_take(r, ","));
	need(r, "]", "params not closed");
}

/* Read an integer, or a string if the release accepts one. */
static void id(struct reader *r, const struct age *age, struct buf *out)
{
	struct buf text = { 0 };
	const char *start;

	reader_space(r);
	start = r->at;
	if (age->string_id && reader_begins(r, "\""))
		string(r, &text);
	else
		while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
			r->at++;
	buf_free(&text);
	if (r->at == start || r->at - start > 100)
		reader_wrong(r, "an id that not every XAPI takes");
	if (!r->wrong)
		buf_add(out, start, (size_t)(r->at - start));
}

enum { METHOD = 1, PARAMS = 2, ID = 4, VERSION = 8 };

static int member(struct reader *r, const struct age *age, struct call *call)
{
	struct buf name = { 0 };
	int which = 0;

	string(r, &name);
	need(r, ":", "no colon behind a member's name");
	reader_space(r);
	if (strcmp(name.data, "method") == 0) {
		which = METHOD;
		string(r, &call->method);
	} else if (strcmp(name.data, "params") == 0) {
		which = PARAMS;
		params(r, call);
	} else if (strcmp(name.data, "id") == 0) {
		which = ID;
		id(r, age, &call->id);
	} else if (strcmp(name.data, "jsonrpc") == 0 && reader_take(r, "\"2.0\"")) {
		which = VERSION;
	} else {
		reader_wrong(r, "unknown member");
	}
	buf_free(&name);
	return which;
}

const char *call_parse_json(struct call *call, const char *bytes, size_t len, const struct age *age)
{
	struct reader r = { bytes, bytes + len, NULL };
	int seen = 0, which;

	*call = (struct call){ .json = true };
	need(&r, "{", "no object");
	do {
		reader_space(&r);
		which = member(&r, age, call);
		if (seen & which)
			reader_wrong(&r, "a member comes twice");
		seen |= which;
		reader_space(&r);
	} while (reader_take(&r, ","));
	need(&r, "}", "object not closed");
	if ((seen | VERSION) != (METHOD | PARAMS | ID | VERSION))
		reader_wrong(&r, "method, params or id is missing");
	if (!r.wrong && r.at != r.end)
		reader_wrong(&r, "trailing bytes behind the object");
	call->v2 = seen & VERSION;
	return r.wrong;
}
