/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 (RFC 3629): the one decoder of the program. The XML reader refuses by it, what is shown is
 * made safe by it, what is sent is checked by it.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The character at at, of which left > 0 bytes are there: its bytes (1 to 4) and its number in *c; 0
 * where they are not UTF-8: overlong forms, surrogates, above U+10FFFF, cut short. */
size_t utf8_char(const char *at, size_t left, uint32_t *c);

/* The bytes of character c (at most U+10FFFF) into at: how many, 1 to 4. */
size_t utf8_put(char at[4], uint32_t c);

#endif
