/* SPDX-License-Identifier: MIT */
#include "source/xenapi/few.h"
#include "source/xenapi/each.h"
#include "source/xenapi/keep.h"
#include "source/xenapi/records.h"

enum {
	FEW = 5, /* up to three calls for each, in one write */
	NAME_SENT = 1024, /* bytes of a name in a call; fits when all of it is escaped */
};

bool xenapi_are_few(const struct xenapi *x)
{
	const struct ask *a = x->talk->ask;

	for (size_t i = 0; i < a->named_count; i++)
		if (!rpc_sendable(a->named[i].name) || a->named[i].name.len >= NAME_SENT)
			return false; /* a name that cannot be sent is looked for in the whole list */
	return x->session.xapi && a->named_count && a->named_count <= FEW;
}

/* An id is this host's if a host was given, else any host's. */
static int ask_by_id(struct xenapi *x, int64_t id)
{
	char room[160], ref[REF_TEXT];
	struct out o = OUT_IN(room);
	struct slice expression;

	out_add(&o, "field \"domid\" = \"");
	out_number(&o, id);
	if (ref_text(&x->host, ref).len) {
		out_add(&o, "\" and field \"resident_on\" = \"");
		out_bytes(&o, ref_text(&x->host, ref));
	}
	out_char(&o, '"');
	expression = out_slice(&o);
	return xenapi_ask(x, "VM.get_all_records_where", &expression);
}

/* The look-ups for each operand, in the order of calls and answers. */
static const struct {
	unsigned by;
	void (*value)(struct session *s, void *to);
} ways[] = {
	{ NAMED_BY_UUID, xenapi_list_one },
	{ NAMED_BY_NAME, xenapi_list_items },
	{ NAMED_BY_ID | NAMED_CONTROL, xenapi_list_keys },
};

static int ask_way(struct xenapi *x, const struct named *n, unsigned by)
{
	char room[36];
	struct out uuid = OUT_IN(room);
	struct slice text;

	if (by & NAMED_BY_NAME)
		return xenapi_ask(x, "VM.get_by_name_label", &n->name);
	if (by & NAMED_BY_ID)
		return ask_by_id(x, n->by & NAMED_BY_ID ? n->id : 0);
	out_uuid(&uuid, n->uuid);
	text = out_slice(&uuid);
	return xenapi_ask(x, "VM.get_by_uuid", &text);
}

static int hear_way(struct xenapi *x, void (*value)(struct session *s, void *to), struct xenapi_list *list)
{
	struct fail f = { 0 };
	int result = session_read(&x->session, value, list, true, &f);

	if (result == FAILED && xenapi_forgeable(x) && rpc_refused(&x->session.exchange.rpc))
		return UNREADABLE;
	if (result == FAILED)
		*x->talk->fail = f;
	if (result || !x->session.error.code_len || xenapi_error_is(&x->session.error, "UUID_INVALID"))
		return result;
	return xenapi_fail(&x->session.error, "looking for a VM", x->talk->fail);
}

int xenapi_few(struct xenapi *x)
{
	const struct ask *a = x->talk->ask;
	struct xenapi_list list;
	int result = 0;

	xenapi_list_start(x, &list);
	for (size_t i = 0; i < a->named_count; i++)
		for (size_t way = 0; way < COUNT(ways); way++)
			if (a->named[i].by & ways[way].by && ask_way(x, &a->named[i], ways[way].by))
				return FAILED;
	for (size_t i = 0; i < a->named_count; i++)
		for (size_t way = 0; way < COUNT(ways) && !result; way++)
			if (a->named[i].by & ways[way].by)
				result = hear_way(x, ways[way].value, &list);
	if (!result)
		result = xenapi_records(x, &list);
	if (!result)
		result = xenapi_keep_once(x);
	x->last_list = !ask_wants(a, WANT_HOSTS);
	return result ? result : xenapi_metrics_each(x);
}
