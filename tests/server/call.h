/* SPDX-License-Identifier: MIT */
/*
 * call - reads the body of a request, an XML-RPC methodCall whose parameters are scalars.
 *
 * Not an XML parser: it knows the shape a good client writes and refuses everything else.  White
 * space may stand between tags; values are bare text, <string>, <int>, <i4> or <boolean>; text
 * is UTF-8 without control characters, in which & < > stand as entities.  Strictly nothing may
 * follow the closing tag; an old xend does not mind the newline its own clients put there.
 */
#ifndef CALL_H
#define CALL_H

#include "buf.h"

#define CALL_MAX_PARAMS 8

struct call {
	struct buf method;
	struct buf param[CALL_MAX_PARAMS];
	size_t params;
};

/* NULL for a good call, else what is wrong with it.  Give it back with call_free either way. */
const char *call_parse(struct call *call, const char *text, size_t len, bool strict);
void call_free(struct call *call);

/* A parameter's text; "" past the last. */
const char *call_param(const struct call *call, size_t i);

#endif
