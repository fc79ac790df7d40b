/* SPDX-License-Identifier: MIT */
/* Shared by all applets: common options, their variables, and the buffer of stdout. */
#ifndef APPLETS_COMMON_H
#define APPLETS_COMMON_H

#include "applets/opt.h"
#include "ask/ask.h"

extern struct ask_options common_ask;
extern bool common_no_header, common_help, common_json, common_tabs, common_reverse, common_watch;
extern const char *common_columns[], *common_sort, *common_delay, *common_count;
extern const struct opt common_options[]; /* shown by the help of each applet */
extern const struct opt rare_options[]; /* shown by --help options only */

/* Standard output, buffered. With --watch on a terminal, what would be written stays in memory. */
extern struct out common_out;

/* Print a failure and keep its exit status in f: other rows are still shown. */
void common_tell(const struct fail *why, struct fail *f);

/* Flush common_out. Return 0, or FAILED with UNWRITTEN in f. A closed pipe (EPIPE) fails without a message. */
int common_finish(struct fail *f);

#endif
