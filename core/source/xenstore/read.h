/* SPDX-License-Identifier: MIT */
/* The child that reads xenstored. */
#ifndef SOURCE_XENSTORE_READ_H
#define SOURCE_XENSTORE_READ_H

#include "source/source.h"
#include "source/xenstore/said.h"

#include <stddef.h>

/* What the child is to do. */
struct xenstore_job {
	const char *path; /* of a socket or device, which fits a socket's address; "": the usual ones */
	const struct ask *ask;
};

/* Reads what is asked for and says it on fd; argument is a struct xenstore_job. */
void xenstore_read(const void *argument, int fd);

/* snprintf, as far as libxenstore needs it: the release builds that with this one, which is there anyway,
 * since the C library's is 10 KiB. */
__attribute__((format(printf, 3, 4))) int xenstore_print(char *at, size_t size, const char *format, ...);

#endif
