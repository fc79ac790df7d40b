/* SPDX-License-Identifier: MIT */
/* Strings, numbers and words of JSON, piece by piece. Private to the files json*.c. */
#ifndef WIRE_JSON_TEXT_H
#define WIRE_JSON_TEXT_H

#include "wire/json_window.h"

enum { JSON_WORD = 512 }; /* bytes of a number; the largest of C's %f has 317 */

enum json_type {
	JSON_NONE, /* there was a failure */
	JSON_STRING,
	JSON_INTEGER, /* a number without fraction and exponent, of any size */
	JSON_REAL, /* any other, NaN and the infinities too */
	JSON_FALSE,
	JSON_TRUE,
	JSON_NULL,
	JSON_OBJECT,
	JSON_ARRAY,
};

/* Add the characters of a string, whose first '"' was taken, to text; NULL: skip them. False: refused. */
bool json_text_string(struct json_window *w, struct out *text);

/* Take the number or word that is next. `text` is valid until the next pull. JSON_NONE: refused. */
enum json_type json_text_word(struct json_window *w, struct slice *text);

/* The byte that a '\' and c stand for; 0: none. */
static inline char json_meaning(char c)
{
	switch (c) {
	case '"':
	case '\\':
	case '/':
		return c;
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	}
	return 0;
}

#endif
