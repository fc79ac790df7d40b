/* SPDX-License-Identifier: MIT */
/*
 * reader - reads a request's body from front to end.
 */
#ifndef READER_H
#define READER_H

#include "buf.h"

struct reader {
	const char *at;
	const char *end;
	const char *wrong; /* the first thing found wrong; reading goes nowhere after it */
};

void reader_wrong(struct reader *r, const char *what);
bool reader_begins(const struct reader *r, const char *text);

/* Read this text. Return false if another one is next. */
bool reader_take(struct reader *r, const char *text);
void reader_space(struct reader *r);

/* Take one character of more than one byte, checked: no overlong form, no surrogate. */
void reader_wide(struct reader *r, struct buf *out);

#endif
