/* SPDX-License-Identifier: MIT */
#include "link/dial.h"
#include "link/lookup.h"
#include "link/sandbox.h"
#include "link/tls.h"

#include <config.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static ssize_t conn_read(struct stream *s, char *at, size_t room)
{
	struct conn *c = (struct conn *)s;

	return c->tls ? tls_read(c->tls, at, room) : conn_pull(c, at, room);
}

static int conn_write(struct stream *s, struct slice bytes)
{
	struct conn *c = (struct conn *)s;

	return c->tls ? tls_write(c->tls, bytes) : conn_push(c, bytes);
}

void conn_close(struct conn *c)
{
	if (c->tls)
		tls_close(c->tls);
	c->tls = NULL;
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

/* Try to connect once; return false with errno. connect() to a Unix socket with a full backlog returns EAGAIN and
 * cannot be polled. */
static bool try_connect(int fd, const struct sockaddr *to, socklen_t size, int64_t limit_ns)
{
	const struct timespec pause = { 0, 5000000 };
	int64_t end = deadline_now() + limit_ns;
	socklen_t len = sizeof(int);
	int error = 0;

	while (connect(fd, to, size)) {
		if (errno == EINPROGRESS) {
			errno = ETIMEDOUT;
			if (!deadline_poll(fd, POLLOUT, end - deadline_now()))
				return false;
			if (!getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) && error)
				errno = error;
			return !error;
		}
		if (errno != EAGAIN && errno != EINTR)
			return false;
		if (deadline_now() >= end || deadline_interrupted()) {
			errno = ETIMEDOUT;
			return false;
		}
		nanosleep(&pause, NULL);
	}
	return true;
}

/* Connect to one address: return 0, or ABSENT with errno and without a message. */
static int reach(struct conn *c, const struct sockaddr *to, socklen_t size, int64_t limit_ns)
{
	c->fd = socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (c->fd >= 0 && try_connect(c->fd, to, size, limit_ns))
		return 0;
	if (c->fd >= 0) {
		int error = errno;

		conn_close(c);
		errno = error;
	}
	return ABSENT;
}

static int dial_unix(struct conn *c, struct slice path, int64_t limit_ns, struct fail *f)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	c->local = true;
	if (!path.len || path.len >= sizeof(to.sun_path))
		return fail(f, MISUSED, "the path of a Unix socket has 1 to %zu bytes, not %zu",
			sizeof(to.sun_path) - 1, path.len);
	memcpy(to.sun_path, path.at, path.len);
	if (!reach(c, (struct sockaddr *)&to, sizeof(to), limit_ns))
		return 0;
	if (fail_scarce())
		return fail(f, EXCEEDED, "cannot connect: %s", fail_errno());
	if (errno == EACCES || errno == EPERM)
		return fail(f, DENIED, "cannot connect: %s (are you root?)", fail_errno());
	f->unready = errno == ETIMEDOUT; /* its queue is full */
	fail(f, UNANSWERED, "cannot connect: %s (is the toolstack running?)", fail_errno());
	return ABSENT;
}

static bool loopback(const union address *a)
{
	if (a->any.sa_family == AF_INET)
		return ntohl(a->v4.sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr) ||
		(IN6_IS_ADDR_V4MAPPED(&a->v6.sin6_addr) && a->v6.sin6_addr.s6_addr[12] == 127);
}

static int dial_tcp(struct conn *c, const struct uri *u, int64_t port, int64_t limit_ns, struct fail *f)
{
	union address found[LOOKUP_MAX];
	int64_t end = deadline_now() + limit_ns;
	const int on = 1;
	int n;

	slice_number(u->port, &port); /* keeps the default if the URI has no port */
	n = lookup(u->host, found, limit_ns, f);
	if (n < 0)
		return n;
	for (int i = 0; i < n; i++) {
		int64_t left = end - deadline_now();

		found[i].v4.sin_port = htons((uint16_t)port); /* sin6_port lies at the same offset */
		if (reach(c, &found[i].any, address_size(&found[i]), left > 0 ? left / (n - i) : 0))
			continue;
		c->local = loopback(&found[i]);
		setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		return 0;
	}
	if (fail_scarce())
		return fail(f, EXCEEDED, "cannot connect: %s", fail_errno());
	if (u->port.len)
		fail(f, UNANSWERED, "cannot connect: %s", fail_errno());
	else
		fail(f, UNANSWERED, "cannot connect to port %lld: %s", (long long)port, fail_errno());
	if (CONFIG_TLS && slice_is(u->scheme, SLICE("http")))
		fail_add(f, " (try https:)");
	return ABSENT;
}

/* Return the default port of a scheme. */
static int64_t usual_port(struct slice scheme)
{
	if (slice_is(scheme, SLICE("https")))
		return 443;
	return slice_is(scheme, SLICE("xend")) ? 8006 : 80;
}

int dial(struct conn *c, const struct uri *u, const struct trust *trust, const struct deadline *d, int64_t limit_ns,
	struct fail *f)
{
	bool tls = slice_is(u->scheme, SLICE("https"));
	struct fail unsaid = { 0 };
	int result;

	*c = (struct conn){ .stream = { conn_read, conn_write }, .fd = -1, .deadline = d, .fail = f };
	if (!u->host.len && (tls || slice_is(u->scheme, SLICE("http"))))
		return fail(f, MISUSED, "the URI names no host (%.*s://HOST)", (int)u->scheme.len, u->scheme.at);
	if (u->host.len && (slice_is(u->scheme, SLICE("unix")) || slice_is(u->scheme, SLICE("httpu"))))
		return fail(f, MISUSED, "a Unix socket has no host: write unix:/PATH, or https://HOST");
	if (u->host.len && !CONFIG_TCP)
		return fail(f, MISUSED, "this build connects to Unix sockets only (CONFIG_TCP)");
	if (CONFIG_TCP && tls)
		lookup_start(&unsaid); /* for the name of a pool's master */
	result = CONFIG_TCP && u->host.len ? dial_tcp(c, u, usual_port(u->scheme), limit_ns, f) :
					     dial_unix(c, u->path, limit_ns, f);
	if (!result)
		sandbox_enter(SANDBOX_SERVERS);
	if (result || !tls)
		return result;
	c->tls = tls_open(c, u->host, trust, f);
	if (c->tls)
		return 0;
	conn_close(c);
	return FAILED;
}
