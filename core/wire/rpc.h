/* SPDX-License-Identifier: MIT */
/*
 * Remote procedure calls, written into a buffer, and their answers, read as nested loops. Callers need not know the
 * encoding, XML-RPC or JSON-RPC.
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
 * An entered value is left by exactly one of: rpc_text, rpc_skip, rpc_struct with rpc_member to its end, rpc_array with
 * rpc_item to its end; also if these return false.
 *
 * A failure (malformed, no such answer, cut short, a <fault>) is reported in fail, and everything then returns false or
 * RPC_NONE: one check at the end is enough.
 */
#ifndef WIRE_RPC_H
#define WIRE_RPC_H

#include "wire/jsonrpc.h"
#include "wire/xmlrpc.h"

enum { RPC_NAME = 256 }; /* bytes of a member's name; longer ones are cut */

struct rpc {
	struct slice name; /* of the member, until the next call */
	enum rpc_type type; /* of the value found by rpc_struct or rpc_array */
	bool mistrusted; /* rpc_mistrust was called */
	struct fail *fail;
	struct json *json; /* NULL: read XML-RPC */
	struct xmlrpc xmlrpc;
};

/* Begin to read an answer with one of the two readers. Nothing is pulled yet. */
void rpc_open(struct rpc *r, struct xml *xml, struct json *json, struct stream *in, struct fail *fail);

/* Read up to the value. A <fault> is a failure. */
void rpc_answer(struct rpc *r);

/* Read the rest after the value. Return 0, or FAILED if anything about the answer was wrong. */
int rpc_end(struct rpc *r);

/* Read the value as text: append its characters to `text`; `failed` means that they did not fit. A boolean is 1 or 0.
 * A struct, an array and nil are skipped and append nothing. */
enum rpc_type rpc_text(struct rpc *r, struct out *text);

/* Read a value of any type: enter a struct or an array, so that its members or items follow; read any other as
 * rpc_text does. */
enum rpc_type rpc_value(struct rpc *r, struct out *text);

/* If the value is short and needs no decoding, read it in place: `text` is valid until the next call. Else take
 * nothing. */
bool rpc_plain(struct rpc *r, struct slice *text);

/* Read the value as a whole number, from any type that holds one. Return false if it is none. */
bool rpc_number(struct rpc *r, int64_t *n);

void rpc_skip(struct rpc *r);

/* Skip a JSON null. Return whether there was one. */
bool rpc_null(struct rpc *r);

/* Enter a struct, so that its members follow. Skip any other value and return false. */
bool rpc_struct(struct rpc *r);
bool rpc_member(struct rpc *r);

/* Go to the next member with a name in the set `wanted` (see wanted.h). Members outside of it may be skipped. */
bool rpc_member_of(struct rpc *r, uint64_t wanted);

/* Was the name of the last member cut? */
bool rpc_name_cut(const struct rpc *r);

/* Enter an array, so that its items follow. Skip any other value and return false. */
bool rpc_array(struct rpc *r);
bool rpc_item(struct rpc *r);

/* Refuse the answer here, for a reason of the caller: "line 1, column 7: WHAT". */
void rpc_refuse(struct rpc *r, enum status status, const char *what);

/* Was the answer itself at fault, not the connection? */
bool rpc_refused(const struct rpc *r);

/* For XML of a server that does not escape the names of members. rpc_mistrust: refuse comments, CDATA and PIs, which
 * such a server never sends. rpc_limit: refuse elements nested deeper than `elements` below the value just entered.
 * rpc_deep: was that the reason of a refusal? JSON needs none of this, because its names are escaped. */
void rpc_mistrust(struct rpc *r);
void rpc_limit(struct rpc *r, unsigned elements);
bool rpc_deep(const struct rpc *r);

/* Write a call. Refuse a parameter with control characters or invalid UTF-8, which XML cannot carry: FAILED, "WHAT
 * may not hold ...". */
int rpc_call(struct out *o, bool json, const char *method, const struct parameter *parameters, unsigned n,
	struct fail *f);

/* Can rpc_call send the text? */
bool rpc_sendable(struct slice text);

#endif
