/* SPDX-License-Identifier: MIT */
#include "source/xen/hidden.h"
#include "facts/ids.h"
#include "facts/tree.h"

#include <errno.h>

enum {
	/* clang-format off */
	GETDOMAININFO = 5, GETVCPUINFO = 14, /* domctls */
	/* clang-format on */
	EXACT = 0x16, /* interface of Xen 4.18; older ones answer for the next domain if no domain has the id */
};

/* Offsets in operations: the id in getdomaininfo's record, the number in getvcpuinfo. */
enum { INFO_DOMID = 16, DOMCTL_VCPU = 16 };

/* After a refusal, find out whether a domain has the id: before Xen 4.18, the refusal may be about the next domain. Ask
 * for a VCPU number beyond every domain's: Xen looks for the domain before it asks FLASK. Return 0 if the domain exists,
 * ESRCH if not, or another errno. */
static int look_for(struct hypervisor *h, int32_t id)
{
	hypervisor_clear(h);
	hypervisor_put32(h, DOMCTL_VCPU, UINT32_MAX);
	if (!hypervisor_domctl(h, GETVCPUINFO, id) || hypervisor_denied() || errno == EINVAL)
		return 0;
	return errno;
}

static int add(struct hypervisor *h, struct domains *all, int32_t id)
{
	struct trees trees = { .arena = all->arena, .fail = h->talk->fail };
	struct domain *d = domain_new(all, h->talk->fail);

	if (!d)
		return FAILED;
	d->source = SOURCE_XEN;
	d->id = id;
	domain_know(d, KNOWN_ID);
	if (!id)
		domain_set_name(d, SLICE("Domain-0"));
	if (ask_wants(h->talk->ask, WANT_ALL)) {
		d->detail->tree = trees_domain(&trees);
		domain_front(d, all, h->talk->fail);
	}
	domain_add(all, d);
	hypervisor_withholds(h, id);
	return fail_result(h->talk->fail);
}

int hypervisor_hidden(struct hypervisor *h, struct domains *all)
{
	struct ids listed = { { 0 } };

	for (const struct domain *d = all->first; d; d = d->next)
		ids_add(&listed, d->id);
	for (int32_t id = 0; id < IDS; id++) {
		int denial, error;

		if (ids_have(&listed, id))
			continue;
		if (deadline_check(&h->talk->ask->deadline, h->talk->fail))
			return FAILED;
		hypervisor_clear(h);
		if (!hypervisor_domctl(h, GETDOMAININFO, id)) { /* it is new, or Xen told of the next one */
			int32_t told = hypervisor_get32(h, INFO_DOMID) & 0xffff;

			id = told > id ? told : id;
			continue;
		}
		denial = errno;
		error = hypervisor_denied() ? look_for(h, id) : errno;
		errno = denial;
		if (!error && add(h, all, id))
			return FAILED;
		if (error && error != ESRCH) {
			h->cut = error;
			break;
		}
		if (denial == ESRCH && h->domctl < EXACT) /* no domain from this id on */
			break;
	}
	return 0;
}
