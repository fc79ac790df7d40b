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
 *   - a string may hold every byte but '"' and '\': control characters, bytes that are not UTF-8;
 *   - NaN, Infinity, nan and inf are numbers, also with a '-' (but -NaN).
 * All else is refused, in skipped values too; among it a byte order mark, and \uD800 to \uDFFF outside of a pair,
 * which the RFC leaves open. Members of one name are all handed out, in their order.
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
	JSON_NAME = 256, /* bytes of a name that is handed out; a longer one is cut there */
};

struct json {
	struct slice name; /* of the member, decoded; until the next call */

	/* the rest is the reader's own */
	bool first; /* nothing of the innermost object or array was taken yet */
	unsigned depth; /* objects and arrays that are open */
	uint64_t objects; /* bit N: the one at depth N is an object */
	char name_room[JSON_NAME];
	struct json_window window;
};

/* Begin to read a document. fail must be one that the stream uses too, and have no failure yet. */
void json_open(struct json *j, struct stream *in, struct fail *fail);

/* Read the value that is next. An object or an array is entered: json_member or json_item follow, until they
 * return false. Add to `text` the characters of a string, or a number as it stands in the document; nothing for
 * the others. `failed` of text says that they did not fit. */
enum json_type json_value(struct json *j, struct out *text);

/* The same for a string without escapes or an integer, if all of it is in the window: `text` is valid until the
 * next call. JSON_NONE: the value is another one, and still next. */
enum json_type json_plain(struct json *j, struct slice *text);

/* The type of the value that is next, if that is an object, an array or null, else JSON_NONE. Nothing of it is
 * taken. */
enum json_type json_peek(struct json *j);

/* Skip the value that is next, whatever it holds. */
void json_skip(struct json *j);

/* Go to the next member of the innermost object: its value is next. Members that are not in the set `wanted` are
 * skipped. False: there is none, the object is left. */
bool json_member(struct json *j, uint64_t wanted);

/* Go to the next item of the innermost array. False: there is none, the array is left. */
bool json_item(struct json *j);

/* Read to the end of the document and of the stream, after its value. */
void json_end(struct json *j);

/* Refuse the document here, for a reason of the caller: "line 1, column 7: WHAT". */
void json_refuse(struct json *j, enum status status, const char *what);

/* Was something wrong about the document, not about the stream? */
static inline bool json_refused(const struct json *j)
{
	return j->window.refused;
}

#endif
