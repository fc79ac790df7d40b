/* SPDX-License-Identifier: MIT */
/* The child process that reads xenstored. */
#ifndef SOURCE_XENSTORE_READ_H
#define SOURCE_XENSTORE_READ_H

#include "source/source.h"
#include "source/xenstore/said.h"

#include <stddef.h>

/* The job of the child. */
struct xenstore_job {
	const char *path; /* a socket or device, short enough for a socket address; "": the usual ones */
	const struct ask *ask;
};

/* Do the job, a struct xenstore_job: wait for a struct ids from fd (which of ask->live to read; without these it does not
 * matter), and write the answers to fd. */
void xenstore_read(const void *argument, int fd);

/* A replacement of snprintf for libxenstore in the release, as far as libxenstore needs one: the C library's takes 10
 * KiB. */
__attribute__((format(printf, 3, 4))) int xenstore_print(char *at, size_t size, const char *format, ...);

#endif
