/* SPDX-License-Identifier: MIT */
/*
 * A tokenizer for nested text: the common subset of JSON, s-expressions and xl's assignments. Words, quoted or bare,
 * stand between brackets. The text is read once, forward, through a small window. The caller interprets the words.
 *
 *	{"a": [1, "b c"]}    OPEN  QUOTED a  SIGN  OPEN  BARE 1,  QUOTED b c  CLOSE  CLOSE  END      sign ':'
 *	(a (b 'it\'s'))      OPEN  BARE a  OPEN  BARE b  QUOTED it's  CLOSE  CLOSE  END              sign '\0': none
 *	a = "b" # c          BARE a  SIGN  QUOTED b  END                                             sign '='
 *
 * This is no validator: forms that none of the three writers uses are accepted (a comma anywhere, a bare key). It is
 * strict about the structure: each bracket closes its own kind, and no line ends within quotes.
 */
#ifndef WIRE_NESTED_H
#define WIRE_NESTED_H

#include "link/stream.h"

enum {
	NESTED_DEEPEST = 64,
	NESTED_LONGEST = 4 * 1024 * 1024, /* bytes of a text; a longer one is cut */
	NESTED_WORD = 1024, /* bytes of a returned word */
};

enum nested_token {
	NESTED_BROKEN, /* malformed, or an early end; no token follows */
	NESTED_END, /* the end of the text, or a NUL */
	NESTED_OPEN,
	NESTED_CLOSE,
	NESTED_SIGN,
	NESTED_QUOTED,
	NESTED_BARE,
};

struct nested {
	struct out word; /* QUOTED or BARE, decoded, until the next token; `failed`: too long, or with an unescaped
			 * control character, a NUL, or an invalid escape */
	int depth; /* open brackets */

	/* private */
	struct stream *stream;
	const char *at, *end; /* the rest of the window */
	size_t taken; /* bytes taken from the stream */
	int c; /* the next byte, 0 at the end */
	char sign;
	char shut[NESTED_DEEPEST]; /* the closing bracket of each open one */
	char window[512], room[NESTED_WORD];
};

void nested_start(struct nested *n, struct stream *stream, char sign);

enum nested_token nested_next(struct nested *n);

#endif
