/* SPDX-License-Identifier: MIT */
/*
 * conn - one client's connection: its input, its answer on the way, and the faults made to it.
 *
 * Requests are answered strictly one after another; the next one is not looked at before the
 * last byte of the answer has gone out.  A connection that is to be closed is first shut down
 * for writing and then read empty for a moment, so that the client gets what was sent to it and
 * not a reset.
 */
#ifndef CONN_H
#define CONN_H

#include "opts.h"

enum conn_state {
	CONN_OPEN,
	CONN_LAST, /* the pending answer is the last */
	CONN_DRAIN, /* shut down; only to be read empty */
	CONN_STALLED, /* nothing is sent any more */
	CONN_MUTE, /* neither read nor written at all */
	CONN_DEAD /* to be closed now */
};

struct conn {
	int fd;
	unsigned id;
	enum conn_state state;
	bool eof;
	bool logged_in;
	struct buf in;
	struct buf out;
	size_t out_at; /* bytes of out already written */
	size_t sent; /* bytes sent in all */
	size_t stop; /* offset at which it stops; NO_LIMIT: none */
	bool stop_stalls; /* it stalls there and does not close */
	long long wake; /* do not write before; while draining: close then */
};

/* Return NULL without memory. */
struct conn *conn_new(const struct opts *opts, int fd, unsigned id);
void conn_free(struct conn *conn);

/* The events to poll for; 0: none. */
short conn_events(const struct conn *conn, const struct opts *opts, long long now);

/* Return the time of the next action without an event; -1: none. */
long long conn_wake(const struct conn *conn);

/* Do all that is possible now, reading first if `readable`. */
void conn_work(struct conn *conn, const struct opts *opts, bool readable);

#endif
