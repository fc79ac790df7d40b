/* SPDX-License-Identifier: MIT */
/*
 * Calls of XML-RPC to one server, and their answers in order. Calls are queued and go out in one write
 * (pipelined) where the server keeps its connection open; one at a time, each over a new connection
 * where it must be, where it closes after each answer, says so or not.
 *
 *	exchange_open(&e, talk);                                     0, ABSENT, FAILED
 *	exchange_call(&e, "VM.get_all_records", &session, 1); ...     queued
 *	exchange_answer(&e);          the oldest call's answer: its value was just entered
 *	... rpc_...(&e.rpc) ...       leaves the value
 *	exchange_done(&e);            0, or FAILED: "METHOD: what was wrong"
 */
#ifndef SOURCE_EXCHANGE_H
#define SOURCE_EXCHANGE_H

#include "link/dial.h"
#include "link/http.h"
#include "source/source.h"
#include "wire/xmlrpc.h"

enum {
	EXCHANGE_CALLS = 4, /* in the queue */
	EXCHANGE_BODY = 8 * 1024, /* of one call: a login with 1 KiB of password, escaped, is the longest */
	EXCHANGE_ROOM = EXCHANGE_BODY + EXCHANGE_CALLS * 1024,
};

struct exchange {
	struct rpc rpc; /* of the answer being read */
	struct conn conn;

	/* the rest is its own */
	struct talk *talk;
	struct http http;
	struct xml xml;
	struct {
		const char *method;
		size_t begin, end; /* of its request in the room */
	} calls[EXCHANGE_CALLS];
	unsigned queued, answered; /* calls of the queue; of them, oldest first */
	unsigned sent; /* of the queue, over this connection */
	bool fresh; /* no answer came over this connection yet */
	bool one_by_one;
	struct out out;
	char body[EXCHANGE_BODY], room[EXCHANGE_ROOM];
};

int exchange_open(struct exchange *e, struct talk *t);

/* Queues a call with strings as its parameters; what each is called in a message comes in names. */
int exchange_call(struct exchange *e, const char *method, const struct slice *parameters,
	const char *const *names, unsigned n);

/* Sends what is queued, if it was not, and reads up to the value of the oldest call's answer. */
int exchange_answer(struct exchange *e);

/* Reads the rest of the answer and takes the call off the queue. */
int exchange_done(struct exchange *e);

/* Closes the connection; wipes what was sent. */
void exchange_close(struct exchange *e);

#endif
