/* SPDX-License-Identifier: MIT */
#include "source/xenapi_talk.h"

int xenapi_find_host(struct xenapi *x)
{
	const struct ask *a = x->talk->ask;
	unsigned char uuid[16];
	struct xenapi_list list;
	bool by_uuid = slice_uuid(a->host, uuid);
	int result;

	memset(&x->host, 0, sizeof(x->host));
	if (!a->host.len || (!x->session.xapi && a->or_nowhere))
		return 0;
	if (!x->session.xapi)
		return fail(x->talk->fail, MISUSED, "this server has no pool of hosts (--host)");
	xenapi_list_start(x, &list);
	result = xenapi_ask(x, by_uuid ? "host.get_by_uuid" : "host.get_by_name_label", &a->host);
	if (!result)
		result = session_read(&x->session, by_uuid ? xenapi_list_one : xenapi_list_items, &list, true,
			x->talk->fail);
	if (result)
		return result;
	if (x->session.error.code_len && !xenapi_error_is(&x->session.error, "UUID_INVALID"))
		return xenapi_fail(&x->session.error, "looking for a host", x->talk->fail);
	if (roll_one_host(a->host, list.count, x->talk->fail))
		return FAILED;
	x->host = xenapi_ref_of(list.first->ref);
	return 0;
}

static void read_name(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct out text = OUT_IN(x->name);

	rpc_text(&s->exchange.rpc, &text);
	x->item->host->host.name = arena_text(x->all->arena, out_slice(&text), x->talk->fail);
}

int xenapi_host_names(struct xenapi *x)
{
	struct xenapi_list list;

	xenapi_list_start(x, &list);
	for (struct xenapi_host *h = x->roll.hosts; h; h = h->next) {
		char room[XENAPI_REF_TEXT];
		struct slice ref = xenapi_ref_text(&h->ref, room);
		struct xenapi_item *item = ref.len ? xenapi_list_add(&list, ref) : NULL;

		if (ref.len && !item)
			return FAILED;
		if (item)
			item->host = h;
	}
	x->last_list = true;
	return xenapi_each(x, "host.get_name_label", &list, read_name);
}
