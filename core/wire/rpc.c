/* SPDX-License-Identifier: MIT */
#include "wire/rpc.h"
#include "base/utf8.h"
#include "wire/xml_skip.h"

_Static_assert((int)RPC_NAME == XML_NAME && (int)RPC_NAME == JSON_NAME, "both readers cut names alike");

void rpc_open(struct rpc *r, struct xml *xml, struct json *json, struct stream *in, struct fail *fail)
{
	*r = (struct rpc){ .name = SLICE(""), .fail = fail, .json = json, .xmlrpc = { .xml = xml, .fail = fail } };
	if (json)
		json_open(json, in, fail);
	else
		xml_open(xml, in, fail);
}

void rpc_answer(struct rpc *r)
{
	if (!r->json)
		xmlrpc_answer(&r->xmlrpc);
}

int rpc_end(struct rpc *r)
{
	if (!r->json)
		return xmlrpc_end(&r->xmlrpc);
	json_end(r->json);
	return r->fail->status == SHOWN ? 0 : FAILED;
}

enum rpc_type rpc_text(struct rpc *r, struct out *text)
{
	return r->json ? jsonrpc_text(r->json, text) : xmlrpc_text(&r->xmlrpc, text);
}

enum rpc_type rpc_value(struct rpc *r, struct out *text)
{
	return r->json ? jsonrpc_value(r->json, text) : xmlrpc_value(&r->xmlrpc, text);
}

bool rpc_plain(struct rpc *r, struct slice *text)
{
	return r->json ? json_plain(r->json, text) != JSON_NONE : xmlrpc_plain(&r->xmlrpc, text);
}

bool rpc_number(struct rpc *r, int64_t *n)
{
	char room[32];
	struct out text = OUT_IN(room);

	return rpc_text(r, &text) != RPC_NONE && !text.failed && slice_number(out_slice(&text), n);
}

void rpc_skip(struct rpc *r)
{
	if (r->json)
		json_skip(r->json);
	else
		xml_skip(r->xmlrpc.xml);
}

bool rpc_null(struct rpc *r)
{
	bool is = r->json && json_peek(r->json) == JSON_NULL;

	if (is)
		json_skip(r->json);
	return is;
}

/* Enter a value of one type; skip any other. */
static bool enter_value(struct rpc *r, enum rpc_type wanted)
{
	r->type = r->json ? jsonrpc_enter(r->json, wanted) : xmlrpc_enter(&r->xmlrpc, wanted);
	return r->type == wanted;
}

bool rpc_struct(struct rpc *r)
{
	return enter_value(r, RPC_STRUCT);
}

bool rpc_array(struct rpc *r)
{
	return enter_value(r, RPC_ARRAY);
}

bool rpc_member(struct rpc *r)
{
	return rpc_member_of(r, WANTED_ALL);
}

bool rpc_member_of(struct rpc *r, uint64_t wanted)
{
	bool is = r->json ? json_member(r->json, wanted) : xmlrpc_member(&r->xmlrpc, wanted);

	r->name = r->json ? r->json->name : r->xmlrpc.name;
	return is;
}

bool rpc_name_cut(const struct rpc *r)
{
	return r->json ? r->json->name_cut : r->xmlrpc.name_cut;
}

bool rpc_item(struct rpc *r)
{
	return r->json ? json_item(r->json) : xmlrpc_item(&r->xmlrpc);
}

void rpc_refuse(struct rpc *r, enum status status, const char *what)
{
	if (r->json)
		json_refuse(r->json, status, what);
	else
		xml_refuse(r->xmlrpc.xml, status, what);
}

bool rpc_refused(const struct rpc *r)
{
	return r->json ? json_refused(r->json) : r->xmlrpc.xml->refused;
}

void rpc_mistrust(struct rpc *r)
{
	r->mistrusted = !r->json;
	if (r->mistrusted)
		r->xmlrpc.xml->plain = true;
}

void rpc_limit(struct rpc *r, unsigned elements)
{
	if (!r->json)
		r->xmlrpc.xml->limit = r->xmlrpc.xml->depth + elements;
}

bool rpc_deep(const struct rpc *r)
{
	return !r->json && r->xmlrpc.xml->deep;
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

int rpc_call(struct out *o, bool json, const char *method, const struct parameter *parameters, unsigned n,
	struct fail *f)
{
	for (unsigned i = 0; i < n; i++)
		if (!rpc_sendable(parameters[i].text))
			return fail(f, MISUSED, "%s may not hold control characters or bytes that are not UTF-8",
				parameters[i].what);
	(json ? jsonrpc_call : xmlrpc_call)(o, method, parameters, n);
	return 0;
}
