/* SPDX-License-Identifier: MIT */
#include "wire/xmlrpc.h"
#include "base/utf8.h"
#include "wire/xml_skip.h"

static void refuse(struct rpc *r, const char *what)
{
	xml_refuse(r->xml, BROKEN, what);
}

static bool blank(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != ' ' && text.at[i] != '\t' && text.at[i] != '\n')
			return false;
	return true;
}

/* The next start or end tag: between them stands white space at most. */
static enum xml_event tag(struct rpc *r)
{
	enum xml_event event;

	while ((event = xml_next(r->xml)) != XML_DONE) {
		if (event == XML_START || event == XML_CLOSE)
			break;
		if (event == XML_TEXT && !blank(r->xml->text))
			refuse(r, "text where XML-RPC has a tag");
	}
	return event;
}

static bool named(const struct rpc *r, struct slice name)
{
	return slice_is(r->xml->name, name);
}

static bool starts(struct rpc *r, struct slice name)
{
	if (tag(r) == XML_START && named(r, name))
		return true;
	refuse(r, "this is not what XML-RPC has in this place");
	return false;
}

/* An element that only another one's end tag may follow: true where it does. */
static bool ends(struct rpc *r)
{
	if (tag(r) == XML_CLOSE)
		return true;
	refuse(r, "one element more than XML-RPC has in this place");
	return false;
}

/* Text up to the end tag of the innermost element. */
static void text_to_end(struct rpc *r, struct out *text)
{
	enum xml_event event;

	while ((event = xml_next(r->xml)) != XML_DONE && event != XML_CLOSE) {
		if (event == XML_TEXT)
			out_bytes(text, r->xml->text);
		else if (event == XML_START)
			refuse(r, "an element inside text");
	}
}

static enum rpc_type type(struct rpc *r)
{
	static const struct {
		struct slice name;
		enum rpc_type type;
	} types[] = {
		{ { "string", 6 }, RPC_STRING }, { { "struct", 6 }, RPC_STRUCT },
		{ { "array", 5 }, RPC_ARRAY }, { { "boolean", 7 }, RPC_BOOLEAN },
		{ { "int", 3 }, RPC_INT }, { { "double", 6 }, RPC_DOUBLE },
		{ { "dateTime.iso8601", 16 }, RPC_DATE }, { { "nil", 3 }, RPC_NIL },
		{ { "i4", 2 }, RPC_INT }, { { "i8", 2 }, RPC_INT }, { { "base64", 6 }, RPC_BASE64 },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (named(r, types[i].name))
			return types[i].type;
	refuse(r, "a value of no type of XML-RPC");
	return RPC_NONE;
}

/* The type of the value, whose tag is entered; RPC_STRING, and the value is left, where it is text
 * without one. */
static enum rpc_type enter(struct rpc *r, struct out *text, bool *left)
{
	char *from = text->at;
	enum xml_event event;
	bool text_came = false;

	*left = false;
	while ((event = xml_next(r->xml)) != XML_DONE) {
		if (event == XML_TEXT) {
			out_bytes(text, r->xml->text);
			text_came |= !blank(r->xml->text);
		} else if (event == XML_CLOSE) {
			*left = true;
			return RPC_STRING;
		} else if (event == XML_START) {
			if (text_came)
				refuse(r, "text beside the type of a value");
			text->at = from;
			return type(r);
		}
	}
	return RPC_NONE;
}

enum rpc_type rpc_text(struct rpc *r, struct out *text)
{
	enum rpc_type type;
	bool left;

	if (xml_value(r->xml)) {
		out_bytes(text, r->xml->text);
		return RPC_STRING;
	}
	type = enter(r, text, &left);
	if (left || type == RPC_NONE)
		return type;
	if (type == RPC_STRUCT || type == RPC_ARRAY || type == RPC_NIL)
		xml_skip(r->xml);
	else
		text_to_end(r, text);
	return ends(r) ? type : RPC_NONE;
}

enum rpc_type rpc_value(struct rpc *r, struct out *text)
{
	bool left;
	enum rpc_type type = enter(r, text, &left);

	if (left || type == RPC_NONE || type == RPC_STRUCT)
		return type;
	if (type == RPC_ARRAY)
		return starts(r, SLICE("data")) ? type : RPC_NONE;
	if (type == RPC_NIL)
		xml_skip(r->xml);
	else
		text_to_end(r, text);
	return ends(r) ? type : RPC_NONE;
}

bool rpc_number(struct rpc *r, int64_t *n)
{
	char room[32];
	struct out text = OUT_IN(room);

	return rpc_text(r, &text) != RPC_NONE && !text.failed && slice_number(out_slice(&text), n);
}

void rpc_skip(struct rpc *r)
{
	xml_skip(r->xml);
}

/* Enters a value of one type; leaves one of any other. */
static bool enter_only(struct rpc *r, enum rpc_type wanted)
{
	char room[1];
	struct out text = OUT_IN(room);
	bool left;
	enum rpc_type type = r->type = enter(r, &text, &left);

	if (type == wanted)
		return true;
	if (!left && type != RPC_NONE)
		xml_skip(r->xml), xml_skip(r->xml);
	return false;
}

bool rpc_struct(struct rpc *r)
{
	return enter_only(r, RPC_STRUCT);
}

bool rpc_array(struct rpc *r)
{
	return enter_only(r, RPC_ARRAY) && starts(r, SLICE("data"));
}

bool rpc_member(struct rpc *r)
{
	return rpc_member_of(r, WANTED_ALL);
}

bool rpc_member_of(struct rpc *r, uint64_t wanted)
{
	struct out name = OUT_IN(r->room);
	enum xml_event event;

	if (xml_member(r->xml, wanted)) {
		r->name = r->xml->name;
		return true;
	}
	if (xml_leave(r->xml))
		return false;
	event = tag(r);
	if (event == XML_CLOSE && named(r, SLICE("member")))
		event = tag(r);
	if (event == XML_CLOSE) /* </struct></value> */
		return ends(r) && false;
	if (event != XML_START || !named(r, SLICE("member"))) {
		refuse(r, "a struct that holds anything but members");
		return false;
	}
	if (!starts(r, SLICE("name")))
		return false;
	text_to_end(r, &name);
	r->name = out_slice(&name);
	return starts(r, SLICE("value"));
}

bool rpc_item(struct rpc *r)
{
	enum xml_event event = tag(r);

	if (event == XML_CLOSE) /* </data></array></value> */
		return ends(r) && ends(r) && false;
	if (event == XML_START && named(r, SLICE("value")))
		return true;
	refuse(r, "an array that holds anything but values");
	return false;
}

/* Up to the end of the document. */
static void fault(struct rpc *r)
{
	char code_room[16], string_room[400];
	struct out code = OUT_IN(code_room), string = OUT_IN(string_room);

	if (!starts(r, SLICE("value")) || !rpc_struct(r))
		return;
	while (rpc_member(r))
		if (slice_is(r->name, SLICE("faultCode")))
			rpc_text(r, &code);
		else if (slice_is(r->name, SLICE("faultString")))
			rpc_text(r, &string);
		else
			rpc_skip(r);
	if (ends(r) && ends(r)) /* </fault></methodResponse> */
		while (xml_next(r->xml) != XML_DONE)
			;
	if (r->fail->status != SHOWN)
		return;
	r->faulted = true;
	slice_number(out_slice(&code), &r->fault);
	fail(r->fail, BROKEN, "the server answers with fault %.*s: %.*s",
		(int)out_slice(&code).len, code.start, (int)out_slice(&string).len, string.start);
}

void rpc_answer(struct rpc *r, struct xml *xml, struct fail *fail)
{
	r->xml = xml;
	r->fail = fail;
	r->name = SLICE("");
	r->faulted = false;
	r->fault = 0;
	if (tag(r) != XML_START || !named(r, SLICE("methodResponse"))) {
		refuse(r, "this is XML, but no answer of XML-RPC");
		return;
	}
	if (tag(r) == XML_START && named(r, SLICE("fault"))) {
		fault(r);
		refuse(r, "a malformed fault");
		return;
	}
	if (!named(r, SLICE("params")))
		refuse(r, "an answer with neither params nor fault");
	if (starts(r, SLICE("param")))
		starts(r, SLICE("value"));
}

int rpc_end(struct rpc *r)
{
	if (ends(r) && ends(r) && ends(r)) /* </param></params></methodResponse> */
		while (xml_next(r->xml) != XML_DONE)
			;
	return r->fail->status == SHOWN ? 0 : FAILED;
}

void rpc_call(struct out *o, const char *method)
{
	out_bytes(o, SLICE("<?xml version=\"1.0\"?><methodCall><methodName>"));
	out_bytes(o, slice_of(method));
	out_bytes(o, SLICE("</methodName><params>"));
}

static struct slice escaped(const char *c)
{
	switch (*c) {
	case '&':
		return SLICE("&amp;");
	case '<':
		return SLICE("&lt;");
	case '>':
		return SLICE("&gt;");
	case '"':
		return SLICE("&quot;");
	}
	return (struct slice){ c, 1 };
}

bool rpc_sendable(struct slice text)
{
	uint32_t c = 0;

	for (size_t i = 0, len; i < text.len; i += len) {
		len = utf8_char(text.at + i, text.len - i, &c);
		if (!len || c < 0x20 || c == 0x7f || c == 0xfffe || c == 0xffff)
			return false;
	}
	return true;
}

int rpc_param(struct out *o, const char *type, struct slice text, const char *what, struct fail *f)
{
	if (!rpc_sendable(text))
		return fail(f, MISUSED, "%s may not hold control characters or bytes that are not UTF-8", what);
	out_format(o, "<param><value><%s>", type);
	for (size_t i = 0; i < text.len; i++)
		out_bytes(o, escaped(text.at + i));
	out_format(o, "</%s></value></param>", type);
	return 0;
}

void rpc_call_end(struct out *o)
{
	out_bytes(o, SLICE("</params></methodCall>"));
}
