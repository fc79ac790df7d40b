/* SPDX-License-Identifier: MIT */
#include "source/xenstore/reach.h"

#include <config.h>

#if CONFIG_SOURCE_XENSTORE /* a build without it has no headers of libxenstore */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include <xenstore.h>

/* Connect to a socket or open a device. Return the descriptor, or -1 with errno. A stopped daemon's queue may be full:
 * the daemon is there, so say that and go on trying. */
static int connect_to(struct out *said, const char *path, bool *socket_there)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const struct timespec pause = { 0, 5000000 };
	struct stat what;
	bool told = false;
	int fd;

	if (stat(path, &what))
		return -1;
	*socket_there = S_ISSOCK(what.st_mode);
	errno = ENOTSOCK;
	if (!*socket_there)
		return !S_ISCHR(what.st_mode) ? -1 : open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	memcpy(to.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	while (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to))) {
		if (errno != EAGAIN)
			return -1;
		if (!told)
			xenstore_say(said, XENSTORE_REACHED, true, slice_of(path));
		told = !out_flush(said);
		nanosleep(&pause, NULL);
	}
	return fd;
}

/* Wait for input without a limit: the parent has one. */
static void wait_readable(int fd)
{
	struct pollfd one = { fd, POLLIN, 0 };

	poll(&one, 1, -1);
}

static void receive_bytes(struct out *said, int fd, void *to, size_t len)
{
	size_t got = 0;

	while (got < len) {
		ssize_t n;

		wait_readable(fd);
		n = read(fd, (char *)to + got, len - got);
		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
			xenstore_leave(said, XENSTORE_CLOSED, n ? errno : 0);
		got += n > 0 ? (size_t)n : 0;
	}
}

/* Make one small request and skip its answer: a daemon that answers it answers libxenstore, too. */
static void probe(struct out *said, int fd)
{
	static const char path[] = "/local/domain";
	const struct xsd_sockmsg asked = { .type = XS_DIRECTORY, .req_id = 0x786d, .len = sizeof(path) };
	char request[sizeof(asked) + sizeof(path)];
	char body[XENSTORE_PAYLOAD_MAX];
	struct xsd_sockmsg head;

	memcpy(request, &asked, sizeof(asked));
	memcpy(request + sizeof(asked), path, sizeof(path));
	if (write(fd, request, sizeof(request)) != (ssize_t)sizeof(request))
		xenstore_leave(said, XENSTORE_CLOSED, errno);
	wait_readable(fd);
	xenstore_say(said, XENSTORE_ANSWERS, 0, SLICE(""));
	out_flush(said);
	receive_bytes(said, fd, &head, sizeof(head));
	if (head.len > XENSTORE_PAYLOAD_MAX || head.type > XS_TYPE_COUNT ||
		(head.type != XS_WATCH_EVENT && head.req_id != asked.req_id))
		xenstore_leave(said, XENSTORE_WRONG, 0);
	receive_bytes(said, fd, body, head.len);
}

bool xenstore_reach(struct out *said, const char *path)
{
	bool socket_there = false;
	int fd = connect_to(said, path, &socket_there);

	xenstore_say(said, fd < 0 ? XENSTORE_LACKS : XENSTORE_REACHED, fd < 0 ? (uint32_t)errno : socket_there,
		slice_of(path));
	out_flush(said);
	if (fd < 0)
		return false;
	probe(said, fd);
	close(fd);
	return true;
}

#endif
