/* SPDX-License-Identifier: MIT */
/* What every applet does: ask for domains, choose and order rows, print them. An applet says which. */
#ifndef APPLETS_ROWS_H
#define APPLETS_ROWS_H

#include "applets/applet.h"
#include "applets/common.h"
#include "show/table.h"

struct view {
	struct table table; /* its columns, unless -o chooses others */
	const unsigned char *json; /* those of JSON: json_count of them */
	size_t json_count;
	bool by_label; /* the order of rows is that of labels, unless --sort is given */
	bool trees; /* not columns, but all that is known of each domain */
	const struct column *only; /* print its cells and nothing else; NULL: the table */

	/* Moves the domains that are to be shown to the front of *n; 0, or FAILED. NULL: all are. */
	int (*filter)(struct domain **domains, size_t *n, struct fail *f);
};

/* The whole of it, from operands to the last row; what follows its arguments is as in struct applet. */
int rows_show(struct view *v, char **operands, int count, struct fail *f);

#endif
