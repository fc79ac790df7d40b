/* SPDX-License-Identifier: MIT */
#include "source/xen/vcpu.h"
#include "facts/vcpu.h"

#include <errno.h>

enum {
	/* clang-format off */
	GETVCPUINFO = 14, GETVCPUAFFINITY = 25, /* domctls */
	/* clang-format on */
	HARD = 1,
	TWO_AFFINITIES = 0x0a, /* interface of Xen 4.5, the first with a soft affinity */
	MAP = PCPUS_MOST / 8, /* bytes */
};

/* Offsets in operations about one VCPU: getvcpuinfo, getvcpuaffinity. */
/* clang-format off */
enum { DOMCTL_VCPU = 16, INFO_ONLINE = 20, INFO_BLOCKED = 21, INFO_RUNNING = 22, INFO_CPU_TIME = 24, INFO_CPU = 32,
	AFFINITY_FLAGS = 20, HARD_ADDRESS = 24, HARD_BITS = 32, SOFT_ADDRESS = 40, SOFT_BITS = 48 };
/* clang-format on */

/* Set the affinity of a VCPU; it stays unknown if Xen does not tell. */
static void read_affinity(struct hypervisor *h, struct domains *all, int32_t id, struct vcpu *v)
{
	bool two = h->domctl >= TWO_AFFINITIES;
	struct cpumap map;
	uint64_t where = hypervisor_address(h, HYPERVISOR_BUFFER);

	if (!h->pcpus)
		return;
	hypervisor_clear(h);
	memset(h->privcmd.room + HYPERVISOR_BUFFER, 0, 2 * MAP);
	hypervisor_put32(h, DOMCTL_VCPU, v->number);
	hypervisor_put32(h, AFFINITY_FLAGS, two ? HARD : 0);
	hypervisor_put64(h, HARD_ADDRESS, where);
	hypervisor_put32(h, HARD_BITS, h->pcpus);
	if (two) {
		hypervisor_put64(h, SOFT_ADDRESS, where + MAP);
		hypervisor_put32(h, SOFT_BITS, h->pcpus);
	}
	if (hypervisor_domctl(h, GETVCPUAFFINITY, id) < 0) {
		if (hypervisor_denied())
			hypervisor_withholds(h, id);
		return;
	}
	cpumap_start(&map);
	for (uint32_t cpu = 0; cpu < h->pcpus; cpu++)
		if (h->privcmd.room[HYPERVISOR_BUFFER + cpu / 8] >> cpu % 8 & 1)
			cpumap_add(&map, cpu);
	vcpu_affine(v, all, &map, h->talk->fail);
}

/* Store what Xen told of a VCPU. */
static void keep_vcpu(struct hypervisor *h, struct domains *all, int32_t id, struct vcpu *v)
{
	h->told = true;
	v->online = h->privcmd.room[INFO_ONLINE];
	v->state = (uint8_t)((h->privcmd.room[INFO_BLOCKED] ? STATE_BLOCKED : 0) |
		(h->privcmd.room[INFO_RUNNING] ? STATE_RUNNING : 0));
	v->cpu_ns = hypervisor_get64(h, INFO_CPU_TIME);
	v->cpu = (int32_t)(hypervisor_get32(h, INFO_CPU) & INT32_MAX);
	v->known = VCPU_ONLINE | VCPU_STATE | VCPU_CPU_TIME | VCPU_CPU;
	read_affinity(h, all, id, v);
}

int hypervisor_vcpus(struct hypervisor *h, struct domains *all, struct domain *d)
{
	struct vcpus list = { .all = all, .fail = h->talk->fail };

	for (uint32_t number = 0; number < d->detail->vcpus_max && number < VCPUS_MOST; number++) {
		struct vcpu *v;
		bool told;

		if (deadline_check(&h->talk->ask->deadline, h->talk->fail))
			return FAILED;
		hypervisor_clear(h);
		hypervisor_put32(h, DOMCTL_VCPU, number);
		told = !hypervisor_domctl(h, GETVCPUINFO, d->id);
		if (!told && errno == ESRCH) /* the VCPU, or the whole domain, is gone */
			continue;
		if (!told && !hypervisor_denied())
			return fail(h->talk->fail, BROKEN, "Xen does not tell of VCPU %u of domain %d: %s", number,
				d->id, fail_errno());
		if (!told)
			hypervisor_withholds(h, d->id);
		v = vcpus_at(&list, number);
		if (!v)
			return FAILED;
		if (told)
			keep_vcpu(h, all, d->id, v);
	}
	d->detail->vcpus_each = list.first;
	return 0;
}
