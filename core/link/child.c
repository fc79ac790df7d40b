/* SPDX-License-Identifier: MIT */
#include "link/child.h"
#include "link/deadline.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 100 }; /* to wait for a killed child */

int child_start(struct child *c, void (*job)(const void *argument, int fd), const void *argument)
{
	int ends[2];

	c->fd = -1;
	c->pid = -1;
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK))
		return -1;
	c->pid = fork();
	if (c->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		fcntl(ends[1], F_SETFL, 0); /* the child's writes may block */
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

void child_end(struct child *c)
{
	const struct timespec pause = { 0, 1000000 };

	close(c->fd);
	kill(c->pid, SIGKILL);
	for (int ms = 0; ms < PATIENCE_MS && !waitpid(c->pid, NULL, WNOHANG); ms++)
		nanosleep(&pause, NULL);
}

ssize_t child_run(void (*job)(const void *argument, int fd), const void *argument, void *result,
	size_t room, int64_t limit_ns)
{
	int64_t end = deadline_now() + limit_ns;
	struct child child;
	ssize_t n = 1;
	size_t len = 0;

	if (child_start(&child, job, argument))
		return -1;
	while (n > 0 && len < room) {
		int64_t left = end - deadline_now();

		n = deadline_poll(child.fd, POLLIN, left > 0 ? left : 0) ? read(child.fd, (char *)result + len, room - len) : -1;
		len += n > 0 ? (size_t)n : 0;
	}
	child_end(&child);
	return n < 0 ? -1 : (ssize_t)len;
}
