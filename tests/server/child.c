/* SPDX-License-Identifier: MIT */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"

static bool spawn(struct child *child, char *const argv[], int out, int err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none;

	sigemptyset(&none);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	posix_spawn_file_actions_adddup2(&actions, err, 2);
	errno = posix_spawn(&child->pid, argv[0], &actions, &attr, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	return errno == 0;
}

bool child_start(struct child *child, char *const argv[])
{
	int out[2], err[2];
	bool good;

	*child = (struct child){ .out_fd = -1, .err_fd = -1 };
	if (pipe2(out, O_CLOEXEC) < 0)
		return false;
	child->out_fd = out[0];
	if (pipe2(err, O_CLOEXEC) < 0) {
		close(out[1]);
		return false;
	}
	child->err_fd = err[0];
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	good = spawn(child, argv, out[1], err[1]);
	close(out[1]);
	close(err[1]);
	return good;
}

void child_read(int *fd, struct buf *to)
{
	ssize_t n = read(*fd, buf_reserve(to, 65536), 65536);

	if (n > 0) {
		to->len += (size_t)n;
		to->data[to->len] = '\0';
		return;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	close(*fd);
	*fd = -1;
}

void child_reap(struct child *child, long long deadline)
{
	struct timespec ts;
	long long left;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	while (waitpid(child->pid, &child->status, WNOHANG) == 0) {
		left = deadline - clock_ms();
		if (left <= 0) {
			child->late = true;
			kill(child->pid, SIGKILL);
			waitpid(child->pid, &child->status, 0);
			return;
		}
		ts = clock_span(left);
		sigtimedwait(&set, NULL, &ts);
	}
}

void child_free(struct child *child)
{
	if (child->out_fd >= 0)
		close(child->out_fd);
	if (child->err_fd >= 0)
		close(child->err_fd);
	buf_free(&child->out);
	buf_free(&child->err);
}

bool child_clean(const struct buf *text)
{
	size_t i;

	for (i = 0; i < text->len; i++) {
		unsigned char c = (unsigned char)text->data[i];
		unsigned char next = (unsigned char)text->data[i + 1];

		if ((c < ' ' && c != '\n') || c == 0x7f || (c == 0xc2 && next < 0xa0) || c > 0xf4)
			return false;
		/* A first byte wants a tail; this is as near as it needs to be. */
		if (c >= 0xc0 && (next & 0xc0) != 0x80)
			return false;
	}
	return true;
}
