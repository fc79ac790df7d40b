/* SPDX-License-Identifier: MIT */
/*
 * Every column once: its name, its title and width in the table, what stands in its cells, and its value,
 * by which rows are sorted and which JSON shows. Titles and cells cannot disagree, since both come from
 * here. In a cell, what is not known is `-`, what is known to be nothing is blank.
 */
#ifndef SHOW_COLUMN_H
#define SHOW_COLUMN_H

#include "facts/domain.h"

enum { CELL_ROOM = 40 };

/* What a column says of a domain. */
struct value {
	enum { VALUE_NONE, VALUE_TEXT, VALUE_NUMBER, VALUE_NANOSECONDS } kind; /* NONE: unknown, or it has none */
	struct slice text; /* of the domain, or made in the room */
	int64_t number;
};

struct column {
	const char *name, *title, *help;
	int title_width, width; /* negative: text stands at the left */
	struct value (*value)(const struct domain *d, char room[CELL_ROOM]);

	/* What stands in the cell where that is not simply the value: text of the domain, or made in the
	 * room. */
	struct slice (*cell)(const struct domain *d, char room[CELL_ROOM]);
};

/* In the order in which JSON has them. */
enum {
	COLUMN_NAME,
	COLUMN_ID,
	COLUMN_UUID,
	COLUMN_POWER,
	COLUMN_STATE,
	COLUMN_MEMORY,
	COLUMN_MEMORY_MAX,
	COLUMN_VCPUS,
	COLUMN_VCPUS_MAX,
	COLUMN_CPU_TIME,
	COLUMN_START_TIME,
	COLUMN_LABEL,
	COLUMN_POOL,
	COLUMN_HOST,
	COLUMN_SOURCE,
	COLUMNS,
};

extern const struct column columns[COLUMNS];

/* What stands in a cell. */
struct slice column_cell(const struct column *c, const struct domain *d, char room[CELL_ROOM]);

/* The column of a name; NULL: none, said in f. */
const struct column *column_named(struct slice name, struct fail *f);

#endif
