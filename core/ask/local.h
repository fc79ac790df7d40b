/* SPDX-License-Identifier: MIT */
/*
 * auto: this host, as completely as possible. Join the hypervisor and the toolstack (XAPI, else xend). Domains without
 * a name get xenstored's, else one from a file. If nothing runs, show XAPI's database on disk.
 *
 * A source that fails beside others costs a warning, an exit status, or nothing: see `costs` in local.c. If no source
 * gives rows, all failures together are the message.
 */
#ifndef ASK_LOCAL_H
#define ASK_LOCAL_H

#include "source/source.h"

/* Store the domains of this host in `all`. ask->host and ask->or_nowhere select within a pool. Return 0, or FAILED with
 * the reason of each source that is there. */
int local_ask(struct ask *ask, bool verbose, struct domains *all, struct fail *f);

#endif
