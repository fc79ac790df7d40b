/* SPDX-License-Identifier: MIT */
/*
 * The time that one command may take, from name lookup to the last byte. With --timeout that is all of
 * it; without, 30 s may pass without progress and 600 s in all. Times are nanoseconds of the monotonic
 * clock.
 *
 * SIGINT, SIGTERM, SIGHUP and SIGQUIT end every wait at once, as if time were up, so that what was begun can still be
 * ended properly: a session is logged out. A second signal ends the program as it always would.
 */
#ifndef LINK_DEADLINE_H
#define LINK_DEADLINE_H

#include "base/fail.h"

enum { DEADLINE_STALL_S = 30, DEADLINE_ALL_S = 600 };
#define SECOND_NS INT64_C(1000000000)

struct deadline {
	int64_t end_ns; /* when all must be done */
	int64_t all_ns; /* what was given for all */
	int64_t stall_ns; /* longest wait for one byte */
	int64_t silence_ns; /* longest wait for the very first byte; 0: as for any */
	bool last; /* signals do not end it: this is what is done because of them */
};

/* Catches these signals, each until the first of them comes; one that is ignored stays so. */
void deadline_catch_signals(void);

/* The signal that came, or 0. */
int deadline_interrupted(void);

int64_t deadline_now(void);

/* From now on: timeout_ns in all, or the defaults where that is 0. */
struct deadline deadline_start(int64_t timeout_ns);

/* What is left of all, at least 0. */
int64_t deadline_left(const struct deadline *d);

/* Is there time left, and no signal? 0, or FAILED with UNANSWERED: for who never has to wait. */
int deadline_check(const struct deadline *d, struct fail *f);

/* Waits until fd is ready for one of events (poll's), for a first byte or a later one: 0, or FAILED with
 * UNANSWERED when time is up. */
int deadline_wait(const struct deadline *d, int fd, short events, bool first, struct fail *f);

/* The same for at most limit_ns, whatever is left: 1 ready, 0 not, without a message. A signal that came
 * ends it too. */
int deadline_poll(int fd, short events, int64_t limit_ns);

#endif
