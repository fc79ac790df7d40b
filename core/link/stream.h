/* SPDX-License-Identifier: MIT */
/*
 * Bytes on demand: the one seam between the rooms that move bytes and those that read languages.
 * A connection, TLS over it, the body of an HTTP answer, a file, a test and a fuzzer are all this.
 * Who implements one puts it first in a struct of its own.
 */
#ifndef LINK_STREAM_H
#define LINK_STREAM_H

#include "base/fail.h"

#include <sys/types.h>

struct stream {
	/* At most room > 0 bytes into at: how many came, 0 at the end of the stream, FAILED (said in
	 * the fail that the stream was made with). */
	ssize_t (*read)(struct stream *, char *at, size_t room);

	/* All of bytes: 0 or FAILED. NULL where a stream is only read. */
	int (*write)(struct stream *, struct slice bytes);
};

#endif
