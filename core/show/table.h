/* SPDX-License-Identifier: MIT */
/*
 * Rows of columns, as xm printed them: a blank between columns, each padded to its width by
 * characters, nothing ever cut; text from outside made safe.
 */
#ifndef SHOW_TABLE_H
#define SHOW_TABLE_H

#include "show/column.h"

/* Which columns, by number, in order. */
struct table {
	const unsigned char *columns;
	size_t count;
};

void table_header(struct out *o, const struct table *t);
void table_row(struct out *o, const struct table *t, const struct domain *d);

#endif
