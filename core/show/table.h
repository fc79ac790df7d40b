/* SPDX-License-Identifier: MIT */
/*
 * Print rows as a table, as xm did: columns separated by a blank, each padded to its width in cells of a terminal, nothing ever
 * cut, text from outside escaped. Columns chosen with -o grow to fit.
 *
 *	struct table table = { .columns = { COLUMN_NAME, COLUMN_ID }, .count = 2 };
 *	table_choose(&table, lists, fail);
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
	size_t wide[TABLE_COLUMNS]; /* width in cells; 0: the column's own */
	bool vcpus; /* rows are VCPUs */
};

/* Take the columns of a list "NAME,NAME", or add those of "+NAME,NAME"; add those of further lists, up to NULL. The
 * name "all" stands for the columns that the table does not have yet. Return 0, or FAILED with MISUSED for an unknown
 * column. */
int table_choose(struct table *t, const char *const *lists, struct fail *f);

/* Print the columns that its rows have, one per line. */
void table_help(struct out *o, const struct table *t);

void table_fit(struct table *t, const struct row *r);

/* Fit the first column only. */
void table_fit_name(struct table *t, const struct row *r);

void table_header(struct out *o, const struct table *t);

/* Print a row with one tab between its cells, without padding; the titles if the row is NULL. */
void table_tabs(struct out *o, const struct table *t, const struct row *r);
void table_row(struct out *o, const struct table *t, const struct row *r);

#endif
