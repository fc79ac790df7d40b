/* SPDX-License-Identifier: MIT */
/*
 * The VCPUs of a domain, sorted by number, from any source and in any order of arrival. As with domains, a fact
 * without its bit in `known` is unknown.
 *
 *	struct vcpus list = { all, fail };
 *	struct vcpu *v = vcpus_at(&list, 3);              NULL: no such number, or no memory
 *	d->detail->vcpus_each = list.first;
 */
#ifndef FACTS_VCPU_H
#define FACTS_VCPU_H

#include "facts/domain.h"

enum {
	VCPUS_MOST = 8192, /* of a domain: Xen's limit for PV */
	PCPUS_MOST = 16384, /* of a host: Xen 4.20 can be built for 16383 */
};

enum vcpu_fact {
	VCPU_ONLINE = 1 << 0,
	VCPU_STATE = 1 << 1,
	VCPU_CPU = 1 << 2,
	VCPU_CPU_TIME = 1 << 3,
	VCPU_AFFINITY = 1 << 4,
};

struct vcpu {
	struct vcpu *next;
	const struct slice *affinity; /* allowed pCPUs, as "0-3,7", "" for none; NULL: any */
	uint64_t cpu_ns; /* CPU time since the domain's start */
	uint32_t number;
	int32_t cpu; /* its pCPU; -1: none */
	uint8_t known; /* enum vcpu_fact */
	uint8_t state; /* enum state: running or blocked */
	bool online;
};

static inline bool vcpu_knows(const struct vcpu *v, unsigned facts)
{
	return (v->known & facts) == facts;
}

/* Note that these facts, whose values were set, are known. */
static inline void vcpu_know(struct vcpu *v, unsigned facts)
{
	v->known |= (uint8_t)facts;
}

struct vcpus {
	struct domains *all; /* the list of its domain */
	struct fail *fail;
	struct vcpu *first;
	struct vcpu *near; /* the latest result: the next number usually follows it */
};

/* Find or create the VCPU of a number. Return NULL if the number is out of range or, with fail set, if memory is out. */
struct vcpu *vcpus_at(struct vcpus *list, int64_t number);

/* Return the number of VCPUs reported for a domain. */
size_t vcpus_count(const struct domain *d);

/* A set of pCPUs. */
struct cpumap {
	uint32_t end; /* one past the highest */
	unsigned char bits[PCPUS_MOST / 8];
};

void cpumap_start(struct cpumap *map);

/* Add a pCPU. Return false for a number that is invalid. Numbers from PCPUS_MOST on are ignored. */
bool cpumap_add(struct cpumap *map, int64_t cpu);

/* Set the affinity of a VCPU, from a map or from text as toolstacks write it ("0,1,3"). A map with all pcpus of the
 * host (all->pcpus; PCPUS_MOST if that is 0) means any. Text in another format leaves the affinity unknown. */
void vcpu_affine(struct vcpu *v, struct domains *all, const struct cpumap *map, struct fail *f);
void vcpu_affine_list(struct vcpu *v, struct domains *all, struct slice cpus, struct fail *f);

#endif
