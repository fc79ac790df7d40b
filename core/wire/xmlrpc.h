/* SPDX-License-Identifier: MIT */
/*
 * XML-RPC: calls written into a buffer, answers read as nested loops.
 *
 *	rpc_call(&out, "VM.get_record");  rpc_param(&out, session, f);  rpc_call_end(&out);
 *
 *	rpc_answer(&rpc, &xml, fail);                    the value of the answer was just entered
 *	if (rpc_struct(&rpc))
 *		while (rpc_member(&rpc))                 rpc.name; its value was just entered
 *			if (slice_is(rpc.name, SLICE("uuid")))
 *				rpc_text(&rpc, &text);
 *			else
 *				rpc_skip(&rpc);
 *	rpc_end(&rpc);
 *
 * A value that was entered is left by exactly one of: rpc_text, rpc_skip, rpc_struct with rpc_member to
 * its end, rpc_array with rpc_item to its end; also where these return false.
 *
 * Failure (not well-formed, not XML-RPC, cut short, a <fault>) is said in fail, and everything then
 * returns false or RPC_NONE: one check at the end is enough.
 */
#ifndef WIRE_XMLRPC_H
#define WIRE_XMLRPC_H

#include "wire/xml.h"

enum rpc_type {
	RPC_NONE, /* there was a failure */
	RPC_STRING, /* also a value without a type */
	RPC_INT, /* <int>, <i4>, <i8> */
	RPC_DOUBLE,
	RPC_BOOLEAN,
	RPC_DATE,
	RPC_BASE64,
	RPC_NIL,
	RPC_STRUCT,
	RPC_ARRAY,
};

struct rpc {
	struct xml *xml;
	struct fail *fail;
	struct slice name; /* of the member, until the next call; one longer than the room is cut */
	enum rpc_type type; /* of the value that was entered last */
	bool faulted; /* the answer is a <fault>, well-formed and read to its end */
	int64_t fault; /* its code */
	char room[XML_NAME];
};

/* Begins to read an answer from a reader that was just opened. A <fault> is a failure. */
void rpc_answer(struct rpc *r, struct xml *xml, struct fail *fail);

/* What follows the value: 0, or FAILED if anything about the answer was wrong. */
int rpc_end(struct rpc *r);

/* The value as text: its characters are added to `text`, whose `failed` says that they did not fit;
 * nothing for a struct, an array or nil, which are skipped. */
enum rpc_type rpc_text(struct rpc *r, struct out *text);

/* The value, of whatever type: a struct or an array is entered, its members or items follow; of any other
 * the characters are added to `text`, and it is left. */
enum rpc_type rpc_value(struct rpc *r, struct out *text);

/* The value as a whole number: from any type that holds one (XAPI and xend send them as strings).
 * False where it is none. */
bool rpc_number(struct rpc *r, int64_t *n);

void rpc_skip(struct rpc *r);

/* Is the value a struct? Then its members follow; else it was skipped. */
bool rpc_struct(struct rpc *r);
bool rpc_member(struct rpc *r);

/* The same where only some names are wanted, a set of wanted_name: others may be left out, or come. */
bool rpc_member_of(struct rpc *r, uint64_t wanted);

/* The same for an array and its items. */
bool rpc_array(struct rpc *r);
bool rpc_item(struct rpc *r);

/* A call: its method, its parameters in order (of a type: "string", "int", "boolean"), its end. One that
 * XML cannot carry (controls, bytes that are not UTF-8) is refused: FAILED, "WHAT may not hold ...". */
void rpc_call(struct out *o, const char *method);
int rpc_param(struct out *o, const char *type, struct slice text, const char *what, struct fail *f);
void rpc_call_end(struct out *o);

/* Is it a text that rpc_param takes? */
bool rpc_sendable(struct slice text);

#endif
