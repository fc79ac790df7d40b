/* SPDX-License-Identifier: MIT */
/*
 * Join two reports of one host into one list: the toolstack (or xenstored) knows names and configuration, the
 * hypervisor knows the living domains and their activity.
 *
 * Two reports are of one domain if both have the same uuid, or if one of them has no uuid and the ids are equal. Id 0 is
 * the control domain, whatever uuids they have. Each fact has one owner: the hypervisor for id, state, CPU time, memory
 * in use, Xen's label and online VCPUs; the toolstack for all others. A fact known to one side only stays.
 */
#ifndef FACTS_JOIN_H
#define FACTS_JOIN_H

#include "facts/domain.h"

/* Join the hypervisor's list `alive` into the toolstack's list `told`. `control` is the control domain's uuid, NULL if
 * unknown. `wants` are the want bits of both lists, with WANT_DETAIL. Return the number of domains found in both. If
 * memory is out, set f.
 * - A domain that only the hypervisor reports stays in `alive`.
 * - A domain that the toolstack believes to live on this host and the hypervisor lacks does not run: it has no id,
 *   state or time, and its VCPUs are on no pCPU.
 * - If `alive` has no domain 0, this host's control domain is removed from `told`.
 * - A domain that the toolstack places on another host is not joined: a local one with its uuid is another row.
 * - If it is not known which host of the pool is this one (PLACE_UNSURE), the uuid of the control domain tells it. If
 *   nothing does, only uuids are compared, and the id, state and time of other domains stay.
 * - A dying domain beside its successor with the same uuid is a row of its own. */
size_t join(struct domains *told, struct domains *alive, const unsigned char *control, unsigned wants, struct fail *f);

#endif
