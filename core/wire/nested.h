/* SPDX-License-Identifier: MIT */
/*
 * Nested text, as far as JSON, s-expressions and xl's assignments are alike: words, quoted or bare, between
 * brackets. A file of it is read once, forward, through a small window; what the words mean is the reader's.
 *
 *	{"a": [1, "b c"]}    OPEN  QUOTED a  SIGN  OPEN  BARE 1,  QUOTED b c  CLOSE  CLOSE  END      sign ':'
 *	(a (b 'it\'s'))      OPEN  BARE a  OPEN  BARE b  QUOTED it's  CLOSE  CLOSE  END              sign '\0': none
 *	a = "b" # c          BARE a  SIGN  QUOTED b  END                                             sign '='
 *
 * It is no validator: what all three writers never write passes (a comma anywhere, a bare key). It is strict
 * where text could be taken for something else: each bracket closes its own kind, and no line ends within quotes.
 */
#ifndef WIRE_NESTED_H
#define WIRE_NESTED_H

#include "link/stream.h"

enum {
	NESTED_DEEPEST = 64,
	NESTED_LONGEST = 4 * 1024 * 1024, /* bytes of a text; the rest of a longer one is as if cut off */
	NESTED_WORD = 1024, /* bytes of a word that is handed out */
};

enum nested_token {
	NESTED_BROKEN, /* the end comes too early, or what comes is no such text; nothing may follow */
	NESTED_END, /* of the text, or a NUL */
	NESTED_OPEN,
	NESTED_CLOSE,
	NESTED_SIGN,
	NESTED_QUOTED,
	NESTED_BARE,
};

struct nested {
	struct out word; /* of QUOTED and BARE until the next token, escapes decoded; `failed`: it is longer, has
			  * a control as it is, a NUL, or an escape that means nothing */
	int depth; /* brackets that are open */

	/* of the room itself */
	struct stream *stream;
	const char *at, *end; /* what is left of the window */
	size_t taken; /* bytes of the stream */
	int c; /* the byte that comes next, 0 at the end */
	char sign;
	char shut[NESTED_DEEPEST]; /* what closes each of the open brackets */
	char window[512], room[NESTED_WORD];
};

void nested_start(struct nested *n, struct stream *stream, char sign);

enum nested_token nested_next(struct nested *n);

#endif
