/* SPDX-License-Identifier: MIT */
/*
 * Calls to one server, in XML-RPC or JSON-RPC, and their answers in order. Calls are queued and go out in one write
 * (pipelined) if the server keeps its connection open; more may be queued before all are answered (a sliding window).
 * If it closes after each answer, announced or not, calls go out one at a time, each over a new connection.
 *
 *	exchange_open(&e, talk, SLICE(""));                          0, ABSENT, FAILED
 *	exchange_call(&e, "VM.get_all_records", &session, 1, fail);  queued
 *	exchange_answer(&e, fail);    the oldest call's answer: its value was just entered
 *	... rpc_...(&e.rpc) ...       leaves the value
 *	exchange_done(&e, fail);      0, or FAILED: "METHOD: what was wrong"
 *
 * After a broken answer the connection is closed. Calls still queued are sent again over a new connection: a broken
 * answer costs no other call.
 */
#ifndef SOURCE_RPC_EXCHANGE_H
#define SOURCE_RPC_EXCHANGE_H

#include "link/dial.h"
#include "link/http.h"
#include "source/source.h"
#include "wire/rpc.h"

enum {
	EXCHANGE_CALLS = 66, /* in the queue */
	EXCHANGE_BODY = 8 * 1024, /* of one call; the longest is a login with an escaped password of 1 KiB */
	EXCHANGE_REQUEST = EXCHANGE_BODY + HTTP_REQUEST_HEAD,
	EXCHANGE_ROOM = 4 * EXCHANGE_REQUEST, /* of the queue; a usual call takes 500 bytes */
};

struct exchange {
	struct rpc rpc; /* the current answer */
	struct conn conn;
	struct http http;
	const char *field; /* an extra header field of the next calls; NULL: none */
	bool json; /* send the next calls as JSON-RPC, to /jsonrpc */
	bool closed; /* the server closed the connection instead of answering */

	/* private */
	union {
		struct xml xml;
		struct json json;
	} reader; /* below rpc */
	struct slice noted; /* for http_open */
	struct talk *talk;
	const struct deadline *deadline;
	struct {
		const char *method;
		unsigned char kind; /* for the caller to set and read */
		bool json;
		size_t begin, end; /* of its request in the buffer */
	} calls[EXCHANGE_CALLS];
	unsigned queued, answered; /* calls in the queue; the oldest ones, already answered */
	unsigned sent; /* calls sent over this connection */
	bool fresh; /* this connection has given no answer yet */
	bool one_by_one;
	struct out out;
	char body[EXCHANGE_BODY], room[EXCHANGE_ROOM];
};

/* Connect to the server. Keep the header field `noted` of each answer in e->http.note; an empty name keeps none. */
int exchange_open(struct exchange *e, struct talk *t, struct slice noted);

/* Queue a call. There must be room for it. */
int exchange_call(struct exchange *e, const char *method, const struct parameter *parameters, unsigned n,
	struct fail *f);

/* Return the number of calls still unanswered. */
static inline unsigned exchange_due(const struct exchange *e)
{
	return e->queued - e->answered;
}

/* Is there room in the queue for `calls` more, of any size? */
bool exchange_has_room(const struct exchange *e, unsigned calls);

/* Send what is queued and not yet sent, and read up to the value of the oldest call's answer. */
int exchange_answer(struct exchange *e, struct fail *f);

/* Read the rest of the answer and remove the call from the queue. */
int exchange_done(struct exchange *e, struct fail *f);

/* Drop the queue and wipe the sent bytes. If answers are due on this connection, the next calls use a new one. */
void exchange_forget(struct exchange *e);

/* Is an answer due of which no byte has come, although it may still come? */
bool exchange_silent(const struct exchange *e);

void exchange_close(struct exchange *e);

#endif
