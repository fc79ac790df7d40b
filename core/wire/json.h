/* SPDX-License-Identifier: MIT */
/*
 * A JSON reader: pulls a document through one fixed window, value by value. It takes no memory, does not
 * recurse, and needs the same room for a document of any length.
 *
 *	struct json json;                                25 KiB: not on the stack
 *	json_open(&json, stream, fail);                  the value of the document is next
 *	if (json_value(&json, &text) == JSON_OBJECT)     enters an object or an array, else takes all of the value
 *		while (json_member(&json, WANTED_ALL))   json.name; its value is next
 *			json_skip(&json);
 *	json_end(&json);                                 nothing may follow
 *	if (fail->status) ...
 *
 * It reads JSON as RFC 8259 defines it, and what XAPI's marshallers write beyond that:
 *   - a string may contain any byte but '"' and '\': control characters, bytes that are not UTF-8;
 *   - NaN, Infinity, nan and inf are numbers, also with a '-' (but -NaN).
 * Anything else is refused, in skipped values too: also a byte order mark, and \uD800 to \uDFFF outside of a pair (the
 * RFC leaves both open). Repeated members are all returned, in their order.
 *
 * Failure: fail has status BROKEN (EXCEEDED for a limit), a message with line and column (in bytes), and every
 * later call returns JSON_NONE or false: loops end by themselves, one check follows.
 */
#ifndef WIRE_JSON_H
#define WIRE_JSON_H

#include "wire/json_text.h"
#include "wire/wanted.h"

enum {
	JSON_DEPTH = 32, /* XAPI's deepest answer is 6 (event.from) */
	JSON_NAME = 256, /* bytes of a returned name; longer ones are cut */
};

struct json {
	struct slice name; /* of the member, decoded; until the next call */
	bool name_cut; /* it was longer than JSON_NAME */

	/* the rest is the reader's own */
	bool first; /* no member or item of the innermost object or array was read yet */
	unsigned depth; /* number of open objects and arrays */
	uint64_t objects; /* bit N: the one at depth N is an object */
	char name_room[JSON_NAME];
	struct json_window window;
};

/* Begin to read a document. The stream must report into the same `fail`, which has no failure yet. */
void json_open(struct json *j, struct stream *in, struct fail *fail);

/* Read the next value and return its type. Enter an object or an array: call json_member or json_item next, until it
 * returns false. Append to `text` the characters of a string, or a number as written; nothing for other types.
 * text->failed is set if they do not fit. */
enum json_type json_value(struct json *j, struct out *text);

/* Read a string without escapes, or an integer, if the window contains all of it: `text` is valid until the next call.
 * Return JSON_NONE for any other value, and leave it. */
enum json_type json_plain(struct json *j, struct slice *text);

/* Return the type of the next value if it is an object, an array or null, else JSON_NONE. Leave the value. */
enum json_type json_peek(struct json *j);

/* Skip the next value of any type. */
void json_skip(struct json *j);

/* Go to the next member of the innermost object, up to its value. Skip members outside of the set `wanted`. Return false
 * at the end of the object, which is then left. */
bool json_member(struct json *j, uint64_t wanted);

/* Go to the next item of the innermost array. Return false at the end of the array, which is then left. */
bool json_item(struct json *j);

/* Read to the end of the document and of the stream, after its value. */
void json_end(struct json *j);

/* Refuse the document here, for a reason of the caller: "line 1, column 7: WHAT". */
void json_refuse(struct json *j, enum status status, const char *what);

/* Was the document refused, as opposed to a failure of the stream? */
static inline bool json_refused(const struct json *j)
{
	return j->window.refused;
}

#endif
