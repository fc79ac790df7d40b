/* SPDX-License-Identifier: MIT */
#include "link/deadline.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <time.h>

int64_t deadline_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * SECOND_NS + now.tv_nsec;
}

struct deadline deadline_start(int64_t timeout_ns)
{
	int64_t all = timeout_ns ? timeout_ns : DEADLINE_ALL_S * SECOND_NS;

	return (struct deadline){ deadline_now() + all, all,
		timeout_ns ? timeout_ns : DEADLINE_STALL_S * SECOND_NS };
}

int64_t deadline_left(const struct deadline *d)
{
	int64_t left = d->end_ns - deadline_now();

	return left > 0 ? left : 0;
}

int deadline_poll(int fd, short events, int64_t limit_ns)
{
	struct pollfd one = { fd, events, 0 };
	int64_t end = deadline_now() + limit_ns;

	for (;;) {
		int64_t left = end - deadline_now(), ms = left > 0 ? (left + 999999) / 1000000 : 0;
		int n = poll(&one, 1, ms < INT_MAX ? (int)ms : INT_MAX);

		if (n > 0)
			return 1;
		if ((n == 0 && ms == 0) || (n < 0 && errno != EINTR))
			return 0;
	}
}

/* "N s", or "N.M s", of a number of nanoseconds. */
static int time_is_up(struct fail *f, const char *what, int64_t ns)
{
	char room[32];
	struct out o = OUT_IN(room);
	int64_t ms = ns / 1000000;

	out_number(&o, ms / 1000);
	if (ms % 1000) {
		char digits[] = { '.', (char)('0' + ms / 100 % 10), (char)('0' + ms / 10 % 10),
			(char)('0' + ms % 10) };

		out_bytes(&o, (struct slice){ digits, sizeof(digits) });
	}
	return fail(f, UNANSWERED, "%s within %.*s s", what, (int)out_slice(&o).len, o.start);
}

int deadline_wait(const struct deadline *d, int fd, short events, struct fail *f)
{
	int64_t left = deadline_left(d);

	if (deadline_poll(fd, events, left < d->stall_ns ? left : d->stall_ns))
		return 0;
	if (left < d->stall_ns || d->stall_ns == d->all_ns)
		return time_is_up(f, "no complete answer", d->all_ns);
	return time_is_up(f, "no answer, not a byte of it,", d->stall_ns);
}
