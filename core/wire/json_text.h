/* SPDX-License-Identifier: MIT */
/* Strings, numbers and words of JSON, piece by piece. Private to the files json*.c. */
#ifndef WIRE_JSON_TEXT_H
#define WIRE_JSON_TEXT_H

#include "wire/json_window.h"

enum { JSON_WORD = 512 }; /* bytes of a number; the largest of C's %f has 317 */

enum json_type {
	JSON_NONE, /* after a failure */
	JSON_STRING,
	JSON_INTEGER, /* a number without fraction and exponent, of any size */
	JSON_REAL, /* any other, NaN and the infinities too */
	JSON_FALSE,
	JSON_TRUE,
	JSON_NULL,
	JSON_OBJECT,
	JSON_ARRAY,
};

/* Append the characters of a string, after its first '"', to text; NULL: skip them. Return false if refused. */
bool json_text_string(struct json_window *w, struct out *text);

/* Take the next number or word. `text` is valid until the next pull. Return JSON_NONE if refused. */
enum json_type json_text_word(struct json_window *w, struct slice *text);

/* Return the byte for '\' and c; 0: no such escape. */
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
