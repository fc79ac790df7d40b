/* SPDX-License-Identifier: MIT */
#include "source/xenapi/envelope.h"

/* Read an array that was entered: the code, unless it is known, and further texts. */
static void read_texts(struct rpc *r, struct xenapi_error *error, bool coded)
{
	struct out code = OUT_IN(error->code), text = OUT_IN(error->text);

	while (rpc_item(r)) {
		if (!coded) {
			rpc_text(r, &code);
			error->code_len = out_slice(&code).len;
			coded = error->code_len;
			continue;
		}
		if (out_slice(&text).len)
			out_bytes(&text, SLICE(", "));
		rpc_text(r, &text);
	}
	error->text_len = out_slice(&text).len;
}

/* Read JSON-RPC's error. */
static void read_error(struct envelope *e, struct rpc *r)
{
	struct out code = OUT_IN(e->error->code);
	enum rpc_type type;

	if (rpc_null(r))
		return;
	e->error_came = true;
	type = rpc_value(r, &code);
	if (type == RPC_ARRAY)
		read_texts(r, e->error, false);
	while (type == RPC_STRUCT && rpc_member(r))
		if (slice_is(r->name, SLICE("message"))) {
			code.at = code.start;
			rpc_text(r, &code);
			e->error->code_len = out_slice(&code).len;
		} else if (!slice_is(r->name, SLICE("data"))) {
			rpc_skip(r);
		} else if (rpc_array(r)) {
			read_texts(r, e->error, true);
		}
}

static void read_status(struct envelope *e, struct rpc *r)
{
	char room[16];
	struct out text = OUT_IN(room);

	if (e->status_came)
		rpc_refuse(r, BROKEN, "a second Status in one answer");
	rpc_text(r, &text);
	e->status_came = true;
	e->success = slice_is(out_slice(&text), SLICE("Success"));
}

static void read_description(struct envelope *e, struct rpc *r)
{
	if (rpc_array(r))
		read_texts(r, e->error, false);
}

/* Read members up to the value, or to the end. In XAPI's XML the value must be the last member: an unescaped key
 * could close it, and hide the rest in a member of another name. */
static bool read_members(struct envelope *e, struct rpc *r)
{
	while (rpc_member(r)) {
		if (e->value_came && r->mistrusted)
			rpc_refuse(r, BROKEN, "a member after the answer's Value");
		if (slice_is(r->name, r->json ? SLICE("result") : SLICE("Value"))) {
			if (e->value_came)
				rpc_refuse(r, BROKEN,
					r->json ? "a second result in one answer" : "a second Value in one answer");
			if (rpc_null(r))
				continue;
			e->value_came = true;
			return true;
		}
		if (r->json && slice_is(r->name, SLICE("error")))
			read_error(e, r);
		else if (!r->json && slice_is(r->name, SLICE("Status")))
			read_status(e, r);
		else if (!r->json && slice_is(r->name, SLICE("ErrorDescription")))
			read_description(e, r);
		else
			rpc_skip(r);
	}
	return false;
}

bool envelope_open(struct envelope *e, struct rpc *r, struct xenapi_error *error)
{
	*e = (struct envelope){ .error = error };
	*error = (struct xenapi_error){ 0 };
	if (rpc_struct(r))
		return read_members(e, r);
	rpc_refuse(r, BROKEN, "this is not an answer of Xen-API");
	return false;
}

void envelope_end(struct envelope *e, struct rpc *r)
{
	if (e->value_came)
		read_members(e, r);
	if (r->fail->status != SHOWN)
		return;
	if (!r->json && !e->status_came)
		fail(r->fail, BROKEN, "the answer has no Status");
	e->success |= r->json && !e->error_came;
	if (e->success && !e->value_came)
		fail(r->fail, BROKEN, "the answer has no %s", r->json ? "result" : "Value");
	else if (!e->success && !e->error->code_len)
		fail(r->fail, BROKEN, "the answer is a failure without %s", r->json ? "a code" : "ErrorDescription");
	else if (e->error_came && e->value_came)
		fail(r->fail, BROKEN, "the answer has both a result and an error");
	else if (e->success)
		e->error->code_len = 0;
}
