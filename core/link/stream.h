/* SPDX-License-Identifier: MIT */
/*
 * Bytes on demand: the one seam between the rooms that move bytes and those that parse languages. A connection, TLS
 * over it, the body of an HTTP answer, a file, a test and a fuzzer are streams. An implementation puts this struct
 * first in a struct of its own.
 */
#ifndef LINK_STREAM_H
#define LINK_STREAM_H

#include "base/fail.h"

#include <sys/types.h>

struct stream {
	/* Read up to room > 0 bytes into at. Return their number, 0 at the end of the stream, or FAILED with a
	 * message in the struct fail that the stream was opened with. */
	ssize_t (*read)(struct stream *, char *at, size_t room);

	/* Write all the bytes. Return 0 or FAILED. NULL: the stream is read-only. */
	int (*write)(struct stream *, struct slice bytes);
};

#endif
