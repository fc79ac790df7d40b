/* SPDX-License-Identifier: MIT */
/* What all applets share: the options of every applet, their operands, and stdout. */
#ifndef APPLETS_COMMON_H
#define APPLETS_COMMON_H

#include "applets/opt.h"
#include "ask/ask.h"

extern struct ask_options common_ask;
extern bool common_no_header, common_help, common_json, common_reverse;
extern const char *common_columns, *common_sort;
extern const struct opt common_options[]; /* those that an applet's help shows */
extern const struct opt rare_options[];

/* The operands as what they mean, in an array (of one more); NULL: said in f. */
struct named *common_named(struct arena *arena, char **operands, int count, struct fail *f);

/* The rows to show, *n of them: all in their order, or those that were named, in the order of their names.
 * A name that nobody bears is an error of its own, printed here; it costs the others nothing but the exit
 * status. NULL: no memory, said in f. */
struct domain **common_rows(const struct domains *all, const struct named *named, size_t count, size_t *n,
	struct fail *f);

/* Stdout, in one buffer. */
extern struct out common_out;

/* Writes what is left of it: 0, or FAILED with UNWRITTEN; silently where the reader has gone. */
int common_finish(struct fail *f);

#endif
