/* SPDX-License-Identifier: MIT */
/*
 * What two sources tell of one host, as one list: the toolstack (or xenstored), which knows names and what
 * domains may have, and the hypervisor, which knows those that live and what they do.
 *
 * They tell of one domain when both have the same uuid, or, where one of them has none, the same id. Id 0 is
 * the control domain. Each fact has one owner: the hypervisor for id, state, CPU time, memory in use, Xen's
 * label, how many VCPUs are online and each of them; the toolstack for all others. What only one knows stays.
 */
#ifndef FACTS_JOIN_H
#define FACTS_JOIN_H

#include "facts/domain.h"

/* Joins the hypervisor's into told, all of whose rows the toolstack told; alive is empty afterwards. control is
 * the control domain's uuid, NULL: nobody knows it; wants are those (enum want) of both, with WANT_DETAIL. How
 * many were joined.
 *
 * - One that only the hypervisor has is a row of its own, without a name.
 * - One that the toolstack believes to live on this host and the hypervisor lacks does not run: it has no id,
 *   no state, no time, and its VCPUs are on no CPU.
 * - One that the toolstack places on another host is not joined: what is here with its uuid is another row.
 * - A dying one beside its successor with the same uuid is a row of its own. */
size_t join(struct domains *told, struct domains *alive, const unsigned char *control, unsigned wants);

#endif
