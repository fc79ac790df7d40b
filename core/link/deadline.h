/* SPDX-License-Identifier: MIT */
/*
 * The time limit of one command, from name lookup to the last byte. --timeout sets the total. Without --timeout,
 * the limits are 30 s without progress and 600 s in total. Times are nanoseconds of the monotonic clock.
 *
 * SIGINT, SIGTERM, SIGHUP and SIGQUIT end every wait at once, as an expired deadline does, so that a session can still
 * be logged out. A second signal has its default effect and kills the program.
 */
#ifndef LINK_DEADLINE_H
#define LINK_DEADLINE_H

#include "base/fail.h"

enum { DEADLINE_STALL_S = 30, DEADLINE_ALL_S = 600 };
#define SECOND_NS INT64_C(1000000000)

struct deadline {
	int64_t end_ns; /* end of the total, on the monotonic clock */
	int64_t all_ns; /* the total that was given, for messages */
	int64_t stall_ns; /* longest wait for one byte */
	int64_t silence_ns; /* longest wait for the very first byte; 0: stall_ns */
	bool last; /* ignore signals: this deadline is for the logout that a signal causes */
};

/* Catch the four signals. The first one restores the default action; a signal that was ignored stays ignored. */
void deadline_catch_signals(void);

/* Let these signals kill the program, once there is nothing left to clean up: a write that begins right after a caught
 * signal may wait forever. A signal that has arrived before kills it now. The sandbox allows this. */
void deadline_release_signals(void);

/* Return the signal that arrived, or 0. */
int deadline_interrupted(void);

int64_t deadline_now(void);

/* Start a deadline now: timeout_ns in total, or the defaults if timeout_ns is 0. */
struct deadline deadline_start(int64_t timeout_ns);

/* Return the time left of the total, at least 0. */
int64_t deadline_left(const struct deadline *d);

/* Check the total and the signals without waiting, for loops that never wait. Return 0, or FAILED with UNANSWERED. */
int deadline_check(const struct deadline *d, struct fail *f);

/* Wait until fd is ready for one of `events` (as in poll), for the first byte of an answer or a later one. Return 0,
 * or FAILED with UNANSWERED if the time is up. */
int deadline_wait(const struct deadline *d, int fd, short events, bool first, struct fail *f);

/* Wait for at most limit_ns, whatever is left of a deadline. Return 1 if fd is ready, else 0, without a message. A
 * signal ends this wait too. */
int deadline_poll(int fd, short events, int64_t limit_ns);

#endif
