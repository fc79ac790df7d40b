/* SPDX-License-Identifier: MIT */
/*
 * Runs what may block beyond our poll (name lookup by the C library, libxenstore) in a child that can be
 * left behind: it writes what it finds out into a pipe, the parent waits for that no longer than it wants to.
 *
 *	struct child child;
 *	if (child_start(&child, job, argument)) ... errno
 *	... read(child.fd, ...) within a deadline; it ends when the job does
 *	child_end(&child);
 */
#ifndef LINK_CHILD_H
#define LINK_CHILD_H

#include "base/slice.h"

#include <sys/types.h>

struct child {
	pid_t pid;
	int fd; /* what it writes; never blocks */
};

/* Runs job(argument, fd) in a child, which also ends when this program does: 0, or -1 with errno. */
int child_start(struct child *c, void (*job)(const void *argument, int fd), const void *argument);

/* Kills it where it still runs, and waits for it: not for long, where even that does not end it. */
void child_end(struct child *c);

/* All in one: what the job wrote until it ended comes into result: how many bytes, at most room. -1 where no
 * child could be made or limit_ns passed. */
ssize_t child_run(void (*job)(const void *argument, int fd), const void *argument, void *result,
	size_t room, int64_t limit_ns);

#endif
