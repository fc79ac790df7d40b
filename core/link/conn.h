/* SPDX-License-Identifier: MIT */
/*
 * A connection: its socket, and the bytes on the wire, below TLS. dial.h makes one and closes it.
 *
 * A peer that resets the connection has ended its stream: reading returns 0, and a write that the peer no
 * longer takes is no failure, because its answer may still have to be read.
 */
#ifndef LINK_CONN_H
#define LINK_CONN_H

#include "link/deadline.h"
#include "link/stream.h"

struct tls;

struct conn {
	struct stream stream;
	int fd; /* -1: closed */
	struct tls *tls; /* NULL: plain */
	bool local; /* a Unix socket, or a loopback address: what is written stays on this host */
	uint64_t received; /* bytes */
	const struct deadline *deadline;
	struct fail *fail;
};

/* Read and write bytes of the socket, as a stream does. */
ssize_t conn_pull(struct conn *c, char *at, size_t room);
int conn_push(struct conn *c, struct slice bytes);

#endif
