/* SPDX-License-Identifier: MIT */
/*
 * A run of bytes owned by someone else. It may contain any byte, NUL included. The function that returns a slice says
 * how long it is valid (until the next pull, or as long as an arena).
 *
 *	struct slice s = SLICE("a=b"), key = slice_before(&s, '=');     key "a", s "b"
 *
 * Bytes from outside are handled as slices only, never by strlen, atoi or sscanf.
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

/* Convert a NUL-terminated string, ours or argv's, to a slice. (Inline without static: the one external definition is
 * in slice.c.) */
inline struct slice slice_of(const char *text)
{
	return (struct slice){ text, strlen(text) };
}

/* Compare bytes for equality, by overlapping words: the texts are short, memcmp is a call, and musl's goes byte by
 * byte. */
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

/* Return s without its first n bytes, of at least n. */
static inline struct slice slice_drop(struct slice s, size_t n)
{
	return (struct slice){ s.at + n, s.len - n };
}

bool slice_is(struct slice a, struct slice b);
bool slice_begins(struct slice s, struct slice with);

/* Convert an ASCII letter to lower case; return any other byte as 0 to 255. */
int slice_lower(char c);

/* Compare without regard to the case of ASCII letters; for protocol words. */
bool slice_is_word(struct slice a, struct slice b);

/* Compare bytewise: return -1, 0 or 1. A prefix comes first. */
int slice_order(struct slice a, struct slice b);

/* Split s at the first c: return the part before it and leave the part after it in s. Without a c, return all of
 * s and leave s empty. */
struct slice slice_before(struct slice *s, char c);

/* Overwrite each occurrence of a secret of 4 bytes or more with asterisks. */
void slice_hide(char *text, size_t len, struct slice secret);

/* Return s without blanks and tabs at both ends. */
struct slice slice_trim(struct slice s);

/* Does s contain nothing but blanks, tabs and line feeds? */
bool slice_blank(struct slice s);

/* Parse a decimal integer: digits after an optional '-'. Return false, with *n unchanged, for anything else and for
 * values beyond 64 bits. */
bool slice_number(struct slice s, int64_t *n);

/* Parse a decimal number as billionths: "12.5", "3.0e-05"; digits beyond the ninth decimal are cut. Return false for
 * anything else, for negative numbers, and for values beyond 63 bits. */
bool slice_billionths(struct slice s, uint64_t *n);

/* Return the value of a hexadecimal digit of either case, or -1. */
int slice_hex(char c);

/* Parse a date of XML-RPC, 20110313T07:06:40, with or without hyphens in the date, in UTC unless it has a zone (Z,
 * +02:00). Return seconds since 1970. */
bool slice_date(struct slice s, int64_t *seconds);

/* Parse the 36 characters of a uuid (8-4-4-4-12 hexadecimal digits of either case). */
bool slice_uuid(struct slice s, unsigned char uuid[16]);

#endif
