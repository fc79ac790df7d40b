/* SPDX-License-Identifier: MIT */
/* Sort rows by the values of columns. Unknown values come last in either direction. */
#ifndef SHOW_ORDER_H
#define SHOW_ORDER_H

#include "show/column.h"

/* Find the facts that the columns of a list "COL,COL" need (enum want). Return 0, or FAILED with MISUSED for an unknown
 * column: known before anything is asked. */
int order_needs(const char *list, bool vcpus, unsigned *needs, struct fail *f);

/* Sort rows by the columns of a list "COL,COL", or, if list is NULL, by label as xm did, ignoring case. The sort is
 * stable. Return 0, or FAILED with MISUSED for an unknown column, with EXCEEDED if memory is out. */
int order_rows(struct rows *rows, const char *list, bool reverse, struct arena *arena, struct fail *f);

#endif
