/* SPDX-License-Identifier: MIT */
/* Rows by the values of columns, those that are unknown last, whichever way round. */
#ifndef SHOW_ORDER_H
#define SHOW_ORDER_H

#include "show/column.h"

/* Sorts rows by the columns of a list "COL,COL", or by labels as xm did, of
 * any case, where that is NULL; rows that are alike stay in their order. 0, or FAILED with MISUSED for a column that there is not, EXCEEDED for no memory. */
int order_rows(struct rows *rows, const char *list, bool reverse, struct arena *arena, struct fail *f);

#endif
