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
 * within limit_ns.
 */
#ifndef LINK_DIAL_H
#define LINK_DIAL_H

#include "link/conn.h"
#include "link/trust.h"
#include "link/uri.h"

/* A Unix socket where the URI has no host, else TCP, at the port that its scheme has. */
int dial(struct conn *c, const struct uri *u, const struct trust *trust, const struct deadline *d, int64_t limit_ns,
	struct fail *f);
void conn_close(struct conn *c);

#endif
