/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 (RFC 3629): the only decoder of the program. The XML reader, the escaping of output and the check of
 * parameters use it.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Decode the character at `at`, where left > 0 bytes are available. Return its length (1 to 4) and store it in *c.
 * Return 0 for invalid UTF-8: overlong forms, surrogates, values above U+10FFFF, cut sequences. */
size_t utf8_char(const char *at, size_t left, uint32_t *c);

/* Encode a character (at most U+10FFFF). Return its length, 1 to 4. */
size_t utf8_put(char at[4], uint32_t c);

#endif
