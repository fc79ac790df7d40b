/* SPDX-License-Identifier: MIT */
/*
 * A run of bytes that somebody else owns. It is not ended by NUL and may hold any byte; how long it
 * stays valid is said where it is handed out (until the next pull, or as long as an arena).
 *
 *	struct slice s = SLICE("a=b"), key = slice_before(&s, '=');     key "a", s "b"
 *
 * Bytes from outside are slices and nothing else: no strlen, atoi or sscanf ever sees them.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *at;
	size_t len;
};

#define SLICE(literal) ((struct slice){ "" literal, sizeof(literal) - 1 })

/* Number of elements of an array. */
#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* A C string of our own or of argv as a slice. (Inline without static: where it is not inlined, slice.c's is
 * called, and no file has one of its own.) */
inline struct slice slice_of(const char *text)
{
	return (struct slice){ text, strlen(text) };
}

/* Are these bytes the same? By words that overlap: what is compared is short and often, where memcmp is a call
 * and, with musl, goes byte by byte. */
inline bool slice_same(const char *a, const char *b, size_t len)
{
	uint64_t x, y;
	size_t i = 0;

	if (len < sizeof(x)) {
		while (i < len && a[i] == b[i])
			i++;
		return i == len;
	}
	do {
		memcpy(&x, a + i, sizeof(x));
		memcpy(&y, b + i, sizeof(y));
		i += sizeof(x);
		i = i < len && i + sizeof(x) > len ? len - sizeof(x) : i;
	} while (x == y && i < len);
	return x == y;
}

/* s without its first n bytes; it has at least n. */
static inline struct slice slice_drop(struct slice s, size_t n)
{
	return (struct slice){ s.at + n, s.len - n };
}

bool slice_is(struct slice a, struct slice b);
bool slice_begins(struct slice s, struct slice with);

/* An ASCII letter as a small one, any other byte as it is, from 0 to 255. */
int slice_lower(char c);

/* ASCII letters of either case are the same; for words of protocols. */
bool slice_is_word(struct slice a, struct slice b);

/* -1, 0 or 1: bytewise order, a beginning before what it begins. */
int slice_order(struct slice a, struct slice b);

/* Split s at the first c: return the part before it and leave the part after it in s. Without a c, return all of
 * s and leave s empty. */
struct slice slice_before(struct slice *s, char c);

/* Overwrites what is a secret (of 4 bytes or more) in a text of len bytes with asterisks. */
void slice_hide(char *text, size_t len, struct slice secret);

/* s without the blanks and TABs at both ends. */
struct slice slice_trim(struct slice s);

/* A whole number in decimal: digits with at most a '-' before them and nothing else. False, and *n as
 * it was, for anything else and for what 64 bits do not hold. */
bool slice_number(struct slice s, int64_t *n);

/* A decimal number as billionths: "12.5", "3.0e-05"; digits beyond the ninth after the point are cut. False
 * for anything else, for what is below 0, and for what 63 bits do not hold. */
bool slice_billionths(struct slice s, uint64_t *n);

/* The value of a hexadecimal digit of either case; -1: it is none. */
int slice_hex(char c);

/* A date of XML-RPC, 20110313T07:06:40, its date with hyphens or without, UTC where it has no zone (Z,
 * +02:00), as seconds since 1970. */
bool slice_date(struct slice s, int64_t *seconds);

/* A uuid as 16 bytes from its 36 characters (8-4-4-4-12 hexadecimal digits of either case). */
bool slice_uuid(struct slice s, unsigned char uuid[16]);

#endif
