/* SPDX-License-Identifier: MIT */
/*
 * Every column once: its name, its title and width in the table, what stands in its cells, and its value,
 * by which rows are sorted and which JSON shows. Titles and cells cannot disagree, since both come from
 * here. In a cell, what is not known is `-`, what is known to be nothing is blank.
 */
#ifndef SHOW_COLUMN_H
#define SHOW_COLUMN_H

#include "facts/vcpu.h"

enum { CELL_ROOM = 40 };

/* What a row is of: a domain, or one VCPU of it. */
struct row {
	struct domain *domain;
	const struct vcpu *vcpu; /* NULL: the domain as a whole */
};

/* Many of them. */
struct rows {
	struct domain **domains;
	const struct vcpu **vcpus; /* as many; NULL: rows are domains */
	size_t count;
};

inline struct row rows_at(const struct rows *r, size_t i)
{
	return (struct row){ r->domains[i], r->vcpus ? r->vcpus[i] : NULL };
}

/* What a column says of it. */
struct value {
	enum {
		VALUE_NONE, /* unknown, or it has none */
		VALUE_TEXT,
		VALUE_NUMBER,
		VALUE_NANOSECONDS, /* number */
		VALUE_FLAG, /* number: 0 or 1 */
		VALUE_CPUS, /* text: "0-3,7" */
	} kind;
	struct slice text; /* of the row, or made in the room */
	int64_t number;
};

struct column {
	const char *name, *title, *help;
	int title_width, width; /* negative: text stands at the left */
	bool of_vcpu; /* only rows of VCPUs have it */
	struct value (*value)(const struct row *r, char room[CELL_ROOM]);

	/* What stands in the cell where that is not simply the value: text of the domain, or made in the
	 * room. */
	struct slice (*cell)(const struct row *r, char room[CELL_ROOM]);
};

/* Every one of them. */
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
	COLUMN_VCPU,
	COLUMN_CPU,
	COLUMN_ONLINE,
	COLUMN_VCPU_STATE,
	COLUMN_VCPU_TIME,
	COLUMN_AFFINITY,
	COLUMNS,
};

extern const struct column columns[COLUMNS];

/* What stands in a cell. */
struct slice column_cell(const struct column *c, const struct row *r, char room[CELL_ROOM]);

/* The column of a name for rows of VCPUs, or of domains; NULL: none, said in f. */
const struct column *column_named(struct slice name, bool vcpus, struct fail *f);

/* Has a row of VCPUs, or of domains, the column? Where a domain and its VCPUs have one of the same name, the
 * VCPU's own hides the other. */
bool column_is_for(const struct column *c, bool vcpus);

#endif
