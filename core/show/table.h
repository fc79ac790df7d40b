/* SPDX-License-Identifier: MIT */
/*
 * Rows of columns. As xm printed them: a blank between columns, each padded to its width by characters,
 * nothing ever cut; text from outside made safe. Where the user chose the columns they grow to fit.
 *
 *	struct table table = TABLE_OF(brief);                     brief: an array of column numbers
 *	table_choose(&table, "+host", fail);
 *	for (each row) table_fit(&table, row);                    only where columns were chosen
 *	table_header(&out, &table); for (each row) table_row(&out, &table, row);
 */
#ifndef SHOW_TABLE_H
#define SHOW_TABLE_H

#include "show/column.h"

enum { TABLE_COLUMNS = 32 };

struct table {
	unsigned char columns[TABLE_COLUMNS];
	size_t count;
	size_t wide[TABLE_COLUMNS]; /* width in characters; 0: that of the column */
	bool vcpus; /* rows are VCPUs */
};

/* The columns of a list "NAME,NAME", or, of "+NAME,NAME", those that it has and these. FAILED with
 * MISUSED for a column that there is not. */
int table_choose(struct table *t, const char *list, struct fail *f);

bool table_has(const struct table *t, unsigned column);

/* What columns its rows have, a line each. */
void table_help(struct out *o, const struct table *t);

void table_fit(struct table *t, const struct row *r);
void table_header(struct out *o, const struct table *t);
void table_row(struct out *o, const struct table *t, const struct row *r);

#endif
