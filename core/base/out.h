/* SPDX-License-Identifier: MIT */
/*
 * An output buffer of fixed size. A full buffer is flushed to its descriptor. A buffer without a descriptor sets the
 * sticky flag `failed` if something does not fit. Writes are not checked one by one: check `failed`, or the result of
 * out_flush, once at the end.
 *
 *	char room[4096];
 *	struct out out = OUT_TO(1, room);            or OUT_IN(room): stays in memory
 *	out_message(&out, "%s has %d\n", name, n);
 *	if (out_flush(&out)) ... errno in out.error
 *
 * Text from outside is escaped here and nowhere else: control characters (C0, DEL, C1), line and paragraph separators
 * and bidi controls never reach a terminal or break a row. An ASCII control or an invalid byte is shown as \xNN, a
 * character beyond ASCII as \uNNNN; everything else, the backslash too, is unchanged.
 */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/slice.h"

struct out {
	char *start, *at, *end;
	int fd; /* -1: none; the text stays in the buffer */
	int error; /* errno of a failed write; 0 if the buffer was too small */
	bool failed;
	size_t most; /* out_message appends so many bytes of each text, and ... for the rest; 0: all bytes */
};

/* Initializers: a buffer of size bytes at an address, an array, a buffer flushed to a descriptor. */
/* clang-format off */
#define OUT_AT(room, size) { .start = (room), .at = (room), .end = (room) + (size), .fd = -1 }
#define OUT_IN(array) OUT_AT(array, sizeof(array))
#define OUT_TO(to, array) { .start = (array), .at = (array), .end = (array) + sizeof(array), .fd = (to) }
/* clang-format on */

/* Append bytes as they are: for paths, URIs and protocols, and for words of our own. */
void out_bytes(struct out *o, struct slice bytes);
void out_add(struct out *o, const char *text);
void out_char(struct out *o, char c);
void out_blanks(struct out *o, size_t n);

/* Append text from outside, escaped. */
void out_text(struct out *o, struct slice text);

/* Is it a character beyond ASCII that moves the cursor, ends the line or changes the direction of text? */
bool out_unsafe(uint32_t c);

/* Return the number of a terminal's cells that out_text fills for a text; columns are padded by it. */
size_t out_width(struct slice text);

void out_number(struct out *o, int64_t n);

/* Append nanoseconds, of at least 0, as seconds: exact, without trailing zeros. */
void out_seconds(struct out *o, int64_t ns);

/* Append a number of lower-case hexadecimal digits. */
void out_hex(struct out *o, uint32_t n, int digits);

/* Append seconds since 1970 as a date of ISO 8601 in UTC, 2026-08-01T09:08:07Z; outside the years 1970 to 9999, append
 * the number. */
void out_date(struct out *o, int64_t seconds);

/* Append the 36 characters of a uuid. */
void out_uuid(struct out *o, const unsigned char uuid[16]);

/* Append a message for people, with the few conversions of printf that messages need: %s and %.*s (both made safe
 * as by out_text), %c %d %u %zu %lld %llu %%. Widths and flags are not known. Never build a path with it: a path
 * with a byte that is not UTF-8 would name another file. */
__attribute__((format(printf, 2, 3))) void out_message(struct out *o, const char *format, ...);
void out_message_list(struct out *o, const char *format, __builtin_va_list list);

/* Return the text in the buffer. */
inline struct slice out_slice(const struct out *o)
{
	return (struct slice){ o->start, (size_t)(o->at - o->start) };
}

/* End what is in the buffer with a NUL and return it as a C string. If there is no space for the NUL it replaces
 * the last byte, and `failed` is set. The NUL does not count as text: more can be appended in its place. */
const char *out_string(struct out *o);

/* Write the rest to the descriptor. Return 0, or -1 if this or any earlier write failed. */
int out_flush(struct out *o);

#endif
