/* SPDX-License-Identifier: MIT */
/*
 * Open a connection to a TCP port or a Unix socket, with TLS for https. Connecting, reading and writing obey the
 * deadline.
 *
 *	struct conn conn;
 *	if (dial(&conn, &uri, trust, deadline, limit_ns, fail)) ...    0, ABSENT, FAILED
 *	conn.stream.write(&conn.stream, request);
 *	n = conn.stream.read(&conn.stream, at, room);
 *	conn_close(&conn);
 *
 * ABSENT, with its reason in fail, means: no such socket, connection refused, unreachable, unknown name, or no
 * connection within limit_ns.
 */
#ifndef LINK_DIAL_H
#define LINK_DIAL_H

#include "link/conn.h"
#include "link/trust.h"
#include "link/uri.h"

/* Connect to the URI's Unix socket if it has no host, else by TCP to its port or the default port of its scheme. */
int dial(struct conn *c, const struct uri *u, const struct trust *trust, const struct deadline *d, int64_t limit_ns,
	struct fail *f);
void conn_close(struct conn *c);

#endif
