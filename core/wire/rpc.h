/* SPDX-License-Identifier: MIT */
/*
 * Remote calls, written into a buffer, and their answers, read as nested loops: in XML-RPC or JSON-RPC, which their
 * reader need not know.
 *
 *	rpc_call(&out, false, "VM.get_record", parameters, 2, fail);
 *
 *	rpc_open(&rpc, &xml, NULL, stream, fail);
 *	rpc_answer(&rpc);                                the value of the answer was just entered
 *	if (rpc_struct(&rpc))
 *		while (rpc_member(&rpc))                 rpc.name; its value was just entered
 *			if (slice_is(rpc.name, SLICE("uuid")))
 *				rpc_text(&rpc, &text);
 *			else
 *				rpc_skip(&rpc);
 *	rpc_end(&rpc);
 *
 * A value that was entered is left by exactly one of: rpc_text, rpc_skip, rpc_struct with rpc_member to its end,
 * rpc_array with rpc_item to its end; also where these return false.
 *
 * Failure (not well-formed, no such answer, cut short, a <fault>) is said in fail, and everything then returns false
 * or RPC_NONE: one check at the end is enough.
 */
#ifndef WIRE_RPC_H
#define WIRE_RPC_H

#include "wire/jsonrpc.h"
#include "wire/xmlrpc.h"

struct rpc {
	struct slice name; /* of the member, until the next call; one of more than 256 bytes is cut */
	enum rpc_type type; /* of the value that rpc_struct or rpc_array found */
	bool mistrusted; /* rpc_mistrust was called */
	struct fail *fail;
	struct json *json; /* NULL: XML-RPC is read */
	struct xmlrpc xmlrpc;
};

/* Begin to read an answer, with the one of the two readers that is given. Nothing is pulled yet. */
void rpc_open(struct rpc *r, struct xml *xml, struct json *json, struct stream *in, struct fail *fail);

/* Read up to the value. A <fault> is a failure. */
void rpc_answer(struct rpc *r);

/* Read what follows the value: 0, or FAILED if anything about the answer was wrong. */
int rpc_end(struct rpc *r);

/* Read the value as text: add its characters to `text`, whose `failed` says that they did not fit. A boolean is 1
 * or 0. Nothing is added for a struct, an array or nil, which are skipped. */
enum rpc_type rpc_text(struct rpc *r, struct out *text);

/* Read a value of whatever type: a struct or an array is entered, its members or items follow; any other is read as
 * rpc_text does. */
enum rpc_type rpc_value(struct rpc *r, struct out *text);

/* If the value is short and stands for itself where it is, leave it: `text` is valid until the next call. Else take
 * nothing. */
bool rpc_plain(struct rpc *r, struct slice *text);

/* Read the value as a whole number, from any type that holds one. False: it is none. */
bool rpc_number(struct rpc *r, int64_t *n);

void rpc_skip(struct rpc *r);

/* In JSON, is the value null? Then it is left. */
bool rpc_null(struct rpc *r);

/* Is the value a struct? Then its members follow; else it was skipped. */
bool rpc_struct(struct rpc *r);
bool rpc_member(struct rpc *r);

/* The same where only some names are wanted, a set of wanted_name: others may be left out, or come. */
bool rpc_member_of(struct rpc *r, uint64_t wanted);

/* The same for an array and its items. */
bool rpc_array(struct rpc *r);
bool rpc_item(struct rpc *r);

/* Refuse the answer here, for a reason of the caller: "line 1, column 7: WHAT". */
void rpc_refuse(struct rpc *r, enum status status, const char *what);

/* Was something wrong about the answer itself, not about the connection? */
bool rpc_refused(const struct rpc *r);

/* XML of a server that does not escape the names of members, where those may come from anybody: refuse comments,
 * CDATA and PIs, which it never sends. Refuse elements that lie deeper than so many below the value that was just
 * entered; was that the reason why the answer was refused? JSON needs none of this: there names are escaped. */
void rpc_mistrust(struct rpc *r);
void rpc_limit(struct rpc *r, unsigned elements);
bool rpc_deep(const struct rpc *r);

/* Write a call. One with controls or bytes that are not UTF-8, which XML cannot carry, is refused: FAILED, "WHAT may
 * not hold ...". */
int rpc_call(struct out *o, bool json, const char *method, const struct parameter *parameters, unsigned n,
	struct fail *f);

/* Is it a text that rpc_call takes? */
bool rpc_sendable(struct slice text);

#endif
