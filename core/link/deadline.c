/* SPDX-License-Identifier: MIT */
#include "link/deadline.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <time.h>

enum { SLICE_MS = 500 };

int64_t deadline_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * SECOND_NS + now.tv_nsec;
}

static volatile sig_atomic_t interrupted, released;

static void interrupt(int signal)
{
	interrupted = signal;
	if (released)
		raise(signal); /* its handler is gone: the default action follows this one */
}

void deadline_catch_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction action = { .sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND }, before;

	for (size_t i = 0; i < COUNT(signals); i++)
		if (!sigaction(signals[i], NULL, &before) && before.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
}

void deadline_release_signals(void)
{
	released = 1;
	if (interrupted)
		raise(interrupted);
}

int deadline_interrupted(void)
{
	return interrupted;
}

struct deadline deadline_start(int64_t timeout_ns)
{
	int64_t all = timeout_ns ? timeout_ns : DEADLINE_ALL_S * SECOND_NS;

	return (struct deadline){ .end_ns = deadline_now() + all,
		.all_ns = all,
		.stall_ns = timeout_ns ? timeout_ns : DEADLINE_STALL_S * SECOND_NS };
}

int64_t deadline_left(const struct deadline *d)
{
	int64_t left = d->end_ns - deadline_now();

	return left > 0 ? left : 0;
}

/* Wait in slices: a signal may arrive between the check for it and the call of poll. */
static int wait_for(int fd, short events, int64_t limit_ns, bool last)
{
	struct pollfd one = { fd, events, 0 };
	int64_t end = deadline_now() + limit_ns;

	for (;;) {
		int64_t left = end - deadline_now(), ms = left > 0 ? (left + 999999) / 1000000 : 0;
		int n = poll(&one, 1, ms < SLICE_MS ? (int)ms : SLICE_MS);

		if (n > 0)
			return 1;
		if (ms == 0 || (n < 0 && errno != EINTR) || (interrupted && !last))
			return 0;
	}
}

int deadline_poll(int fd, short events, int64_t limit_ns)
{
	return wait_for(fd, events, limit_ns, false);
}

/* Fail with WHAT and a time in seconds, written as "N s" or "N.M s". */
static int time_is_up(struct fail *f, const char *what, int64_t ns)
{
	char room[32];
	struct out o = OUT_IN(room);
	int64_t ms = ns / 1000000;

	out_number(&o, ms / 1000);
	if (ms % 1000) {
		char digits[] = { '.', (char)('0' + ms / 100 % 10), (char)('0' + ms / 10 % 10), (char)('0' + ms % 10) };

		out_bytes(&o, (struct slice){ digits, sizeof(digits) });
	}
	f->late = true;
	return fail(f, UNANSWERED, "%s within %.*s s", what, (int)out_slice(&o).len, o.start);
}

int deadline_check(const struct deadline *d, struct fail *f)
{
	if (interrupted && !d->last)
		return fail(f, UNANSWERED, "interrupted");
	return deadline_left(d) ? 0 : time_is_up(f, "no complete answer", d->all_ns);
}

int deadline_wait(const struct deadline *d, int fd, short events, bool first, struct fail *f)
{
	int64_t left = deadline_left(d), stall = first && d->silence_ns ? d->silence_ns : d->stall_ns;

	if (deadline_check(d, f))
		return FAILED;
	if (wait_for(fd, events, left < stall ? left : stall, d->last))
		return 0;
	if (deadline_check(d, f))
		return FAILED;
	time_is_up(f, "no answer, not a byte of it,", stall);
	f->unready = first;
	return FAILED;
}
