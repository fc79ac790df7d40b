/* SPDX-License-Identifier: MIT */
#include "wire/jsonrpc.h"

static const enum rpc_type types[] = {
	[JSON_NONE] = RPC_NONE,
	[JSON_STRING] = RPC_STRING,
	[JSON_INTEGER] = RPC_INT,
	[JSON_REAL] = RPC_DOUBLE,
	[JSON_FALSE] = RPC_BOOLEAN,
	[JSON_TRUE] = RPC_BOOLEAN,
	[JSON_NULL] = RPC_NIL,
	[JSON_OBJECT] = RPC_STRUCT,
	[JSON_ARRAY] = RPC_ARRAY,
};

enum rpc_type jsonrpc_value(struct json *j, struct out *text)
{
	enum json_type type = json_value(j, text);

	if (type == JSON_TRUE || type == JSON_FALSE)
		out_char(text, type == JSON_TRUE ? '1' : '0');
	return types[type];
}

enum rpc_type jsonrpc_text(struct json *j, struct out *text)
{
	enum json_type type = json_peek(j);

	if (type != JSON_OBJECT && type != JSON_ARRAY)
		return jsonrpc_value(j, text);
	json_skip(j);
	return j->window.fail->status == SHOWN ? types[type] : RPC_NONE;
}

enum rpc_type jsonrpc_enter(struct json *j, enum rpc_type wanted)
{
	char room[1];
	struct out text = OUT_IN(room);

	return types[json_peek(j)] == wanted ? jsonrpc_value(j, &text) : jsonrpc_text(j, &text);
}

/* XAPI up to 7.3 takes "\u0041" for six characters: escape only what JSON requires. Control characters are never sent. */
static void write_string(struct out *o, struct slice text)
{
	out_char(o, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"' || text.at[i] == '\\')
			out_char(o, '\\');
		out_char(o, text.at[i]);
	}
	out_char(o, '"');
}

/* XAPI wants an integer as id; up to 7.2 it answers with id 0 anyway. */
void jsonrpc_call(struct out *o, const char *method, const struct parameter *parameters, unsigned n)
{
	out_bytes(o, SLICE("{\"jsonrpc\":\"2.0\",\"method\":\""));
	out_bytes(o, slice_of(method));
	out_bytes(o, SLICE("\",\"params\":["));
	for (unsigned i = 0; i < n; i++) {
		out_bytes(o, i ? SLICE(",") : SLICE(""));
		if (parameters[i].type)
			out_bytes(o, parameters[i].text);
		else
			write_string(o, parameters[i].text);
	}
	out_bytes(o, SLICE("],\"id\":1}"));
}
