/* SPDX-License-Identifier: MIT */
#include "source/xenapi/host.h"
#include "source/xenapi/each.h"

static void read_host_name(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct out text = OUT_IN(x->name);

	rpc_text(&s->exchange.rpc, &text);
	x->item->host->host.name = arena_text(x->all->arena, out_slice(&text), x->talk->fail);
}

static void read_host_uuid(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct host *h = &x->item->host->host;
	struct out text = OUT_IN(x->name);

	rpc_text(&s->exchange.rpc, &text);
	h->has_uuid = slice_uuid(out_slice(&text), h->uuid);
}

/* Add a call for each host. */
static int call_hosts(struct xenapi_list *calls, const char *method, void (*value)(struct session *s, void *to))
{
	for (struct kept_host *h = calls->x->roll.hosts; h; h = h->next) {
		char room[REF_TEXT];
		struct slice ref = ref_text(&h->ref, room);
		struct xenapi_item *call = ref.len ? xenapi_list_add(calls, ref) : NULL;

		if (ref.len && !call)
			return FAILED;
		if (!call)
			continue;
		call->method = method;
		call->value = value;
		call->to = calls->x;
		call->host = h;
	}
	return 0;
}

/* Ask for these facts of the hosts: WANT_HOSTS, WANT_HOST_UUIDS. */
static int ask_hosts(struct xenapi *x, unsigned wants)
{
	struct xenapi_list calls;

	xenapi_list_start(x, &calls);
	if (wants & WANT_HOSTS && call_hosts(&calls, "host.get_name_label", read_host_name))
		return FAILED;
	if (wants & WANT_HOST_UUIDS && call_hosts(&calls, "host.get_uuid", read_host_uuid))
		return FAILED;
	return xenapi_all(x, &calls);
}

/* Report several hosts of one name, with their uuids, or an unknown name, with all hosts. */
static int report_hosts(struct xenapi *x, struct slice host, size_t count)
{
	struct xenapi_list list;
	int result = xenapi_ask(x, "host.get_all", NULL);

	if (!result)
		result = xenapi_hear(x, xenapi_list_items, xenapi_list_start(x, &list));
	for (struct xenapi_item *i = result ? NULL : list.first; i; i = i->next) {
		struct ref ref = ref_of(i->ref);

		roll_host(&x->roll, &ref, x->talk->fail);
	}
	if (!result)
		result = ask_hosts(x, WANT_HOSTS | WANT_HOST_UUIDS);
	return result ? result : roll_one_host(&x->roll, host, count, x->talk->fail);
}

/* Find the reference of a host by uuid or name. Without one return null, or fail if `must`. */
static int find_host(struct xenapi *x, struct slice host, bool must, struct ref *ref)
{
	unsigned char uuid[16];
	struct xenapi_list list;
	char room[40];
	struct out lower = OUT_IN(room); /* as XAPI compares it */
	bool by_uuid = slice_uuid(host, uuid);
	struct slice called = host;
	int result;

	if (by_uuid) {
		out_uuid(&lower, uuid);
		called = out_slice(&lower);
	}
	xenapi_list_start(x, &list);
	result = xenapi_ask(x, by_uuid ? "host.get_by_uuid" : "host.get_by_name_label", &called);
	if (!result)
		result = session_read(&x->session, by_uuid ? xenapi_list_one : xenapi_list_items, &list, true,
			x->talk->fail);
	if (result)
		return result;
	if (x->session.error.code_len && !xenapi_error_is(&x->session.error, "UUID_INVALID"))
		return xenapi_fail(&x->session.error, "looking for a host", x->talk->fail);
	if ((list.count != 1 && must) || list.count > 1)
		return report_hosts(x, host, list.count);
	if (list.count)
		*ref = ref_of(list.first->ref);
	return 0;
}

/* Ask for the host of the session. Leave the list empty if the server cannot tell. */
static int ask_this_host(struct xenapi *x, struct xenapi_list *list)
{
	const struct slice session = { x->session.ref, x->session.len };
	int result = xenapi_ask(x, "session.get_this_host", &session);

	xenapi_list_start(x, list);
	return result ? result : session_read(&x->session, xenapi_list_one, list, true, x->talk->fail);
}

/* Find this host by the uuid of its inventory. If the user named a host of the pool, it must not be mistaken for this
 * one: without a valid uuid, ask with which host the session over the local socket is. */
static int find_here(struct xenapi *x)
{
	const struct ask *a = x->talk->ask;
	struct xenapi_list list;
	int result;

	memset(&x->here, 0, sizeof(x->here));
	result = a->here.len ? find_host(x, a->here, false, &x->here) : 0;
	if (result || !ref_null(&x->here) || !a->host.len)
		return result;
	result = ask_this_host(x, &list);
	if (list.first)
		x->here = ref_of(list.first->ref);
	return result;
}

int xenapi_find_host(struct xenapi *x)
{
	const struct ask *a = x->talk->ask;
	int result = 0;

	memset(&x->host, 0, sizeof(x->host));
	if (!x->session.xapi && ask_names_host(a))
		return fail(x->talk->fail, MISUSED, "this source has no pool of hosts (--host)");
	if (!x->session.xapi)
		return 0;
	if (a->host.len)
		result = find_host(x, a->host, ask_names_host(a), &x->host);
	x->here = x->host;
	if (!result && a->local && !slice_is(a->here, a->host))
		result = find_here(x);
	x->all->elsewhere = a->host.len && !ref_same(&x->here, &x->host);
	return result;
}

bool xenapi_wants_hosts(const struct xenapi *x)
{
	return x->session.xapi && x->talk->ask->wants & (WANT_HOSTS | WANT_HOST_UUIDS);
}

int xenapi_hosts(struct xenapi *x)
{
	x->last_list = !x->talk->ask->stays;
	return ask_hosts(x, x->talk->ask->wants);
}

static void read_pcpus(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct rpc *r = &s->exchange.rpc;
	uint32_t n = 0;

	for (bool is = rpc_array(r); is && rpc_item(r); n++)
		rpc_skip(r);
	x->all->pcpus = n;
}

int xenapi_ask_pcpus(struct xenapi *x)
{
	struct xenapi_list list;
	int result;

	x->pcpus_asked = false;
	if (x->session.xapi || !ask_wants(x->talk->ask, WANT_VCPUS))
		return 0;
	result = ask_this_host(x, &list);
	if (result || !list.first)
		return result;
	x->pcpus_asked = true;
	return xenapi_ask(x, "host.get_host_CPUs", &list.first->ref);
}

int xenapi_hear_pcpus(struct xenapi *x)
{
	return x->pcpus_asked ? session_read(&x->session, read_pcpus, x, true, x->talk->fail) : 0;
}
