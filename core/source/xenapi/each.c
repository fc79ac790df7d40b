/* SPDX-License-Identifier: MIT */
#include "source/xenapi/each.h"

#include <stddef.h>
#include <stdlib.h>

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

/* Read one item's answer. A broken answer, if a key may have broken it, and an object that is gone are noted in the item;
 * anything else is a failure. No key stands in the answers about a host. */
static int hear_item(struct xenapi *x, struct xenapi_item *item)
{
	const struct kept *kept = item->kept;
	struct fail f = { 0 };
	int result;

	x->item = item;
	result = session_read(&x->session, item->value, item->to, true, &f);
	if (x->talk->fail->status != SHOWN)
		return FAILED;
	if (result == FAILED && !item->host && xenapi_forgeable(x) && rpc_refused(&x->session.exchange.rpc)) {
		if (item->kept != kept)
			item->kept->left_out = true; /* the record was kept, and its answer went on */
		item->deep = rpc_deep(&x->session.exchange.rpc);
		item->wrong = arena_text(x->all->arena, fail_text(&f), x->talk->fail);
		return item->wrong.at ? 0 : FAILED;
	}
	if (result == FAILED)
		*x->talk->fail = f;
	if (result)
		return result;
	item->gone = xenapi_error_is(&x->session.error, "HANDLE_INVALID") ||
		xenapi_error_is(&x->session.error, "UUID_INVALID");
	if (x->session.error.code_len && !item->gone)
		return xenapi_fail(&x->session.error, item->method, x->talk->fail);
	return 0;
}

int xenapi_all(struct xenapi *x, struct xenapi_list *list)
{
	const struct exchange *e = &x->session.exchange;
	struct xenapi_item *ask = list->first;
	bool ending = ask && x->last_list; /* the logout is still to be sent */

	for (struct xenapi_item *hear = ask; hear; hear = hear->next) {
		bool more = exchange_due(e) <= EXCHANGE_CALLS / 2; /* refill by halves, for few writes */
		int result;

		while (more && ask && exchange_has_room(e, 2)) { /* with a probe */
			if (xenapi_ask(x, ask->method, &ask->ref))
				return FAILED;
			ask = ask->next;
		}
		if (ending && !ask && exchange_has_room(e, 1)) {
			if (session_logout(&x->session))
				return FAILED;
			ending = false;
		}
		result = hear_item(x, hear);
		if (result)
			return result;
	}
	return 0;
}

int xenapi_each(struct xenapi *x, const char *method, struct xenapi_list *list,
	void (*value)(struct session *s, void *to))
{
	for (struct xenapi_item *i = list->first; i; i = i->next) {
		i->method = method;
		i->value = value;
		i->to = x;
	}
	return xenapi_all(x, list);
}

/* By reference, then in order of the list. */
static int by_ref(const void *a, const void *b)
{
	const struct xenapi_item *const *x = a, *const *y = b;
	int order = slice_order((*x)->ref, (*y)->ref);

	return order ? order : ((*x)->place > (*y)->place) - ((*x)->place < (*y)->place);
}

int xenapi_list_once(struct xenapi_list *list)
{
	struct xenapi_item **items =
		arena_take(list->x->all->arena, (list->count + 1) * sizeof(*items), list->x->talk->fail);
	struct xenapi_item **to = &list->first;
	size_t n = 0;

	if (!items)
		return FAILED;
	for (struct xenapi_item *i = list->first; i; i = i->next) {
		i->place = n;
		items[n++] = i;
	}
	qsort(items, n, sizeof(*items), by_ref);
	for (size_t i = 1; i < n; i++)
		items[i]->again = slice_is(items[i]->ref, items[i - 1]->ref);
	for (struct xenapi_item *i = list->first; i; i = i->next)
		if (!i->again) {
			*to = i;
			to = &i->next;
		}
	*to = NULL;
	list->last = to;
	return 0;
}

int xenapi_list_drop(struct xenapi_list *list, bool doubted)
{
	struct roll *r = &list->x->roll;
	struct xenapi_item **to = &list->first;

	if (roll_index(r, offsetof(struct kept, ref), list->x->talk->fail))
		return FAILED;
	for (struct xenapi_item *i = list->first; i; i = i->next) {
		struct ref ref = ref_of(i->ref);
		const struct kept *k = roll_find(r, &ref);

		if (k && (k->doubted || !doubted))
			continue;
		*to = i;
		to = &i->next;
	}
	*to = NULL;
	list->last = to;
	return 0;
}
