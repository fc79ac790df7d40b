/* SPDX-License-Identifier: MIT */
#include "source/xenapi/changes.h"
#include "source/xenapi/host.h"
#include "source/xenapi/keep.h"

void changes_forget(struct xenapi *x)
{
	x->token_len = 0;
}

/* Read the answer of event.from: are there events, and the token. */
static void read_changes(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct rpc *r = &s->exchange.rpc;
	struct out token = OUT_IN(x->token);

	x->changed = false;
	if (!rpc_struct(r)) {
		rpc_refuse(r, BROKEN, "a struct of events should stand here");
		return;
	}
	while (rpc_member(r)) {
		if (slice_is(r->name, SLICE("token"))) {
			rpc_text(r, &token);
		} else if (!slice_is(r->name, SLICE("events"))) {
			rpc_skip(r);
		} else if (rpc_array(r)) {
			for (; rpc_item(r); x->changed = true)
				rpc_skip(r);
		}
	}
	x->token_len = token.failed ? 0 : out_slice(&token).len;
}

/* Write the classes of the records read in a round. */
static void write_classes(struct out *o, const struct xenapi *x)
{
	out_add(o, "[\"vm\"");
	if (xenapi_wants_metrics(x))
		out_add(o, ",\"vm_metrics\"");
	if (xenapi_wants_hosts(x))
		out_add(o, ",\"host\"");
	out_char(o, ']');
}

int changes_ask(struct xenapi *x)
{
	bool first = !x->token_len;
	char room[64], token_room[sizeof(x->token)];
	struct out classes = OUT_IN(room), token = OUT_IN(token_room);
	int result;

	if (!x->session.xapi || session_forgeable(&x->session))
		return 0;
	if (first) /* of no VM: only the token is wanted */
		out_add(&classes, "[\"vm/OpaqueRef:NULL\"]");
	else
		write_classes(&classes, x);
	out_bytes(&token, (struct slice){ x->token, x->token_len });

	const struct parameter parameters[SESSION_PARAMETERS] = { { out_slice(&classes), "the classes", "array" },
		{ out_slice(&token), "the token", NULL }, { SLICE("0.0"), "the timeout", "double" } };

	changes_forget(x);
	if (session_call_with(&x->session, "event.from", parameters, SESSION_PARAMETERS))
		return FAILED;
	result = session_read(&x->session, read_changes, x, true, x->talk->fail);
	if (result)
		return result;
	if (x->session.error.code_len)
		changes_forget(x); /* the server cannot tell */
	return !first && x->token_len && !x->changed ? UNCHANGED : 0;
}
