/* SPDX-License-Identifier: MIT */
/*
 * A connection: its socket, and the bytes on the wire, below TLS. dial.h opens and closes a connection.
 *
 * A peer that resets the connection has ended its stream: reading returns 0. A write that the peer no longer takes
 * is no failure, because an answer may still be waiting to be read.
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
	bool local; /* a Unix socket or a loopback address: bytes stay on this host */
	uint64_t received; /* bytes */
	const struct deadline *deadline;
	struct fail *fail;
};

/* Read and write bytes of the socket, with the results of struct stream's functions. */
ssize_t conn_pull(struct conn *c, char *at, size_t room);
int conn_push(struct conn *c, struct slice bytes);

#endif
