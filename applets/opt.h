/* SPDX-License-Identifier: MIT */
/*
 * Options as rows, which are parsed by and printed as help:
 *
 *	{ 'q', "quiet", NULL, &quiet, "names only, one per line" }           sets a bool
 *	{ 't', "timeout", "SECONDS", &timeout, "..." }                      a const char *
 *	{ 's', "server", "URI...", servers, "..." }          the next free of OPT_MANY, NULL the last
 *	{ 0 }                                                               ends the table
 *
 * They may stand before and after operands; short ones cluster (-Hq), long ones take --name=value,
 * --name value and unique beginnings; `--` ends them.
 */
#ifndef APPLETS_OPT_H
#define APPLETS_OPT_H

#include "base/fail.h"

enum { OPT_MANY = 16 };

struct opt {
	char letter; /* 0: it has none */
	const char *name;
	const char *argument; /* what help calls it, with ... if it may come again; NULL: there is none */
	void *to;
	const char *help;
};

/* Parses argv[1..]: operands come to its front. How many there are, or FAILED with MISUSED. */
int opt_parse(int argc, char **argv, const struct opt *const tables[], struct fail *f);

/* One line of help a row. */
void opt_help(struct out *o, const struct opt *table);

#endif
