/* SPDX-License-Identifier: MIT */
/*
 * The VCPUs of a domain, ordered by their numbers, whoever told of them and in whatever order. As with
 * domains, what nobody said is not known.
 *
 *	struct vcpus list = { all, fail };
 *	struct vcpu *v = vcpus_at(&list, 3);              NULL: no such number, or no memory
 *	d->vcpu = list.first;
 */
#ifndef FACTS_VCPU_H
#define FACTS_VCPU_H

#include "facts/domain.h"

enum {
	VCPUS_MOST = 8192, /* of a domain; Xen's limit for a PV guest */
	PCPUS_MOST = 16384, /* of a host; Xen 4.20 can be built for 16383 */
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
	const struct slice *affinity; /* the pCPUs it may run on, as "0-3,7", "" for none; NULL: any */
	uint64_t cpu_ns; /* CPU time since the domain started */
	uint32_t number;
	int32_t cpu; /* the pCPU it is on, -1: on none */
	uint8_t known; /* enum vcpu_fact */
	uint8_t state; /* enum state: running and blocked only */
	bool online;
};

static inline bool vcpu_knows(const struct vcpu *v, unsigned facts)
{
	return (v->known & facts) == facts;
}

struct vcpus {
	struct domains *all; /* whose they are */
	struct fail *fail;
	struct vcpu *first;
	struct vcpu *near; /* the last that was asked for: the next one mostly follows it */
};

/* The one of a number, which is made if it was not there. NULL: the number makes no sense, or there is no
 * memory, said in fail. */
struct vcpu *vcpus_at(struct vcpus *list, int64_t number);

/* How many of a domain were told of. */
size_t vcpus_count(const struct domain *d);

/* A set of pCPUs. */
struct cpumap {
	uint32_t end; /* after the last of them */
	unsigned char bits[PCPUS_MOST / 8];
};

void cpumap_start(struct cpumap *map);

/* Adds one: false for what is no number of a pCPU. One that no host has is passed over. */
bool cpumap_add(struct cpumap *map, int64_t cpu);

/* That a VCPU may run on these, of all->pcpus (as many as there may be where that is 0); the same where
 * they stand as toolstacks write them, "0,1,3": nothing is known of what is written otherwise. */
void vcpu_affine(struct vcpu *v, struct domains *all, const struct cpumap *map, struct fail *f);
void vcpu_affine_list(struct vcpu *v, struct domains *all, struct slice cpus, struct fail *f);

#endif
