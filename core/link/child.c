/* SPDX-License-Identifier: MIT */
#include "link/child.h"
#include "link/deadline.h"
#include "link/descriptors.h"
#include "link/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	PATIENCE_MS = 100, /* to wait for a killed child */
	DESCRIPTORS = 1024, /* no descriptor of this program is above it */
};

/* A C library may be older than this call. Its number is the same on every machine. */
#ifndef SYS_close_range
#define SYS_close_range 436
#endif

/* Close everything but fd: the job must not reach the rest, and a job that is left behind must not keep a pipe open
 * that is somebody's standard input. */
static void close_others(int fd)
{
	struct rlimit limit = { 0 };

	if (syscall(SYS_close_range, 0, fd - 1, 0) || syscall(SYS_close_range, fd + 1, ~0U, 0)) {
		prlimit(0, RLIMIT_NOFILE, NULL, &limit); /* Linux before 5.9 */
		for (int other = 0; other < DESCRIPTORS && (rlim_t)other < limit.rlim_cur; other++)
			if (other != fd)
				close(other);
	}
	descriptors_hold();
}

int child_start(struct child *c, void (*job)(const void *argument, int fd), const void *argument)
{
	pid_t parent = getpid();
	int ends[2];

	c->fd = -1;
	c->pid = -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends))
		return -1;
	c->pid = fork();
	if (c->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent) /* the parent ended before the prctl */
			_exit(0);
		fcntl(ends[1], F_SETFL, 0); /* the child's writes may block */
		close_others(ends[1]);
		job(argument, ends[1]);
		_exit(0);
	}
	close(ends[1]);
	c->fd = ends[0];
	if (c->pid > 0)
		return 0;
	close(c->fd);
	return -1;
}

bool child_wait(pid_t pid, int ms)
{
	const struct timespec pause = { 0, 1000000 };

	for (; ms > 0; ms--) {
		if (waitpid(pid, NULL, WNOHANG))
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

void child_end(struct child *c)
{
	close(c->fd);
	if (sandbox_entered())
		return;
	kill(c->pid, SIGKILL);
	child_wait(c->pid, PATIENCE_MS);
}

bool child_hear(int fd, void *to, size_t len)
{
	size_t got = 0;

	while (got < len) {
		ssize_t n = read(fd, (char *)to + got, len - got);

		if (n <= 0)
			return false;
		got += (size_t)n;
	}
	return true;
}

bool child_read(const struct child *c, void *to, size_t len, size_t *got)
{
	ssize_t n = read(c->fd, (char *)to + *got, len - *got);

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		return false;
	*got += n > 0 ? (size_t)n : 0;
	return true;
}

struct opening {
	const char *path;
	int flags;
};

/* Open the file and send errno, with the descriptor if errno is 0. */
static void open_it(const void *argument, int to)
{
	const struct opening *o = argument;
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	int fd = open(o->path, o->flags | O_CLOEXEC), error = fd < 0 ? errno : 0;
	struct iovec text = { &error, sizeof(error) };
	struct msghdr message = { .msg_iov = &text,
		.msg_iovlen = 1,
		.msg_control = fd < 0 ? NULL : &control,
		.msg_controllen = fd < 0 ? 0 : sizeof(control) };

	control.head.cmsg_len = CMSG_LEN(sizeof(int));
	control.head.cmsg_level = SOL_SOCKET;
	control.head.cmsg_type = SCM_RIGHTS;
	memcpy(CMSG_DATA(&control.head), &fd, sizeof(fd));
	if (sendmsg(to, &message, 0) < 0)
		_exit(1);
}

/* Receive the descriptor from open_it: return it, or -1 with errno. */
static int receive_descriptor(int from)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	int error = EIO, fd = -1;
	struct iovec text = { &error, sizeof(error) };
	struct msghdr message = { .msg_iov = &text,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control) };
	ssize_t n = recvmsg(from, &message, MSG_CMSG_CLOEXEC);

	if (n == (ssize_t)sizeof(error) && !error && message.msg_controllen >= CMSG_LEN(sizeof(int)))
		memcpy(&fd, CMSG_DATA(&control.head), sizeof(fd));
	if (message.msg_flags & MSG_CTRUNC)
		error = EMFILE; /* the kernel dropped the descriptor */
	errno = n < 0 ? errno : n == (ssize_t)sizeof(error) && error ? error : EIO;
	return fd;
}

int child_open(const char *path, int flags, int64_t limit_ns)
{
	const struct opening what = { path, flags };
	struct child child;
	int fd, error;

	if (child_start(&child, open_it, &what))
		return -1;
	errno = ETIMEDOUT;
	fd = deadline_poll(child.fd, POLLIN, limit_ns) ? receive_descriptor(child.fd) : -1;
	error = errno;
	child_end(&child);
	errno = error;
	return fd;
}
