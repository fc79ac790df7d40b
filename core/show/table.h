/* SPDX-License-Identifier: MIT */
/*
 * Print rows as a table, as xm did: columns separated by a blank, each padded to its width in characters, nothing ever
 * cut, text from outside escaped. Columns chosen with -o grow to fit.
 *
 *	struct table table = { .columns = { COLUMN_NAME, COLUMN_ID }, .count = 2 };
 *	table_choose(&table, "+host", fail);
 *	for (each row) table_fit(&table, row);                    only if columns were chosen
 *	table_header(&out, &table); for (each row) table_row(&out, &table, row);
 */
#ifndef SHOW_TABLE_H
#define SHOW_TABLE_H

#include "show/column.h"

enum { TABLE_COLUMNS = 32 };

struct table {
	unsigned char columns[TABLE_COLUMNS];
	size_t count;
	size_t wide[TABLE_COLUMNS]; /* width in characters; 0: the column's own */
	bool vcpus; /* rows are VCPUs */
};

/* Take the columns of a list "NAME,NAME", or add those of "+NAME,NAME". Return 0, or FAILED with MISUSED for an
 * unknown column. */
int table_choose(struct table *t, const char *list, struct fail *f);

/* Print the columns that its rows have, one per line. */
void table_help(struct out *o, const struct table *t);

void table_fit(struct table *t, const struct row *r);
void table_header(struct out *o, const struct table *t);
void table_row(struct out *o, const struct table *t, const struct row *r);

#endif
