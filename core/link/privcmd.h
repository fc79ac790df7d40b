/* SPDX-License-Identifier: MIT */
/*
 * Hypercalls from dom0, through Linux's privcmd device. What Xen reads and writes must lie in memory that
 * stays where it is: all of it is in one room.
 *
 *	struct privcmd xen;
 *	if (privcmd_open(&xen, fail)) ...                    0, ABSENT, FAILED
 *	if (xen.call(&xen, op, argument) < 0) ... errno      PRIVCMD_ROOM bytes at xen.room
 *	privcmd_close(&xen);
 *
 * Facts: Linux, include/uapi/xen/privcmd.h; /dev/xen/hypercall is there since 4.18.
 */
#ifndef LINK_PRIVCMD_H
#define LINK_PRIVCMD_H

#include "base/fail.h"

enum { PRIVCMD_ROOM = 64 * 1024 };

struct privcmd {
	char *room;

	/* Hypercall `op` with one argument, mostly a place in the room: what Xen returned, or -1 with errno.
	 * A test puts its own in. */
	long (*call)(struct privcmd *p, uint64_t op, uint64_t argument);

	/* the rest is its own */
	int fd;
};

int privcmd_open(struct privcmd *p, struct fail *f);
void privcmd_close(struct privcmd *p);

#endif
