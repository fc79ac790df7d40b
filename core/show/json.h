/* SPDX-License-Identifier: MIT */
/*
 * Print rows as JSON (RFC 8259): an array of objects, one per line, with a member for each column. Numbers are numbers,
 * in bytes or seconds. null stands for an unknown fact and for one that does not apply. The output is valid UTF-8 for
 * any input: invalid bytes become U+FFFD; control characters, and those that could move a cursor, become \uNNNN.
 */
#ifndef SHOW_JSON_H
#define SHOW_JSON_H

#include "show/column.h"

/* With `line`, print the whole array on one line. */
void json_rows(struct out *o, const unsigned char *which, size_t columns_count, const struct rows *rows, bool line);

/* Print a string with its quotes. */
void json_text(struct out *o, struct slice text);

#endif
