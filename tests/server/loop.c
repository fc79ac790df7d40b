/* SPDX-License-Identifier: MIT */
#include "loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "conn.h"
#include "pool.h"

struct loop {
	const struct opts *opts;
	int listener;
	struct conn **conns;
	struct pollfd *fds; /* [0] is the listener, [i + 1] is of conns[i] */
	size_t count, room;
	unsigned last_id;
};

static volatile sig_atomic_t ending, moving;

static void on_signal(int number)
{
	if (number == SIGUSR1)
		moving = 1;
	else
		ending = 1;
}

void loop_prepare(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t set;

	/* They come through only while ppoll waits: none can be missed. */
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
}

/* Room for one connection more. */
static bool grow(struct loop *loop)
{
	size_t room = loop->room ? loop->room * 2 : 16;
	struct conn **conns;
	struct pollfd *fds;

	if (loop->count < loop->room)
		return true;
	conns = realloc(loop->conns, room * sizeof(struct conn *));
	if (!conns)
		return false;
	loop->conns = conns;
	fds = realloc(loop->fds, (room + 1) * sizeof(*fds));
	if (!fds)
		return false;
	loop->fds = fds;
	loop->room = room;
	return true;
}

static void accept_all(struct loop *loop)
{
	struct conn *conn;
	int fd;

	for (;;) {
		fd = accept4(loop->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0)
			return;
		conn = grow(loop) ? conn_new(loop->opts, fd, ++loop->last_id) : NULL;
		if (!conn) {
			close(fd);
			return;
		}
		loop->conns[loop->count++] = conn;
	}
}

/* Set up the events to wait for. Return the longest time to wait. */
static long long prepare(struct loop *loop, long long now)
{
	long long wake, first = -1;
	size_t i;

	loop->fds[0].fd = loop->opts->no_accept ? -1 : loop->listener;
	loop->fds[0].events = POLLIN;
	for (i = 0; i < loop->count; i++) {
		struct pollfd *p = &loop->fds[i + 1];

		p->events = conn_events(loop->conns[i], loop->opts, now);
		/* A hang-up would be told even then, over and over. */
		p->fd = p->events ? loop->conns[i]->fd : -1;
		wake = conn_wake(loop->conns[i]);
		if (wake > now && (first < 0 || wake < first))
			first = wake;
	}
	return first < 0 ? -1 : first - now;
}

static int wait_for(struct loop *loop, long long ms)
{
	struct timespec ts = clock_span(ms < 0 ? 0 : ms);
	sigset_t none;

	sigemptyset(&none);
	return ppoll(loop->fds, (nfds_t)loop->count + 1, ms < 0 ? NULL : &ts, &none);
}

/* Continue every connection, and remove dead ones. */
static void work(struct loop *loop)
{
	size_t i, kept = 0;

	for (i = 0; i < loop->count; i++) {
		struct conn *conn = loop->conns[i];
		struct pollfd *p = &loop->fds[i + 1];
		bool wanted = p->fd >= 0 && (p->events & POLLIN);

		conn_work(conn, loop->opts, wanted && (p->revents & (POLLIN | POLLHUP | POLLERR)));
		if (conn->state == CONN_DEAD)
			conn_free(conn);
		else
			loop->conns[kept++] = conn;
	}
	loop->count = kept;
}

static void end(struct loop *loop)
{
	size_t i;

	for (i = 0; i < loop->count; i++)
		conn_free(loop->conns[i]);
	free(loop->conns);
	free(loop->fds);
}

bool loop_run(const struct opts *opts, int listener)
{
	struct loop loop = { .opts = opts, .listener = listener };
	bool good = grow(&loop);

	while (good && !ending) {
		if (wait_for(&loop, prepare(&loop, clock_ms())) < 0) {
			good = errno == EINTR;
			if (moving)
				pool_move();
			moving = 0;
			continue;
		}
		work(&loop);
		if (loop.fds[0].revents & POLLIN)
			accept_all(&loop);
	}
	end(&loop);
	return good;
}
