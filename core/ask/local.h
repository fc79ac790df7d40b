/* SPDX-License-Identifier: MIT */
/*
 * auto: this host, as complete as it can be told: its toolstack (XAPI, else xend, else xenstored) and the
 * hypervisor, joined; names that no daemon has come from files. Where nothing runs, XAPI's database on disk.
 */
#ifndef ASK_LOCAL_H
#define ASK_LOCAL_H

#include "source/source.h"

/* The domains of this host: 0, FAILED, or ABSENT with what each of them said. */
int local_ask(struct ask *ask, bool verbose, struct domains *all, struct fail *f);

#endif
