/* SPDX-License-Identifier: MIT */
/*
 * The table of columns. Each row has the column's name, its title and width in a table, the text of its cells, and its
 * value for sorting and JSON. Titles and cells come from one row and cannot disagree. A cell is `-` for an unknown fact
 * and blank for a fact known to be empty.
 */
#ifndef SHOW_COLUMN_H
#define SHOW_COLUMN_H

#include "facts/vcpu.h"

enum { CELL_ROOM = 40 };

/* The subject of a row: a domain, or one of its VCPUs. */
struct row {
	struct domain *domain;
	const struct vcpu *vcpu; /* NULL: the whole domain */
	uint32_t load; /* tenths of a percent of one pCPU, plus 1; 0: unknown (see load.h) */
};

/* The rows of a table. */
struct rows {
	struct domain **domains;
	const struct vcpu **vcpus; /* one per row; NULL: rows are domains */
	size_t count;
	uint32_t *loads; /* one per row; NULL: unknown */
};

inline struct row rows_at(const struct rows *r, size_t i)
{
	return (struct row){ r->domains[i], r->vcpus ? r->vcpus[i] : NULL, r->loads ? r->loads[i] : 0 };
}

/* The value of a column in a row. */
struct value {
	enum {
		VALUE_NONE, /* unknown or not applicable */
		VALUE_TEXT,
		VALUE_NUMBER,
		VALUE_BILLIONTHS, /* number: of a second, or of a percent */
		VALUE_FLAG, /* number: 0 or 1 */
		VALUE_CPUS, /* text: "0-3,7" */
	} kind;
	struct slice text; /* points into the row's facts or into `room` */
	int64_t number;
};

struct column {
	const char *name, *title, *help;
	int title_width, width; /* negative: flush left */
	bool of_vcpu; /* exists in rows of VCPUs only */
	unsigned needs; /* enum want: what sources are asked for if it is shown */
	struct value (*value)(const struct row *r, char room[CELL_ROOM]);

	/* Return the text of the cell if it differs from the value. The text points into the row's facts or into
	 * `room`. */
	struct slice (*cell)(const struct row *r, char room[CELL_ROOM]);
};

/* The columns, as indices into the table. */
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
	COLUMN_HOST_UUID,
	COLUMN_SOURCE,
	COLUMN_LOAD,
	COLUMN_VCPU,
	COLUMN_CPU,
	COLUMN_ONLINE,
	COLUMN_VCPU_STATE,
	COLUMN_VCPU_TIME,
	COLUMN_AFFINITY,
	COLUMN_VCPU_LOAD,
	COLUMNS,
};

extern const struct column columns[COLUMNS];

/* Return the text of a cell. */
struct slice column_cell(const struct column *c, const struct row *r, char room[CELL_ROOM]);

/* Find a column, for rows of VCPUs or of domains, by its name, else by its name or title in any case, else by an
 * unambiguous beginning of either. Return NULL, with f set, if there is none or if there are several. */
const struct column *column_named(struct slice word, bool vcpus, struct fail *f);

/* Print the name and the meaning of a column on one line. */
void column_help(struct out *o, const struct column *c);

/* Print all columns so. A column of VCPUs with the help of one of domains is not repeated. */
void columns_help(struct out *o);

/* Do rows of VCPUs (or of domains) have the column? If a domain and a VCPU have columns of one name, VCPU rows use
 * the VCPU's. A build without --watch has no column of load. */
bool column_is_for(const struct column *c, bool vcpus);

#endif
