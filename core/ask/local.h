/* SPDX-License-Identifier: MIT */
/*
 * auto: this host, as completely as possible. The hypervisor and the toolstack (XAPI, else xend, else xenstored) are
 * joined; domains without a daemon's name are named from files. If nothing runs, XAPI's database on disk is shown.
 */
#ifndef ASK_LOCAL_H
#define ASK_LOCAL_H

#include "source/source.h"

/* Store the domains of this host in all. Return 0, FAILED, or ABSENT with the reason of each source. */
int local_ask(struct ask *ask, bool verbose, struct domains *all, struct fail *f);

#endif
