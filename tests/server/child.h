/* SPDX-License-Identifier: MIT */
/*
 * child - runs a program and catches what it prints; for cuts.c only.
 *
 * SIGCHLD has to be blocked, so that child_reap can wait for it.
 */
#ifndef CHILD_H
#define CHILD_H

#include <sys/types.h>

#include "buf.h"

struct child {
	pid_t pid;
	int out_fd, err_fd; /* to be polled; -1 once they have ended */
	struct buf out, err;
	int status; /* as wait tells it */
	bool late; /* it was killed: it took too long */
};

/* Starts it with nothing on stdin; false (errno set) on a failure. */
bool child_start(struct child *child, char *const argv[]);

/* Read from a readable descriptor; at its end set it to -1. */
void child_read(int *fd, struct buf *to);

/* Wait for its end until that time of clock_ms. */
void child_reap(struct child *child, long long deadline);
void child_free(struct child *child);

/* Whether it is nothing but text in UTF-8 and newlines. */
bool child_clean(const struct buf *text);

#endif
