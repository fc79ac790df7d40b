/* SPDX-License-Identifier: MIT */
#include "source/xenapi/each.h"
#include "source/xenapi/keep.h"

int xenapi_ask(struct xenapi *x, const char *method, const struct slice *parameter)
{
	return session_call(&x->session, method, parameter);
}

int xenapi_hear(struct xenapi *x, void (*value)(struct session *s, void *to), void *to)
{
	return session_read(&x->session, value, to, false, x->talk->fail);
}

struct xenapi_list *xenapi_list_start(struct xenapi *x, struct xenapi_list *list)
{
	*list = (struct xenapi_list){ .x = x, .last = &list->first };
	return list;
}

struct xenapi_item *xenapi_list_add(struct xenapi_list *list, struct slice ref)
{
	struct fail *f = list->x->talk->fail;
	struct xenapi_item *item = arena_take(list->x->all->arena, sizeof(*item), f);

	if (!item)
		return NULL;
	item->ref = arena_text(list->x->all->arena, ref, f);
	*list->last = item;
	list->last = &item->next;
	list->count++;
	return item->ref.at ? item : NULL;
}

void xenapi_list_one(struct session *s, void *to)
{
	struct xenapi_list *list = to;
	char room[256];
	struct out text = OUT_IN(room);

	rpc_text(&s->exchange.rpc, &text);
	if (!text.failed && out_slice(&text).len)
		xenapi_list_add(list, out_slice(&text));
}

void xenapi_list_items(struct session *s, void *to)
{
	if (!rpc_array(&s->exchange.rpc)) {
		rpc_refuse(&s->exchange.rpc, BROKEN, "an array of references should stand here");
		return;
	}
	while (rpc_item(&s->exchange.rpc))
		xenapi_list_one(s, to);
}

void xenapi_list_keys(struct session *s, void *to)
{
	struct rpc *r = &s->exchange.rpc;

	if (!xenapi_enter_map(s))
		return;
	while (rpc_member(r)) {
		xenapi_list_add(to, r->name);
		rpc_skip(r);
	}
}

/* Read one item's answer. Note in the item a broken answer and an object that is gone; fail for anything else. */
static int hear_item(struct xenapi *x, void (*value)(struct session *s, void *to))
{
	struct xenapi_item *item = x->item;
	struct fail f = { 0 };
	int result = session_read(&x->session, value, x, true, &f);

	if (x->talk->fail->status != SHOWN)
		return FAILED;
	if (result == FAILED && xenapi_forgeable(x) && rpc_refused(&x->session.exchange.rpc)) {
		if (item->kept && value == xenapi_keep_item)
			item->kept->left_out = true; /* the record ended, but not the answer */
		item->deep = rpc_deep(&x->session.exchange.rpc);
		item->wrong = arena_text(x->all->arena, (struct slice){ f.text, f.len }, x->talk->fail);
		return item->wrong.at ? 0 : FAILED;
	}
	if (result == FAILED)
		*x->talk->fail = f;
	if (result)
		return result;
	item->gone = xenapi_error_is(&x->session.error, "HANDLE_INVALID") ||
		xenapi_error_is(&x->session.error, "UUID_INVALID");
	if (x->session.error.code_len && !item->gone)
		return xenapi_fail(&x->session.error, "asking for one object", x->talk->fail);
	return 0;
}

int xenapi_each(struct xenapi *x, const char *method, struct xenapi_list *list,
	void (*value)(struct session *s, void *to))
{
	struct xenapi_item *hear = list->first, *ask = hear;
	int result;

	while (hear) {
		for (unsigned n = 0; ask && n < EXCHANGE_CALLS - 2; ask = ask->next, n++)
			if (xenapi_ask(x, method, &ask->ref))
				return FAILED;
		if (!ask && x->last_list && session_logout(&x->session))
			return FAILED;
		for (; hear != ask; hear = hear->next) {
			x->item = hear;
			result = hear_item(x, value);
			if (result)
				return result;
		}
	}
	return 0;
}
