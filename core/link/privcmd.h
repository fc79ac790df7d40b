/* SPDX-License-Identifier: MIT */
/*
 * Make hypercalls from dom0 through Linux's privcmd device. Xen reads and writes memory that must not move: one
 * buffer, `room`, holds everything.
 *
 *	struct privcmd xen;
 *	if (privcmd_open(&xen, limit_ns, fail)) ...          0, ABSENT, FAILED
 *	if (xen.call(&xen, op, argument) < 0) ... errno      PRIVCMD_ROOM bytes at xen.room
 *	privcmd_close(&xen);
 *
 * Source: Linux, include/uapi/xen/privcmd.h; /dev/xen/hypercall exists since Linux 4.18.
 */
#ifndef LINK_PRIVCMD_H
#define LINK_PRIVCMD_H

#include "base/fail.h"

enum { PRIVCMD_ROOM = 64 * 1024 };

struct privcmd {
	char *room;

	/* Make hypercall `op` with one argument, usually an address in the room. Return Xen's result, or -1 with
	 * errno. Tests replace this function. */
	long (*call)(struct privcmd *p, uint64_t op, uint64_t argument);

	/* private */
	int fd;
};

int privcmd_open(struct privcmd *p, int64_t limit_ns, struct fail *f);
void privcmd_close(struct privcmd *p);

#endif
