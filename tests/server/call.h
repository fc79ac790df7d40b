/* SPDX-License-Identifier: MIT */
/*
 * call - reads the body of a request: a methodCall of XML-RPC, or a call of JSON-RPC.
 *
 * Parameters are scalars, or arrays of them, which are kept with commas in between. Neither reader knows more
 * than the shape that a good client writes; all else is refused.
 *
 * XML: white space may stand between tags; values are bare text, <string>, <int>, <i4>, <double> or <boolean>;
 * text is UTF-8 without control characters, in which & < > stand as entities. Strictly nothing may follow the
 * closing tag; an old xend does not mind the newline its own clients put there.
 *
 * JSON: one object of method, params (an array), id, and "jsonrpc" as "2.0" or not at all, in any order. Text
 * is UTF-8 and escapes only what it must, each by a letter: XenServer 7.0 takes \uXXXX for six characters.
 */
#ifndef CALL_H
#define CALL_H

#include "age.h"
#include "buf.h"

#define CALL_MAX_PARAMS 8

struct call {
	struct buf method;
	struct buf param[CALL_MAX_PARAMS];
	size_t params;
	bool json, v2;
	struct buf id; /* of JSON, as it was written */
};

/* Return NULL for a valid call, else the error. Free the call with call_free in either case. */
const char *call_parse(struct call *call, const char *text, size_t len, bool strict);
const char *call_parse_json(struct call *call, const char *text, size_t len, const struct age *age);
void call_free(struct call *call);

/* Is it digits on both sides of a point? The oldest XAPI requires that of a float. */
bool call_is_double(const char *text);

/* A parameter's text; "" past the last. */
const char *call_param(const struct call *call, size_t i);

#endif
