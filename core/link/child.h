/* SPDX-License-Identifier: MIT */
/*
 * Runs what may block beyond our poll (name lookup by the C library) in a child that can be left
 * behind: it writes its result into a pipe, the parent waits for that no longer than it wants to.
 */
#ifndef LINK_CHILD_H
#define LINK_CHILD_H

#include "base/slice.h"

#include <sys/types.h>

/* Runs job(argument, fd) in a child; what it wrote to fd until it ended comes into result: how many
 * bytes, at most room. -1 where no child could be made or limit_ns passed: the child is killed, and
 * not waited for where even that does not end it. */
ssize_t child_run(void (*job)(const void *argument, int fd), const void *argument, void *result,
	size_t room, int64_t limit_ns);

#endif
