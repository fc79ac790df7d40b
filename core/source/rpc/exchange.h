/* SPDX-License-Identifier: MIT */
/*
 * Calls to one server, in XML-RPC or JSON-RPC, and their answers in order. Calls are queued and go out in one write
 * (pipelined) where the server keeps its connection open; one at a time, each over a new connection
 * where it must be, where it closes after each answer, says so or not.
 *
 *	exchange_open(&e, talk);                                     0, ABSENT, FAILED
 *	exchange_call(&e, "VM.get_all_records", &session, 1, fail);  queued
 *	exchange_answer(&e, fail);    the oldest call's answer: its value was just entered
 *	... rpc_...(&e.rpc) ...       leaves the value
 *	exchange_done(&e, fail);      0, or FAILED: "METHOD: what was wrong"
 *
 * After an answer that was no answer the connection is closed; what is still queued goes out again over
 * a new one, so that a broken answer costs no other.
 */
#ifndef SOURCE_RPC_EXCHANGE_H
#define SOURCE_RPC_EXCHANGE_H

#include "link/dial.h"
#include "link/http.h"
#include "source/source.h"
#include "wire/rpc.h"

enum {
	EXCHANGE_CALLS = 17, /* in the queue */
	EXCHANGE_BODY = 8 * 1024, /* of one call: a login with 1 KiB of password, escaped, is the longest */
	EXCHANGE_ROOM = EXCHANGE_BODY + EXCHANGE_CALLS * (HTTP_REQUEST_HEAD + 512),
};

struct exchange {
	struct rpc rpc; /* of the answer being read */
	struct conn conn;
	struct http http;
	const char *field; /* another one for the heads of the next calls; NULL: none */
	bool json; /* the next calls are JSON-RPC, to /jsonrpc */
	bool closed; /* no answer came, the server closed the connection instead */

	/* the rest is its own */
	union {
		struct xml xml;
		struct json json;
	} reader; /* below rpc */
	struct talk *talk;
	const struct deadline *deadline;
	struct {
		const char *method;
		bool json;
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

/* Queues a call. Up to EXCHANGE_CALLS of them, before any is answered. */
int exchange_call(struct exchange *e, const char *method, const struct parameter *parameters, unsigned n,
	struct fail *f);

/* Calls that are still to be answered. */
static inline unsigned exchange_due(const struct exchange *e)
{
	return e->queued - e->answered;
}

/* Sends what is queued, if it was not, and reads up to the value of the oldest call's answer. */
int exchange_answer(struct exchange *e, struct fail *f);

/* Reads the rest of the answer and takes the call off the queue. */
int exchange_done(struct exchange *e, struct fail *f);

/* Forgets what is queued, wipes what was sent; the next calls go over a new connection where calls are
 * still due on this one. */
void exchange_forget(struct exchange *e);

/* Has nothing come of the answer that is due, although it was asked for and may still come? */
bool exchange_silent(const struct exchange *e);

void exchange_close(struct exchange *e);

#endif
