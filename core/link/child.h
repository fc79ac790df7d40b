/* SPDX-License-Identifier: MIT */
/*
 * Run a function that may block beyond our poll (the C library's name lookup, libxenstore, opening a device) in a
 * child process. The child writes its results into a socket. The parent reads them within its own deadline and can
 * abandon the child.
 *
 *	struct child child;
 *	if (child_start(&child, job, argument)) ... errno
 *	... wait for child.fd within a deadline, then child_read
 *	child_end(&child);
 */
#ifndef LINK_CHILD_H
#define LINK_CHILD_H

#include "base/slice.h"

#include <sys/types.h>

struct child {
	pid_t pid;
	int fd; /* the parent's end of a socket pair; non-blocking */
};

/* Start job(argument, fd) in a child. The child has no descriptor but fd, cannot use the standard ones, and is killed
 * when this program ends. Return 0, or -1 with errno. */
int child_start(struct child *c, void (*job)(const void *argument, int fd), const void *argument);

/* For the job: read exactly len bytes from the parent. Return false if it has ended. */
bool child_hear(int fd, void *to, size_t len);

/* Read the available part of len bytes: *got of them were read before; add to *got. Return false if the job has
 * ended. */
bool child_read(const struct child *c, void *to, size_t len, size_t *got);

/* Wait up to `ms` milliseconds for the end of a child process, of any kind. Return false if it still runs. */
bool child_wait(pid_t pid, int ms);

/* Close the parent's end. Kill the child if it still runs and wait for it briefly. A child in an uninterruptible wait is
 * left to init; within the sandbox each one is, and is killed when this program ends. */
void child_end(struct child *c);

/* Open a file in a child. Return the descriptor, or -1 with errno; ETIMEDOUT after limit_ns. */
int child_open(const char *path, int flags, int64_t limit_ns);

#endif
