/* SPDX-License-Identifier: MIT */
/*
 * A connection to a TCP port or a Unix socket, over TLS for https: made, read and written within the deadline.
 *
 *	struct conn conn;
 *	if (dial(&conn, &uri, trust, deadline, limit_ns, fail)) ...    0, ABSENT, FAILED
 *	conn.stream.write(&conn.stream, request);
 *	n = conn.stream.read(&conn.stream, at, room);
 *	conn_close(&conn);
 *
 * ABSENT, with its reason in fail: no such socket, refused, unreachable, unknown name, no connection
 * within limit_ns. A peer that resets the connection has ended its stream: read says 0, and a write
 * that it no longer takes is no failure: what it answered before is still to be read.
 */
#ifndef LINK_DIAL_H
#define LINK_DIAL_H

#include "link/deadline.h"
#include "link/stream.h"
#include "link/tls.h"
#include "link/uri.h"

struct conn {
	struct stream stream;
	int fd; /* -1: closed */
	struct tls *tls; /* NULL: plain */
	bool local; /* a Unix socket, or a loopback address: what is written stays on this host */
	uint64_t received; /* bytes */
	const struct deadline *deadline;
	struct fail *fail;
};

/* A Unix socket where the URI has no host, else TCP, at the port that its scheme has. */
int dial(struct conn *c, const struct uri *u, const struct trust *trust, const struct deadline *d, int64_t limit_ns,
	struct fail *f);
void conn_close(struct conn *c);

/* Bytes as they are on the wire, below TLS: as a stream's read and write. */
ssize_t conn_pull(struct conn *c, char *at, size_t room);
int conn_push(struct conn *c, struct slice bytes);

#endif
