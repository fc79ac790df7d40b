/* SPDX-License-Identifier: MIT */
#include "link/conn.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

/* Is errno one of a lost peer? Its stream has ended, and unsent bytes no longer matter to it. */
static bool gone(void)
{
	return errno == ECONNRESET || errno == EPIPE || errno == ENOTCONN;
}

ssize_t conn_pull(struct conn *c, char *at, size_t room)
{
	for (;;) {
		ssize_t n;

		if (deadline_check(c->deadline, c->fail))
			return FAILED;
		n = recv(c->fd, at, room, 0);
		if (n >= 0) {
			c->received += (size_t)n;
			return n;
		}
		if (gone())
			return 0;
		if (errno == EAGAIN) {
			if (deadline_wait(c->deadline, c->fd, POLLIN, !c->received, c->fail))
				return FAILED;
		} else if (errno != EINTR) {
			return fail(c->fail, BROKEN, "reading failed: %s", fail_errno());
		}
	}
}

int conn_push(struct conn *c, struct slice bytes)
{
	while (bytes.len) {
		ssize_t n = send(c->fd, bytes.at, bytes.len, MSG_NOSIGNAL);

		if (n >= 0) {
			bytes = slice_drop(bytes, (size_t)n);
		} else if (gone()) {
			return 0;
		} else if (errno == EAGAIN) {
			if (deadline_wait(c->deadline, c->fd, POLLOUT, false, c->fail))
				return FAILED;
		} else if (errno != EINTR) {
			return fail(c->fail, BROKEN, "writing failed: %s", fail_errno());
		}
	}
	return 0;
}
