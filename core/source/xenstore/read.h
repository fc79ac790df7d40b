/* SPDX-License-Identifier: MIT */
/* The child that reads xenstored. */
#ifndef SOURCE_XENSTORE_READ_H
#define SOURCE_XENSTORE_READ_H

#include "source/xenstore/said.h"

#include <stddef.h>

/* The child's job: argument is the path of a socket or device as a C string that fits a socket's address, ""
 * for the usual ones. */
void xenstore_read(const void *argument, int fd);

/* snprintf, as far as libxenstore needs it: the release builds that with this one, which is there anyway,
 * since the C library's is 10 KiB. */
__attribute__((format(printf, 3, 4))) int xenstore_print(char *at, size_t size, const char *format, ...);

#endif
