/* SPDX-License-Identifier: MIT */
#include "facts/join.h"
#include "facts/index.h"
#include "facts/tree.h"
#include "facts/vcpu.h"

/* The hypervisor owns these facts. */
#define LIVE (KNOWN_ID | KNOWN_STATE | KNOWN_CPU_TIME | KNOWN_VCPUS | KNOWN_MEMORY)

/* Do both report one domain? Compare uuids; unless `exact`, accept an equal id on this host if one side has no uuid, and
 * id 0 in any case: only the control domain has it. */
static bool same(const struct domain *t, const struct domain *h, bool exact)
{
	bool id = domain_knows(t, KNOWN_ID) && t->id == h->id;
	bool uuids = domain_knows(t, KNOWN_UUID) && domain_knows(h, KNOWN_UUID);

	if (t->source & SOURCE_XEN || domain_elsewhere(t)) /* already paired, or on another host */
		return false;
	if (uuids && !memcmp(t->uuid, h->uuid, sizeof(t->uuid)))
		return id || !exact;
	return id && !exact && (!uuids || !h->id) && domain_where(t) == PLACE_HERE;
}

/* Return the first of the found ones that is the same; NULL: none. */
static const struct indexed *first_same(struct found found, const struct domain *h, bool exact)
{
	for (; found.count; found.count--, found.at++)
		if (same(found.at->domain, h, exact))
			return found.at;
	return NULL;
}

static struct domain *find_same(const struct index *told, const struct domain *h, bool exact)
{
	const struct indexed *found = NULL;

	if (domain_knows(h, KNOWN_UUID))
		found = first_same(index_by_uuid(told, h->uuid), h, exact);
	if (!found)
		found = first_same(index_by_id(told, h->id), h, exact);
	return found ? found->domain : NULL;
}

/* Merge the trees: xenstored's keys and Xen's form one tree; a toolstack's tree stays as it is. */
static void merge_trees(const struct domain *t, const struct domain *h)
{
	struct detail *to = t->detail, *from = h->detail;

	if (!to->tree)
		to->tree = from->tree;
	else if (from->tree && t->source & SOURCE_XENSTORE)
		tree_continue(to->tree, from->tree);
}

/* Replace the toolstack's live facts by the hypervisor's. The hypervisor knows only the id of a domain hidden by
 * FLASK. */
static void merge_live(struct domain *t, const struct domain *h)
{
	unsigned owned = domain_knows(h, KNOWN_STATE) ? LIVE : KNOWN_ID;

	t->id = h->id;
	if (owned == LIVE) {
		t->state = h->state;
		t->cpu_ns = h->cpu_ns;
		t->vcpus = h->vcpus;
		t->memory = h->memory;
	}
	t->known = (uint16_t)((t->known & ~owned) | h->known);
	t->source |= h->source;
}

static void merge(struct domain *t, const struct domain *h, unsigned wants)
{
	unsigned missing = h->known & ~(unsigned)t->known;

	if (wants & WANT_VCPUS && domain_knows(h, KNOWN_VCPUS))
		t->detail->vcpus_each = h->detail->vcpus_each;
	else if (wants & WANT_ALL)
		merge_trees(t, h);
	merge_live(t, h);
	if (missing & KNOWN_MEMORY_MAX)
		t->detail->memory_max = h->detail->memory_max;
	if (missing & KNOWN_VCPUS_MAX)
		t->detail->vcpus_max = h->detail->vcpus_max;
	if (missing & KNOWN_UUID)
		memcpy(t->uuid, h->uuid, sizeof(t->uuid));
	if (missing & KNOWN_NAME) {
		t->name = h->name;
		t->name_len = h->name_len;
	}
	if (domain_knows(h, KNOWN_LABEL))
		t->detail->label = h->detail->label;
	if (domain_knows(h, KNOWN_POOL_NUMBER))
		t->detail->pool_number = h->detail->pool_number;
}

/* Unlink the domain at *at from its list. */
static void unlink_at(struct domains *all, struct domain **at)
{
	*at = (*at)->next;
	all->last = *at ? all->last : at;
	all->count--;
}

/* Pair the living, or the dying, domains with the toolstack's rows. */
static size_t pair(const struct index *told, struct domains *alive, bool dying, bool exact, unsigned wants)
{
	struct domain **at = &alive->first;
	size_t joined = 0;

	while (*at) {
		struct domain *h = *at;
		struct domain *t = !(h->state & STATE_DYING) == !dying ? find_same(told, h, exact) : NULL;

		if (!t) {
			at = &h->next;
			continue;
		}
		merge(t, h, wants);
		unlink_at(alive, at);
		joined++;
	}
	return joined;
}

static bool has_uuid(const struct domain *t, const unsigned char *uuid)
{
	return uuid && domain_knows(t, KNOWN_UUID) && !memcmp(t->uuid, uuid, sizeof(t->uuid));
}

/* Drop this host's control domain, which the hypervisor lacks. */
static void drop_control(struct domains *told, const unsigned char *control)
{
	struct domain **at = &told->first;

	while (*at) {
		const struct domain *t = *at;
		bool is_control = domain_knows(t, KNOWN_ID) && !t->id && domain_where(t) == PLACE_HERE;

		if (is_control || (has_uuid(t, control) && !domain_elsewhere(t)))
			unlink_at(told, at);
		else
			at = &(*at)->next;
	}
}

/* Find this host of the pool by the uuid of its control domain, if the source could not tell. */
static void find_host(const struct domains *told, const unsigned char *control)
{
	const struct host *this = NULL;

	for (const struct domain *t = told->first; t; t = t->next)
		if (has_uuid(t, control) && domain_where(t) == PLACE_UNSURE)
			this = t->detail->host;
	for (const struct domain *t = told->first; t && this; t = t->next)
		if (domain_where(t) != PLACE_HERE)
			t->detail->host->where = t->detail->host == this ? PLACE_HERE : PLACE_OTHER;
}

/* Mark a domain as not running: the toolstack believes that it runs here, but the hypervisor lacks it. */
static void rest(struct domain *t, unsigned wants)
{
	t->id = -1;
	t->known = (uint16_t)((t->known & ~(unsigned)(KNOWN_STATE | KNOWN_CPU_TIME)) | KNOWN_ID);
	for (struct vcpu *v = wants & WANT_VCPUS ? t->detail->vcpus_each : NULL; v; v = v->next) {
		v->cpu = -1;
		v->known = (v->known & VCPU_AFFINITY) | VCPU_CPU;
	}
}

size_t join(struct domains *told, struct domains *alive, const unsigned char *control, unsigned wants, struct fail *f)
{
	struct domain *zero = alive->first;
	struct index index;
	size_t joined = 0;

	while (zero && zero->id)
		zero = zero->next;
	if (zero && control)
		domain_set_uuid(zero, control);
	find_host(told, zero && domain_has_uuid(zero) ? zero->uuid : control);
	if (!zero)
		drop_control(told, control);
	for (struct domain *t = told->first; t; t = t->next)
		domain_check_uuid(t);
	/* exact matches before possible ones, living domains before dying ones */
	if (index_domains(&index, told, f))
		return 0;
	for (unsigned pass = 0; pass < 4; pass++)
		joined += pair(&index, alive, pass > 1, !(pass % 2), wants);
	for (struct domain *t = told->first; t; t = t->next)
		if (!(t->source & SOURCE_XEN) && domain_where(t) == PLACE_HERE && domain_lives(t))
			rest(t, wants);
	if (alive->pcpus)
		told->pcpus = alive->pcpus;
	return joined;
}
