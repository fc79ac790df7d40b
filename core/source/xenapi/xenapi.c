/* SPDX-License-Identifier: MIT */
/*
 * The conversation with Xen-API, as spoken by XAPI and by xend.
 *
 * The usual one is short: log in; then, in one write, ask for the records of all VMs, those of their metrics, and log
 * out. Only XAPI can filter out templates and has hosts; only xend's metrics have states.
 *
 * XAPI's XML does not escape the keys of maps, so the administrator of a VM can write into answers with its maps. A key
 * cannot hide a record: the answer is then malformed, or deeper than a record ever is. A key can add records, so they
 * are counted: as many must come, templates included, as VM.get_all names. If an answer does not add up, everything is
 * asked for again one by one (records.h). Few named domains are asked for alone (few.h).
 */
#include "source/vm/facts.h"
#include "source/vm/vcpu.h"
#include "source/xenapi/changes.h"
#include "source/xenapi/each.h"
#include "source/xenapi/few.h"
#include "source/xenapi/filter.h"
#include "source/xenapi/host.h"
#include "source/xenapi/keep.h"
#include "source/xenapi/members.h"
#include "source/xenapi/read.h"
#include "source/xenapi/records.h"

#include <stddef.h>

static const char get_records[] = "VM.get_all_records", get_metrics[] = "VM_metrics.get_all_records";

/* Read like xenapi_hear, but return UNREADABLE for a malformed answer of XAPI in XML. */
static int hear_whole(struct xenapi *x, void (*value)(struct session *s, void *to))
{
	struct fail f = { 0 };
	int result = session_read(&x->session, value, x, false, &f);

	x->unreadable = f;

	if (x->talk->fail->status != SHOWN)
		return FAILED;
	if (result == FAILED && xenapi_forgeable(x) && rpc_refused(&x->session.exchange.rpc))
		return UNREADABLE;
	if (result == FAILED)
		*x->talk->fail = f;
	return result;
}

static void flaw_twice(void *to, const struct domain *d)
{
	xenapi_flaw(to, "a record came twice, one is forged: facts that differ are not shown", d);
}

/* Count the references of all VMs. */
static void count_refs(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct rpc *r = &s->exchange.rpc;

	if (!rpc_array(r)) {
		rpc_refuse(r, BROKEN, "an array of references should stand here");
		return;
	}
	for (x->references = 0; rpc_item(r); x->references++)
		rpc_skip(r);
}

/* Count repeated records of VMs on the roll. */
static size_t count_doubled(struct xenapi *x)
{
	size_t n = 0;

	if (roll_index(&x->roll, offsetof(struct kept, ref), x->talk->fail))
		return 0;
	for (const struct kept *k = x->roll.newest; k; k = k->before)
		n += roll_next(&x->roll, k) != NULL;
	return n;
}

/* Check that the records add up, else return UNREADABLE. A server without VM.get_all is not XAPI, and needs no check. */
static int check_records(struct xenapi *x)
{
	int result = session_read(&x->session, count_refs, x, true, x->talk->fail);

	x->doubled = count_doubled(x);
	if (result || x->talk->fail->status != SHOWN)
		return result ? result : FAILED;
	if (xenapi_error_is(&x->session.error, "MESSAGE_METHOD_UNKNOWN"))
		return 0;
	if (x->session.error.code_len)
		return xenapi_fail(&x->session.error, "VM.get_all", x->talk->fail);
	return x->records == x->references + x->doubled ? 0 : UNREADABLE;
}

static void read_metrics_map(struct session *s, void *to)
{
	struct xenapi *x = to;
	struct rpc *r = &s->exchange.rpc;

	if (!xenapi_enter_map(s))
		return;
	for (x->records = x->doubled = 0; rpc_member(r); x->records++) {
		struct ref ref = ref_of(r->name);
		struct kept *k = roll_find(&x->roll, &ref);
		struct metrics metrics;

		if (!k || k->remeasured) { /* all VMs with this reference were reported */
			rpc_skip(r);
			continue;
		}
		xenapi_metrics_start(x, &metrics, k);
		if (rpc_struct(r) && xenapi_read_metrics(&metrics, r)) {
			xenapi_metrics_end(x, &metrics, k);
			for (; k; k = roll_next(&x->roll, k))
				xenapi_measure(x, &metrics, k);
		}
	}
}

/* Keep records that came twice, with their doubts. Return false if there are none. */
static bool keep_doubted(struct xenapi *x)
{
	bool any = false;

	for (struct kept *k = x->roll.newest; k; k = k->before) {
		any |= k->doubted;
		k->left_out |= !k->doubted;
	}
	return any;
}

/* Ask for every VM's record by itself. If that fails as well, report the failure of the whole answer. */
static int records_one_by_one(struct xenapi *x)
{
	struct fail why = x->unreadable;
	struct xenapi_list all;
	bool doubted = keep_doubted(x);
	int result;

	if (!doubted)
		roll_start(&x->roll, x->all);
	result = session_restart(&x->session);
	if (!result)
		result = xenapi_ask(x, "VM.get_all", NULL);
	if (!result)
		result = xenapi_hear(x, xenapi_list_items, xenapi_list_start(x, &all));
	if (result == FAILED && x->talk->fail->status == BROKEN)
		*x->talk->fail = why;
	if (result)
		return result;
	if (doubted && xenapi_list_drop(&all, true))
		return FAILED;
	return xenapi_records(x, &all);
}

static int all_one_by_one(struct xenapi *x)
{
	int result = records_one_by_one(x);

	return result || !xenapi_wants_metrics(x) ? result : xenapi_metrics_each(x);
}

/* Ask for metrics one by one after the answer with all of them proved false; take back its facts. */
static int metrics_again(struct xenapi *x)
{
	struct xenapi_list all;
	int result;

	if (ask_wants(x->talk->ask, WANT_ALL)) { /* the trees contain them */
		return all_one_by_one(x);
	}
	xenapi_list_start(x, &all);
	for (struct kept *k = x->roll.newest; k; k = k->before) {
		char room[REF_TEXT];
		struct xenapi_item *item;

		if (k->doubted || !k->measured || k->left_out)
			continue;
		k->measured = false;
		item = xenapi_list_add(&all, ref_text(&k->ref, room));
		if (!item)
			return FAILED;
		item->domain = &k->domain;
	}
	result = session_restart(&x->session);
	if (!result)
		result = xenapi_given_by_members(x, &all);
	return result ? result : xenapi_metrics_each(x);
}

/* Over XML that can be forged, all records are counted: no filter. */
static int ask_records(struct xenapi *x)
{
	char room[1024];
	struct out o = OUT_IN(room);
	struct slice expression;

	if (!x->session.xapi || xenapi_forgeable(x))
		return xenapi_ask(x, get_records, NULL);
	filter_start(&o, x);
	expression = out_slice(&o);
	return xenapi_ask(x, "VM.get_all_records_where", &expression);
}

/* Ask for all VMs, in one write with the logout unless calls for hosts follow. */
static int ask_all(struct xenapi *x)
{
	bool last = !xenapi_wants_hosts(x), wanted = xenapi_wants_metrics(x);
	int records = xenapi_ask_pcpus(x), metrics;

	if (records)
		return records;
	if (ask_records(x) || (xenapi_forgeable(x) && xenapi_ask(x, "VM.get_all", NULL)) ||
		(wanted && xenapi_ask(x, get_metrics, NULL)) ||
		(last && !x->talk->ask->stays && session_logout(&x->session)))
		return FAILED;
	records = xenapi_hear_pcpus(x);
	if (!records)
		records = hear_whole(x, xenapi_keep_map);
	if (!records && xenapi_forgeable(x))
		records = check_records(x);
	if (records == UNREADABLE)
		return all_one_by_one(x);
	if (!records && x->session.xapi)
		records = roll_settle(&x->roll, x->talk->ask, flaw_twice, x, x->talk->fail);
	if (!records && x->doubled) /* the record with such a key may be false, too */
		return all_one_by_one(x);
	if (records || !wanted)
		return records;
	if (roll_index(&x->roll, offsetof(struct kept, metrics), x->talk->fail))
		return FAILED;
	metrics = hear_whole(x, read_metrics_map);
	if (!metrics && xenapi_forgeable(x) && x->records > x->with_metrics)
		metrics = UNREADABLE;
	return metrics == UNREADABLE ? metrics_again(x) : metrics;
}

/* Ask all the questions of a round, in order. Each may return RENEW. */
static int find_out(struct xenapi *x)
{
	int result = xenapi_find_host(x);

	if (!result && xenapi_are_few(x))
		result = xenapi_few(x);
	else if (!result)
		result = UNREADABLE;
	if (result == UNREADABLE)
		result = ask_all(x);
	if (!result && xenapi_wants_hosts(x))
		result = xenapi_hosts(x);
	return result;
}

static int talk_open(struct talk *t)
{
	struct xenapi *x = arena_take(t->arena, sizeof(*x), t->fail);

	if (!x)
		return FAILED;
	t->state = x;
	x->talk = t;
	return session_open(&x->session, t);
}

/* Tell this host from the others. Each one runs its control domain, so a single host is this one. */
static void place_hosts(struct xenapi *x)
{
	struct kept_host *h = x->roll.hosts;
	enum whereabouts place = !ref_null(&x->here) ? PLACE_OTHER : h && h->next ? PLACE_UNSURE : PLACE_HERE;

	for (; h; h = h->next)
		h->host.where = ref_same(&h->ref, &x->here) ? PLACE_HERE : place;
}

static int talk_round(struct talk *t, struct domains *all)
{
	struct xenapi *x = t->state;
	int result;

	session_go_on(&x->session);
	for (;;) {
		x->all = all;
		x->last_list = false;
		all->sources |= x->session.xapi ? SOURCE_XAPI : SOURCE_XEND;
		roll_start(&x->roll, all);
		result = CONFIG_WATCH && t->ask->stays ? changes_ask(x) : 0;
		if (result == UNCHANGED)
			return UNCHANGED;
		if (!result)
			result = find_out(x);
		if (result != RENEW)
			break;
		result = session_renew(&x->session);
		if (result)
			break;
		changes_forget(x);
	}
	if (result)
		changes_forget(x);
	if (!result && x->session.xapi)
		result = roll_settle_uuids(&x->roll, t->ask, t->fail);
	if (!all->elsewhere)
		place_hosts(x);
	for (struct kept *k = x->roll.newest; k && !result; k = k->before) {
		if (k->left_out)
			continue;
		if (ask_wants(t->ask, WANT_VCPUS))
			result = vm_vcpus(all, &k->domain, x->session.xapi, t->fail);
		if (result > 0)
			xenapi_flaw(x, "the number of VCPUs of a VM is unknown, none is shown", &k->domain);
		result = result < 0 ? FAILED : 0;
		domain_add(all, &k->domain);
	}
	return result;
}

static void talk_close(struct talk *t)
{
	struct xenapi *x = t->state;

	session_close(&x->session);
	arena_free(&x->scratch);
}

const struct source source_xenapi = { CONFIG_TLS ? "unix httpu http https " : "unix httpu http ", true, true, false,
	talk_open, talk_round, talk_close };
