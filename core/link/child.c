/* SPDX-License-Identifier: MIT */
#include "link/child.h"
#include "link/deadline.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static ssize_t gather(int fd, char *at, size_t room, int64_t limit_ns)
{
	int64_t end = deadline_now() + limit_ns;
	size_t len = 0;

	for (;;) {
		int64_t left = end - deadline_now();
		ssize_t n;

		if (!deadline_poll(fd, POLLIN, left > 0 ? left : 0))
			return -1;
		n = read(fd, at + len, room - len);
		if (n <= 0)
			return n < 0 ? -1 : (ssize_t)len;
		len += (size_t)n;
		if (len == room)
			return (ssize_t)len;
	}
}

ssize_t child_run(void (*job)(const void *argument, int fd), const void *argument, void *result,
	size_t room, int64_t limit_ns)
{
	int ends[2];
	ssize_t len;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return -1;
	pid = fork();
	if (pid == 0) {
		job(argument, ends[1]);
		_exit(0);
	}
	close(ends[1]);
	len = pid < 0 ? -1 : gather(ends[0], result, room, limit_ns);
	close(ends[0]);
	if (pid > 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, len < 0 ? WNOHANG : 0);
	}
	return len;
}
