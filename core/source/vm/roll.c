/* SPDX-License-Identifier: MIT */
#include "source/vm/roll.h"
#include "source/vm/facts.h"
#include "source/vm/vcpu.h"

#include <stddef.h>
#include <sys/auxv.h>

void roll_start(struct roll *r, struct domains *all)
{
	*r = (struct roll){ .all = all };
	memcpy(r->factors, (const void *)getauxval(AT_RANDOM),
		sizeof(r->factors)); /* 16 random bytes from the kernel */
	r->factors[0] |= 1;
	r->factors[1] |= 1;
}

struct kept_host *roll_host(struct roll *r, const struct ref *ref, struct fail *f)
{
	struct kept_host *h = r->hosts;

	while (h && !ref_same(&h->ref, ref))
		h = h->next;
	if (h)
		return h;
	h = r->host_count < HOSTS ? arena_take(r->all->arena, sizeof(*h), f) : NULL;
	if (!h)
		return NULL;
	r->host_count++;
	h->ref = *ref;
	h->host.name = SLICE("");
	h->next = r->hosts;
	return r->hosts = h;
}

/* Report that several hosts have the name, with their uuids. */
static int fail_many(const struct roll *r, struct slice called, struct fail *f)
{
	const char *before = ": ";

	fail(f, MISUSED, "several hosts are called '%.*s', use a uuid", (int)called.len, called.at);
	for (const struct kept_host *h = r->hosts; h; h = h->next) {
		char room[36];
		struct out uuid = OUT_IN(room);

		if (!h->host.has_uuid || !slice_is(h->host.name, called))
			continue;
		out_uuid(&uuid, h->host.uuid);
		fail_add(f, "%s%.*s", before, (int)out_slice(&uuid).len, room);
		before = ", ";
	}
	return FAILED;
}

/* Is another host called the same? */
static bool shares_name(const struct roll *r, const struct kept_host *one)
{
	for (const struct kept_host *h = r->hosts; h; h = h->next)
		if (h != one && slice_is(h->host.name, one->host.name))
			return true;
	return false;
}

/* Write the name of a host for a message, with its uuid if other hosts are called the same. */
static void out_host(struct out *o, const struct roll *r, const struct kept_host *h)
{
	out_message(o, "'%.*s'", (int)h->host.name.len, h->host.name.at);
	if (!h->host.has_uuid || !shares_name(r, h))
		return;
	out_char(o, ' ');
	out_uuid(o, h->host.uuid);
}

int roll_one_host(const struct roll *r, struct slice called, size_t count, struct fail *f)
{
	char room[sizeof(f->text)];
	struct out there = OUT_IN(room);

	if (count == 1)
		return 0;
	if (count)
		return fail_many(r, called, f);
	for (const struct kept_host *h = r->hosts; h; h = h->next) {
		if (!h->host.name.len)
			continue;
		out_add(&there, there.at > there.start ? ", " : " Its hosts are ");
		out_host(&there, r, h);
	}
	return fail(f, MISUSED, "Host '%.*s' does not exist in this pool.%.*s", (int)called.len, called.at,
		(int)out_slice(&there).len, there.start);
}

/* Set the host of a domain, unknown if there are too many hosts. */
static void set_host(struct roll *r, const struct vm *vm, struct domain *d, struct fail *f)
{
	struct kept_host *host = ref_null(&vm->resident_on) ? NULL : roll_host(r, &vm->resident_on, f);
	struct slice name = domain_name(d);

	d->detail->host = host ? &host->host : NULL;
	if (host || ref_null(&vm->resident_on)) {
		domain_know(d, KNOWN_HOST);
		return;
	}
	domains_flaw(r->all, EXCEEDED);
	warned_of(&r->all->warned, "a VM is on one host too many",
		"VMs are on more than %d hosts: where '%.*s' is, is not shown", HOSTS, (int)name.len, name.at);
}

struct kept *roll_add(struct roll *r, const struct ref *ref, const struct vm *vm, struct fail *f)
{
	struct kept *k = arena_take(r->all->arena, sizeof(*k), f);
	struct slice name = arena_text(r->all->arena, out_slice(&vm->name), f);
	struct domain *d;

	if (!k || !name.at)
		return NULL;
	d = &k->domain;
	if (vm_has_name(vm))
		domain_set_name(d, name);
	if (vm->detail && !(d->detail = arena_take(r->all->arena, sizeof(*d->detail), f)))
		return NULL;
	facts_of_vm(vm, d);
	if (vm->detail && vm_has_host(vm))
		set_host(r, vm, d, f);
	if (vm->mask.start)
		vm_vcpu_masks(r->all, d, vm, f);
	if (vm->name.failed)
		warned_of(&r->all->warned, "a name is too long and was cut",
			"a name of more than %d bytes is cut: '%.*s...'", TEXT_KEPT, 40, name.at);
	k->ref = *ref;
	if (vm_has_metrics(vm))
		k->metrics = vm->metrics;
	k->before = r->newest;
	r->newest = k;
	r->count++;
	return f->status == SHOWN ? k : NULL;
}

/* Return the hash bucket of a reference. */
static size_t list_of(const struct roll *r, const struct ref *ref)
{
	uint64_t words[2];

	memcpy(words, ref->bytes, sizeof(words));
	return (size_t)((words[0] * r->factors[0] + words[1] * r->factors[1]) >> r->shift);
}

/* Return the key of a record in the index: its reference or its uuid. Both have at least 16 bytes. */
static const struct ref *key_of(const struct roll *r, const struct kept *k)
{
	return (const struct ref *)((const char *)k + r->by);
}

static bool same_key(const struct roll *r, const struct kept *k, const struct ref *ref)
{
	if (r->by == offsetof(struct kept, domain.uuid))
		return !memcmp(k->domain.uuid, ref, sizeof(k->domain.uuid));
	return ref_same(key_of(r, k), ref);
}

int roll_index(struct roll *r, size_t by, struct fail *f)
{
	size_t n = r->count, lists = 2;

	if (r->room < n + 2) {
		r->places = arena_take(r->all->arena, (n + 2) * sizeof(*r->places), f);
		r->lists = arena_take(r->all->arena, (n + 2) * sizeof(*r->lists), f);
		r->room = n + 2;
	}
	if (f->status != SHOWN)
		return FAILED;
	for (r->shift = 63; lists <= n / 2; lists *= 2)
		r->shift--;
	memset(r->lists, 0, lists * sizeof(*r->lists));
	r->by = by;
	for (struct kept *k = r->newest; k; k = k->before)
		r->places[--n] = k;
	for (; n < r->count; n++) {
		uint32_t *list = &r->lists[list_of(r, key_of(r, r->places[n]))];

		r->places[n]->next = *list & ((1U << ROLL_LINK_BITS) - 1);
		*list = (uint32_t)n + 1;
	}
	return 0;
}

static struct kept *find_in_bucket(const struct roll *r, uint32_t place, const struct ref *ref)
{
	while (place && !same_key(r, r->places[place - 1], ref))
		place = r->places[place - 1]->next;
	return place ? r->places[place - 1] : NULL;
}

struct kept *roll_find(const struct roll *r, const struct ref *ref)
{
	return find_in_bucket(r, r->lists[list_of(r, ref)], ref);
}

struct kept *roll_next(const struct roll *r, const struct kept *k)
{
	return find_in_bucket(r, k->next, key_of(r, k));
}

void roll_note(struct roll *r, const struct ask *ask, const char *kind, const char *what, const struct domain *d)
{
	const struct slice server = ask->server.text;
	struct slice name = domain_knows(d, KNOWN_NAME) ? domain_name(d) : SLICE("(unknown)");
	char room[40];
	struct out uuid = OUT_IN(room);

	if (domain_knows(d, KNOWN_UUID)) {
		out_bytes(&uuid, SLICE(", "));
		out_uuid(&uuid, d->uuid);
	}
	warned_of(&r->all->warned, kind, "%.*s: %s: '%.*s'%.*s", (int)server.len, server.at, what, (int)name.len,
		name.at, (int)out_slice(&uuid).len, room);
}

/* Keep k, one of two records of one VM. */
static void settle(struct roll *r, const struct ask *ask, struct kept *k, struct kept *other, struct fail *f)
{
	domain_doubt(&k->domain, &other->domain);
	if (ask_wants(ask, WANT_VCPUS))
		vm_vcpu_doubt(&k->domain, &other->domain);
	if (ask_wants(ask, WANT_ALL)) {
		tree_cut(k->domain.detail->tree);
		domain_front(&k->domain, r->all, f);
	}
	if (!ref_same(&k->metrics, &other->metrics)) {
		memset(&k->metrics, 0, sizeof(k->metrics));
		facts_forget_metrics(&k->domain);
	}
	other->left_out = true;
	k->doubted = true;
}

int roll_settle(struct roll *r, const struct ask *ask, void (*doubled)(void *to, const struct domain *d), void *to,
	struct fail *f)
{
	if (roll_index(r, offsetof(struct kept, ref), f))
		return FAILED;
	for (size_t i = 0; i < r->count; i++) {
		struct kept *k = r->places[i], *before = roll_next(r, k);

		if (!before)
			continue;
		settle(r, ask, k, before, f);
		doubled(to, &k->domain);
	}
	return 0;
}

int roll_settle_uuids(struct roll *r, const struct ask *ask, struct fail *f)
{
	static const char what[] = "two VMs have one uuid: what they disagree on is not shown";

	if (roll_index(r, offsetof(struct kept, domain.uuid), f))
		return FAILED;
	for (size_t i = 0; i < r->count; i++) {
		struct kept *k = r->places[i], *before = roll_next(r, k);

		if (k->left_out || !domain_has_uuid(&k->domain))
			continue;
		while (before && before->left_out)
			before = roll_next(r, before);
		if (!before)
			continue;
		settle(r, ask, k, before, f);
		roll_note(r, ask, what, what, &k->domain);
		domains_flaw(r->all, BROKEN);
	}
	return 0;
}
