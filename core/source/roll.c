/* SPDX-License-Identifier: MIT */
#include "source/roll.h"

#include <stddef.h>
#include <stdlib.h>

void roll_start(struct roll *r, struct domains *all)
{
	*r = (struct roll){ .all = all };
}

struct xenapi_host *roll_host(struct roll *r, const struct xenapi_ref *ref, struct fail *f)
{
	struct xenapi_host *h = r->hosts;

	while (h && xenapi_ref_order(&h->ref, ref))
		h = h->next;
	if (h)
		return h;
	if (r->host_count++ == HOSTS) {
		fail(f, EXCEEDED, "VMs on more than %d hosts", HOSTS);
		return NULL;
	}
	h = arena_take(r->all->arena, sizeof(*h), f);
	if (!h)
		return NULL;
	h->ref = *ref;
	h->host.name = SLICE("");
	h->next = r->hosts;
	return r->hosts = h;
}

int roll_one_host(struct slice called, size_t count, struct fail *f)
{
	if (count == 1)
		return 0;
	if (count)
		return fail(f, MISUSED, "several hosts are called '%.*s': say which by its uuid", (int)called.len, called.at);
	return fail(f, UNKNOWN, "Host '%.*s' does not exist in this pool.", (int)called.len, called.at);
}

struct kept *roll_add(struct roll *r, const struct xenapi_ref *ref, const struct xenapi_vm *vm, struct fail *f)
{
	struct kept *k = arena_take(r->all->arena, sizeof(*k), f);
	struct slice name = arena_text(r->all->arena, out_slice(&vm->name), f);
	struct xenapi_host *host = NULL;
	struct domain *d;

	if (!k || !name.at)
		return NULL;
	d = &k->domain;
	d->name = name.at;
	d->name_len = (uint16_t)name.len;
	if (vm->detail && !(d->detail = arena_take(r->all->arena, sizeof(*d->detail), f)))
		return NULL;
	xenapi_vm_domain(vm, d);
	if (vm->detail && xenapi_has_host(vm)) {
		host = xenapi_ref_null(&vm->resident_on) ? NULL : roll_host(r, &vm->resident_on, f);
		d->detail->host = host ? &host->host : NULL;
		d->known |= KNOWN_HOST;
	}
	if (vm->mask.start)
		xenapi_vcpu_masks(r->all, d, vm, f);
	if (vm->told.list) {
		d->detail->tree = vm->told.list;
		domain_front(d, r->all, f);
	}
	if (vm->name.failed)
		warning("a name of more than %d bytes is cut: '%.*s...'", NAME_KEPT, 40, d->name);
	k->ref = *ref;
	k->metrics = vm->metrics;
	d->next = (struct domain *)r->newest;
	r->newest = k;
	r->count++;
	return f->status == SHOWN ? k : NULL;
}

static const struct xenapi_ref *ref_of(const struct kept *k, size_t by)
{
	return (const struct xenapi_ref *)((const char *)k + by);
}

static int by_ref(const void *a, const void *b)
{
	return xenapi_ref_order(&(*(struct kept *const *)a)->ref, &(*(struct kept *const *)b)->ref);
}

static int by_metrics(const void *a, const void *b)
{
	return xenapi_ref_order(&(*(struct kept *const *)a)->metrics, &(*(struct kept *const *)b)->metrics);
}

int roll_sort(struct roll *r, size_t by, struct fail *f)
{
	size_t n = r->count;

	if (r->room <= r->count) {
		r->sorted = arena_take(r->all->arena, (r->count + 1) * sizeof(*r->sorted), f);
		r->room = r->sorted ? r->count + 1 : 0;
	}
	if (!r->sorted)
		return FAILED;
	for (struct kept *k = r->newest; k; k = roll_before(k))
		r->sorted[--n] = k;
	r->by = by;
	qsort(r->sorted, r->count, sizeof(*r->sorted), by == offsetof(struct kept, ref) ? by_ref : by_metrics);
	return 0;
}

int roll_settle(struct roll *r, const struct ask *ask, void (*doubled)(void *to, const struct domain *d), void *to,
	struct fail *f)
{
	if (roll_sort(r, offsetof(struct kept, ref), f))
		return FAILED;
	for (size_t i = 1; i < r->count; i++) {
		struct kept *one = r->sorted[i - 1], *other = r->sorted[i];

		if (xenapi_ref_order(&one->ref, &other->ref))
			continue;
		domain_doubt(&other->domain, &one->domain);
		if (ask_wants(ask, WANT_VCPUS))
			xenapi_vcpu_doubt(&other->domain, &one->domain);
		if (ask_wants(ask, WANT_ALL))
			xenapi_tell_less(&other->domain);
		if (xenapi_ref_order(&one->metrics, &other->metrics))
			memset(&other->metrics, 0, sizeof(other->metrics));
		one->left_out = true;
		doubled(to, &other->domain);
	}
	return 0;
}

struct kept **roll_find(const struct roll *r, const struct xenapi_ref *ref)
{
	size_t low = 0, high = r->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (xenapi_ref_order(ref_of(r->sorted[middle], r->by), ref) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->count && !xenapi_ref_order(ref_of(r->sorted[low], r->by), ref) ? &r->sorted[low] : NULL;
}

struct kept **roll_next(const struct roll *r, struct kept **at)
{
	struct kept **next = at + 1;

	if (next == r->sorted + r->count || xenapi_ref_order(ref_of(*at, r->by), ref_of(*next, r->by)))
		return NULL;
	return next;
}
