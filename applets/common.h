/* SPDX-License-Identifier: MIT */
/* What all applets share: the options of every applet, and stdout. */
#ifndef APPLETS_COMMON_H
#define APPLETS_COMMON_H

#include "applets/opt.h"
#include "ask/ask.h"

extern struct ask_options common_ask;
extern bool common_no_header, common_help, common_json, common_reverse;
extern const char *common_columns, *common_sort;
extern const struct opt common_options[]; /* those that an applet's help shows */
extern const struct opt rare_options[];

/* Stdout, in one buffer. */
extern struct out common_out;

/* Writes what is left of it: 0, or FAILED with UNWRITTEN; silently where the reader has gone. */
int common_finish(struct fail *f);

#endif
