/* SPDX-License-Identifier: MIT */
/*
 * Rows as JSON (RFC 8259): an array of objects, a line each, one member a column. Numbers are numbers:
 * bytes, seconds; what is unknown, or does not apply, is null. Always valid UTF-8, whatever the text from
 * outside is: bytes that are none become U+FFFD, controls and what could move a cursor \uNNNN.
 */
#ifndef SHOW_JSON_H
#define SHOW_JSON_H

#include "show/column.h"

void json_rows(struct out *o, const unsigned char *which, size_t columns_count, const struct rows *rows);

/* A string with its quotes. */
void json_text(struct out *o, struct slice text);

#endif
