/* SPDX-License-Identifier: MIT */
#include "wire/xmlrpc.h"
#include "wire/xml_skip.h"

static void refuse(struct xmlrpc *r, const char *what)
{
	xml_refuse(r->xml, BROKEN, what);
}

/* Read the next start or end tag, after optional white space. */
static enum xml_event read_tag(struct xmlrpc *r)
{
	enum xml_event event;

	while ((event = xml_next(r->xml)) != XML_DONE) {
		if (event == XML_START || event == XML_CLOSE)
			break;
		if (event == XML_TEXT && !slice_blank(r->xml->text))
			refuse(r, "text where XML-RPC has a tag");
	}
	return event;
}

static bool named(const struct xmlrpc *r, struct slice name)
{
	return slice_is(r->xml->name, name);
}

static bool starts(struct xmlrpc *r, struct slice name)
{
	if (read_tag(r) == XML_START && named(r, name))
		return true;
	refuse(r, "this is not what XML-RPC has in this place");
	return false;
}

/* Read the end tag of the enclosing element. Return false if anything else follows. */
static bool read_end(struct xmlrpc *r)
{
	if (read_tag(r) == XML_CLOSE)
		return true;
	refuse(r, "one element more than XML-RPC has in this place");
	return false;
}

/* Read text up to the end tag of the innermost element. */
static void text_to_end(struct xmlrpc *r, struct out *text)
{
	enum xml_event event;

	while ((event = xml_next(r->xml)) != XML_DONE && event != XML_CLOSE) {
		if (event == XML_TEXT)
			out_bytes(text, r->xml->text);
		else if (event == XML_START)
			refuse(r, "an element inside text");
	}
}

static enum rpc_type type(struct xmlrpc *r)
{
	static const struct {
		struct slice name;
		enum rpc_type type;
	} types[] = {
		{ { "string", 6 }, RPC_STRING },
		{ { "struct", 6 }, RPC_STRUCT },
		{ { "array", 5 }, RPC_ARRAY },
		{ { "boolean", 7 }, RPC_BOOLEAN },
		{ { "int", 3 }, RPC_INT },
		{ { "double", 6 }, RPC_DOUBLE },
		{ { "dateTime.iso8601", 16 }, RPC_DATE },
		{ { "nil", 3 }, RPC_NIL },
		{ { "i4", 2 }, RPC_INT },
		{ { "i8", 2 }, RPC_INT },
		{ { "base64", 6 }, RPC_BASE64 },
	};

	for (size_t i = 0; i < COUNT(types); i++)
		if (named(r, types[i].name))
			return types[i].type;
	refuse(r, "a value of no type of XML-RPC");
	return RPC_NONE;
}

/* Return the type of the value, whose tag is entered. A text without a type is RPC_STRING, and the value is left. */
static enum rpc_type read_type(struct xmlrpc *r, struct out *text, bool *left)
{
	char *from = text->at;
	enum xml_event event;
	bool text_came = false;

	*left = false;
	while ((event = xml_next(r->xml)) != XML_DONE) {
		if (event == XML_TEXT) {
			out_bytes(text, r->xml->text);
			text_came |= !slice_blank(r->xml->text);
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

enum rpc_type xmlrpc_text(struct xmlrpc *r, struct out *text)
{
	enum rpc_type type;
	bool left;

	if (xml_value(r->xml)) {
		out_bytes(text, r->xml->text);
		return RPC_STRING;
	}
	type = read_type(r, text, &left);
	if (left || type == RPC_NONE)
		return type;
	if (type == RPC_STRUCT || type == RPC_ARRAY || type == RPC_NIL)
		xml_skip(r->xml);
	else
		text_to_end(r, text);
	return read_end(r) ? type : RPC_NONE;
}

enum rpc_type xmlrpc_value(struct xmlrpc *r, struct out *text)
{
	bool left;
	enum rpc_type type = read_type(r, text, &left);

	if (left || type == RPC_NONE || type == RPC_STRUCT)
		return type;
	if (type == RPC_ARRAY)
		return starts(r, SLICE("data")) ? type : RPC_NONE;
	if (type == RPC_NIL)
		xml_skip(r->xml);
	else
		text_to_end(r, text);
	return read_end(r) ? type : RPC_NONE;
}

bool xmlrpc_plain(struct xmlrpc *r, struct slice *text)
{
	bool is = xml_value(r->xml) || xml_boolean(r->xml);

	if (is)
		*text = r->xml->text;
	return is;
}

enum rpc_type xmlrpc_enter(struct xmlrpc *r, enum rpc_type wanted)
{
	char room[1];
	struct out text = OUT_IN(room);
	bool left;
	enum rpc_type type = read_type(r, &text, &left);

	if (type == wanted)
		return type != RPC_ARRAY || starts(r, SLICE("data")) ? type : RPC_NONE;
	if (!left && type != RPC_NONE)
		xml_skip(r->xml), xml_skip(r->xml);
	return type;
}

bool xmlrpc_member(struct xmlrpc *r, uint64_t wanted)
{
	struct out name = OUT_IN(r->room);
	enum xml_event event;

	if (xml_member(r->xml, wanted)) {
		r->name = r->xml->name;
		r->name_cut = false;
		return true;
	}
	if (xml_leave(r->xml))
		return false;
	event = read_tag(r);
	if (event == XML_CLOSE && named(r, SLICE("member")))
		event = read_tag(r);
	if (event == XML_CLOSE) /* </struct></value> */
		return read_end(r) && false;
	if (event != XML_START || !named(r, SLICE("member"))) {
		refuse(r, "a struct that holds anything but members");
		return false;
	}
	if (!starts(r, SLICE("name")))
		return false;
	text_to_end(r, &name);
	r->name = out_slice(&name);
	r->name_cut = name.failed;
	return starts(r, SLICE("value"));
}

bool xmlrpc_item(struct xmlrpc *r)
{
	enum xml_event event = read_tag(r);

	if (event == XML_CLOSE) /* </data></array></value> */
		return read_end(r) && read_end(r) && false;
	if (event == XML_START && named(r, SLICE("value")))
		return true;
	refuse(r, "an array that holds anything but values");
	return false;
}

/* Read a fault up to the end of the document. */
static void read_fault(struct xmlrpc *r)
{
	char code_room[16], string_room[400];
	struct out code = OUT_IN(code_room), string = OUT_IN(string_room);

	if (!starts(r, SLICE("value")) || xmlrpc_enter(r, RPC_STRUCT) != RPC_STRUCT)
		return;
	while (xmlrpc_member(r, WANTED_ALL))
		if (slice_is(r->name, SLICE("faultCode")))
			xmlrpc_text(r, &code);
		else if (slice_is(r->name, SLICE("faultString")))
			xmlrpc_text(r, &string);
		else
			xml_skip(r->xml);
	if (read_end(r) && read_end(r)) /* </fault></methodResponse> */
		while (xml_next(r->xml) != XML_DONE)
			;
	if (r->fail->status != SHOWN)
		return;
	r->faulted = true;
	slice_number(out_slice(&code), &r->fault);
	fail(r->fail, BROKEN, "the server answers with fault %.*s: %.*s", (int)out_slice(&code).len, code.start,
		(int)out_slice(&string).len, string.start);
}

void xmlrpc_answer(struct xmlrpc *r)
{
	if (read_tag(r) != XML_START || !named(r, SLICE("methodResponse"))) {
		refuse(r, "this is XML, but no answer of XML-RPC");
		return;
	}
	if (read_tag(r) == XML_START && named(r, SLICE("fault"))) {
		read_fault(r);
		refuse(r, "a malformed fault");
		return;
	}
	if (!named(r, SLICE("params")))
		refuse(r, "an answer with neither params nor fault");
	if (starts(r, SLICE("param")))
		starts(r, SLICE("value"));
}

int xmlrpc_end(struct xmlrpc *r)
{
	if (read_end(r) && read_end(r) && read_end(r)) /* </param></params></methodResponse> */
		while (xml_next(r->xml) != XML_DONE)
			;
	return fail_result(r->fail);
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

void xmlrpc_call(struct out *o, const char *method, const struct parameter *parameters, unsigned n)
{
	out_bytes(o, SLICE("<?xml version=\"1.0\"?><methodCall><methodName>"));
	out_bytes(o, slice_of(method));
	out_bytes(o, SLICE("</methodName><params>"));
	for (const struct parameter *p = parameters; n--; p++) {
		const char *type = p->type ? p->type : "string";

		out_add(o, "<param><value><");
		out_add(o, type);
		out_char(o, '>');
		for (size_t i = 0; i < p->text.len; i++)
			out_bytes(o, escaped(p->text.at + i));
		out_add(o, "</");
		out_add(o, type);
		out_add(o, "></value></param>");
	}
	out_bytes(o, SLICE("</params></methodCall>"));
}
