/* SPDX-License-Identifier: MIT */
/* The common part of all applets: ask for domains, select and sort rows, print them. A view describes the rest. */
#ifndef APPLETS_ROWS_H
#define APPLETS_ROWS_H

#include "applets/applet.h"
#include "applets/common.h"
#include "show/table.h"

struct view {
	struct table table; /* the default columns; -o replaces them or adds to them */
	const unsigned char *json; /* the json_count columns of -j */
	size_t json_count;
	bool by_label; /* sort rows by label unless --sort is given */
	bool by_pool; /* the filter uses cpupools */
	bool metrics; /* print OpenMetrics (--openmetrics) instead of columns */
	bool trees; /* print s-expressions (--long) instead of columns */
	unsigned conditions; /* enum condition: the states in which named domains are shown; 0: all */
	const struct column *only; /* print the cells of this column only (-q); NULL: print the table */

	/* Move the domains to be shown, out of those selected from an answer, to the front and set *n to their number.
	 * Return 0 or FAILED. NULL: show all. */
	int (*filter)(const struct domains *answer, struct domain **domains, size_t *n, struct fail *f);
};

/* Ask, select, sort and print. Arguments and result are those of `run` in struct applet. */
int rows_show(struct view *v, char **operands, int count, struct fail *f);

#endif
