/* SPDX-License-Identifier: MIT */
/*
 * XML-RPC, one of the two encodings behind rpc.h: see there.
 *
 * A failure (malformed, not XML-RPC, cut short, a <fault>) is reported in fail.
 */
#ifndef WIRE_XMLRPC_H
#define WIRE_XMLRPC_H

#include "wire/rpc_type.h"
#include "wire/xml.h"

struct xmlrpc {
	struct xml *xml;
	struct fail *fail;
	struct slice name; /* of the member, until the next call; cut if longer than the buffer */
	bool name_cut; /* it was longer */
	bool faulted; /* the answer is a <fault>, well-formed and read to its end */
	int64_t fault; /* its code */
	char room[XML_NAME];
};

/* Read up to the value. A <fault> is a failure. */
void xmlrpc_answer(struct xmlrpc *r);

/* Read the rest after the value. Return 0, or FAILED if anything about the answer was wrong. */
int xmlrpc_end(struct xmlrpc *r);

/* As in rpc.h. */
enum rpc_type xmlrpc_text(struct xmlrpc *r, struct out *text);
enum rpc_type xmlrpc_value(struct xmlrpc *r, struct out *text);
bool xmlrpc_plain(struct xmlrpc *r, struct slice *text);
bool xmlrpc_member(struct xmlrpc *r, uint64_t wanted);
bool xmlrpc_item(struct xmlrpc *r);

/* Enter a struct or an array if the value is of the wanted type, else skip it. Return the type of the value. */
enum rpc_type xmlrpc_enter(struct xmlrpc *r, enum rpc_type wanted);

/* Write a call. Parameters without a type are strings. */
void xmlrpc_call(struct out *o, const char *method, const struct parameter *parameters, unsigned n);

#endif
