/* SPDX-License-Identifier: MIT */
/*
 * Every column once: its name, its title and width in the table, and what stands in its cells. Titles
 * and cells cannot disagree, since both come from here. What is not known is `-`, what is known to be
 * nothing is blank.
 */
#ifndef SHOW_COLUMN_H
#define SHOW_COLUMN_H

#include "facts/domain.h"

enum { CELL_ROOM = 40 };

struct column {
	const char *name, *title, *help;
	int title_width, width; /* negative: text stands at the left */

	/* What stands in the cell: text of the domain, or made in the room. */
	struct slice (*cell)(const struct domain *d, char room[CELL_ROOM]);
};

enum {
	COLUMN_NAME,
	COLUMN_ID,
	COLUMN_MEMORY,
	COLUMN_VCPUS,
	COLUMN_STATE,
	COLUMN_CPU_TIME,
	COLUMN_UUID,
	COLUMN_POWER,
	COLUMN_HOST,
	COLUMNS,
};

extern const struct column columns[COLUMNS];

#endif
