/* SPDX-License-Identifier: MIT */
#include "source/xenapi/records.h"
#include "source/xenapi/each.h"
#include "source/xenapi/keep.h"
#include "source/xenapi/members.h"
#include "source/xenapi/read.h"

static void read_vm_name(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct out text = OUT_IN(x->name);

	rpc_text(&s->exchange.rpc, &text);
	domain_set_name(x->item->domain, arena_text(x->all->arena, out_slice(&text), x->talk->fail));
}

/* Report a broken answer. */
static void tell_wrong(struct xenapi *x, const char *what, const struct xenapi_item *item)
{
	char room[sizeof(x->talk->fail->text)];
	struct out o = OUT_IN(room);

	out_message(&o, "%s (%.*s)", what, (int)item->wrong.len, item->wrong.at);
	xenapi_note(x, what, out_string(&o), item->domain);
}

/* Can the item be asked for member by member? With --long it cannot: there is no tree then. */
static bool mendable(const struct xenapi *x, const struct xenapi_item *item)
{
	return item->wrong.len && !item->alien && !ask_wants(x->talk->ask, WANT_ALL);
}

/* Add an item with a broken answer to another list. */
static struct xenapi_item *add_broken(struct xenapi_list *broken, const struct xenapi_item *item)
{
	struct xenapi_item *new = xenapi_list_add(broken, item->ref);

	if (!new)
		return NULL;
	new->wrong = item->wrong;
	new->deep = item->deep;
	new->kept = item->kept;
	new->domain = item->domain;
	return new;
}

/* Leave out a record beyond mending. Ask for its name in a call of its own, to warn. */
static int name_broken(struct xenapi *x, const struct xenapi_list *list)
{
	struct xenapi_list broken;
	int result;

	xenapi_list_start(x, &broken);
	for (struct xenapi_item *i = list->first; i; i = i->next) {
		struct xenapi_item *item;

		if (!i->wrong.len || mendable(x, i))
			continue;
		item = add_broken(&broken, i);
		if (!item || !(item->domain = domain_new(x->all, x->talk->fail)))
			return FAILED;
	}
	result = xenapi_each(x, "VM.get_name_label", &broken, read_vm_name);
	for (struct xenapi_item *i = broken.first; i && !result; i = i->next) {
		tell_wrong(x, "a VM is left out, its record is not well-formed", i);
		domains_flaw(x->all, BROKEN);
	}
	return result;
}

/* Ask for broken records member by member. No warning for a record whose only problem is its depth. */
static int mend_broken(struct xenapi *x, const struct xenapi_list *list)
{
	struct xenapi_list broken;
	int result;

	xenapi_list_start(x, &broken);
	for (struct xenapi_item *i = list->first; i; i = i->next)
		if (mendable(x, i) && !add_broken(&broken, i))
			return FAILED;
	result = xenapi_vms_by_members(x, &broken);
	for (struct xenapi_item *i = broken.first; i && !result; i = i->next) {
		if (!i->kept || i->deep)
			continue;
		i->domain = &i->kept->domain;
		tell_wrong(x, "a VM was asked for member by member, its record is not well-formed", i);
	}
	return result;
}

int xenapi_records(struct xenapi *x, struct xenapi_list *list)
{
	int result = xenapi_each(x, "VM.get_record", list, xenapi_keep_item);

	for (struct xenapi_item *i = list->first; i && !result; i = i->next)
		if (i->gone && i->domain)
			xenapi_flaw(x, "a record is left out, the server knows no such VM", i->domain);
	if (!result)
		result = mend_broken(x, list);
	return result ? result : name_broken(x, list);
}

/* Use metrics only after the whole answer was read without a failure. */
static void read_metrics_record(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct metrics *metrics = arena_take(x->all->arena, sizeof(*metrics), x->talk->fail);

	if (!metrics)
		return;
	xenapi_metrics_start(x, metrics, x->item->kept);
	xenapi_limit(s, 0);
	x->item->alien = !rpc_struct(&s->exchange.rpc) && s->exchange.rpc.fail->status == SHOWN;
	if (x->item->alien)
		rpc_refuse(&s->exchange.rpc, BROKEN, "a record should stand here");
	else if (xenapi_read_metrics(metrics, &s->exchange.rpc))
		x->item->metrics = metrics;
	xenapi_metrics_end(x, metrics, x->item->kept);
}

/* Report broken metrics, and collect them. */
static int note_metrics(struct xenapi *x, const struct xenapi_item *item, struct xenapi_list *broken)
{
	if (item->metrics && !item->wrong.len)
		xenapi_measure(x, item->metrics, item->kept);
	if (!item->wrong.len)
		return 0;
	if (!item->deep && (item->alien || ask_wants(x->talk->ask, WANT_ALL))) {
		tell_wrong(x, "the metrics of a VM are not well-formed", item);
		domains_flaw(x->all, BROKEN);
	} else if (!item->deep)
		tell_wrong(x, "metrics were asked for member by member, their record is not well-formed", item);
	return add_broken(broken, item) ? 0 : FAILED;
}

static int mend_metrics(struct xenapi *x, const struct xenapi_list *broken)
{
	if (broken->count) {
		if (x->last_list && session_restart(&x->session)) /* the logout was sent already */
			return FAILED;
		x->last_list = false;
	}
	return xenapi_metrics_by_members(x, broken);
}

int xenapi_metrics_each(struct xenapi *x)
{
	struct xenapi_list list, broken;
	int result;

	xenapi_list_start(x, &list);
	for (struct kept *k = x->roll.newest; k; k = k->before) {
		char room[REF_TEXT];
		struct slice ref = ref_text(&k->metrics, room);
		struct xenapi_item *item;

		if (k->left_out || k->measured || !ref.len)
			continue;
		item = xenapi_list_add(&list, ref);
		if (!item)
			return FAILED;
		item->kept = k;
		item->domain = &k->domain;
	}
	result = xenapi_each(x, "VM_metrics.get_record", &list, read_metrics_record);
	xenapi_list_start(x, &broken);
	for (struct xenapi_item *i = list.first; i && !result; i = i->next)
		result = note_metrics(x, i, &broken);
	return result ? result : mend_metrics(x, &broken);
}
