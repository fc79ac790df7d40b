/* SPDX-License-Identifier: MIT */
/*
 * json - writes JSON-RPC answers byte for byte as XAPI's two printers do.
 *
 * Yojson's (today) writes no white space; rpclib's own (XenServer 7.3 and before) a blank after each comma and
 * colon. Both escape the names of members as they escape every other text.
 */
#ifndef JSON_H
#define JSON_H

#include "age.h"
#include "buf.h"

struct json {
	struct buf *out;
	const struct age *age;
	bool v2; /* in the form of JSON-RPC 2.0, if the release has it */
	const char *id; /* of the request, as it was written */
	bool passed_on; /* a failure is the master's: an array, whatever the form */
	bool comma; /* a comma precedes the next value */
	bool raised; /* the printer failed */
};

/* The envelope of a result; one value goes between the two. */
void json_success(struct json *j);
void json_success_end(struct json *j);

/* Write a whole answer with a failure: the code, then its parameters. */
void json_failure(struct json *j, const char *const *texts, size_t n);

/* Write a failure from outside the dispatcher, which does not know the request. */
void json_failure_outside(struct json *j, const char *const *texts, size_t n);

/* Values. A number is written as it is, a flag is "1" or "0", a double any text that strtod reads. */
void json_text(struct json *j, const char *text);
void json_number(struct json *j, const char *text);
void json_flag(struct json *j, const char *text);
void json_double(struct json *j, const char *text);
void json_open(struct json *j, char bracket);
void json_close(struct json *j, char bracket);

/* A member's name; its value follows. */
void json_member(struct json *j, const char *name);

#endif
