/* SPDX-License-Identifier: MIT */
/*
 * Options as rows of a table. The same rows drive the parser and print the help:
 *
 *	{ 'q', "quiet", NULL, &quiet, "names only, one per line" }           sets a bool
 *	{ 't', "timeout", "SECONDS", &timeout, "..." }                      a const char *
 *	{ 's', "server", "URI...", servers, "..." }          the next free one of OPT_MANY
 *	{ 0 }                                                               ends the table
 *
 * Options may stand before and after operands. Short options cluster (-Hq). Long options accept --name=value,
 * --name value and unambiguous prefixes. `--` ends the options.
 */
#ifndef APPLETS_OPT_H
#define APPLETS_OPT_H

#include "base/fail.h"

enum { OPT_MANY = 16 };

struct opt {
	char letter; /* 0: no short form */
	const char *name;
	const char *argument; /* its name in the help, with ... if the option may be repeated; NULL: no argument */
	void *to; /* bool, const char *, or const char *[OPT_MANY], up to the first NULL if there is one */
	const char *help; /* NULL: the help does not show it */
};

/* The help of an option that belongs to a symbol of config.h: none in a build without it. The manual pages, too, lack
 * such a row (packaging/man/man.awk). */
#define HELP_IF(symbol, help) ((symbol) ? (help) : NULL)

/* Parse argv[1] to argv[argc - 1] by the tables (NULL ends them) and move the operands to the front of argv.
 * Return the number of operands, or FAILED with MISUSED. */
int opt_parse(int argc, char **argv, const struct opt *const tables[], struct fail *f);

/* Print one line of help for each row. */
void opt_help(struct out *o, const struct opt *table);

#endif
