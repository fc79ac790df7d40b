/* SPDX-License-Identifier: MIT */
/*
 * expr - the queries of get_all_records_where.
 *
 *	expr  = term { "or" term }         term = factor { "and" factor }
 *	factor = "not" factor | "(" expr ")" | "true" | "false" | value "=" value
 *	value = 'field' "NAME" | "TEXT"
 * Texts stand in double quotes and know no escape.
 */
#ifndef EXPR_H
#define EXPR_H

/* Return the text of a column of the object; NULL: no such column. */
typedef const char *expr_column(const void *ctx, const char *name);

enum expr_result { EXPR_FALSE, EXPR_TRUE, EXPR_SYNTAX, EXPR_COLUMN };

enum expr_result expr_eval(const char *text, expr_column *column, const void *ctx);

#endif
