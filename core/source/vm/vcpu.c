/* SPDX-License-Identifier: MIT */
#include "source/vm/vcpu.h"
#include "source/vm/facts.h"

/* One list of pCPUs for all VCPUs, or one for each, separated by semicolons. XAPI uses the first one for VCPUs
 * without a list. The lists are stored in as many VCPUs; vm_vcpus then creates the rest. */
int vm_vcpu_masks(struct domains *all, struct domain *d, const struct vm *vm, struct fail *f)
{
	struct vcpus list = { .all = all, .fail = f };
	struct slice rest = vm->mask.start ? out_slice(&vm->mask) : SLICE("");
	bool known = vm_has_params(vm);

	if (known && !rest.len)
		return 0;
	for (int64_t i = 0; i < VCPUS_MOST && (!i || rest.len); i++) {
		struct vcpu *v = vcpus_at(&list, i);

		if (!v)
			return FAILED;
		if (known)
			vcpu_affine_list(v, all, slice_before(&rest, ';'), f);
		else
			rest.len = 0;
	}
	d->detail->vcpus_each = list.first;
	return 0;
}

void vm_vcpu_doubt(struct domain *d, const struct domain *other)
{
	struct vcpu *v = d->detail->vcpus_each;
	const struct vcpu *w = other->detail->vcpus_each;

	while (v && w && v->known == w->known && v->affinity == w->affinity)
		v = v->next, w = w->next;
	if (!v && !w)
		return;
	if (!d->detail->vcpus_each)
		d->detail->vcpus_each = other->detail->vcpus_each;
	for (v = d->detail->vcpus_each; v; v = v->next)
		v->known = 0;
}

int vm_vcpus(struct domains *all, struct domain *d, bool xapi, struct fail *f)
{
	const struct vcpu any = { .known = xapi ? VCPU_AFFINITY : 0 };
	const struct vcpu first = d->detail->vcpus_each ? *d->detail->vcpus_each : any;
	struct vcpus list = { .all = all, .fail = f, .first = d->detail->vcpus_each };
	uint32_t count = domain_lives(d) && domain_knows(d, KNOWN_VCPUS) ? d->vcpus : 0;
	size_t noted = vcpus_count(d);
	struct vcpu *v = NULL;

	if (!xapi && (noted || d->power == POWER_HALTED))
		return 0;
	if (count > VCPUS_MOST) {
		d->detail->vcpus_each = NULL;
		warned_of(&all->warned, "a VM has too many VCPUs",
			"a VM has %u VCPUs, more than %d, none of them is shown: '%.*s'", count, VCPUS_MOST,
			(int)d->name_len, d->name);
		domains_flaw(all, EXCEEDED);
		return 0;
	}
	for (uint32_t i = 0; i < count; i++) {
		v = vcpus_at(&list, i);
		if (!v)
			return FAILED;
		if (i < noted)
			continue;
		v->affinity = first.affinity;
		v->known = first.known;
	}
	if (v)
		v->next = NULL;
	d->detail->vcpus_each = count ? list.first : NULL;
	return domain_lives(d) && !domain_knows(d, KNOWN_VCPUS);
}
