/* SPDX-License-Identifier: MIT */
#include "applets/rows.h"

static bool quiet;

static const struct opt options[] = {
	{ 'q', "quiet", NULL, &quiet, "the label only; an empty line for none" },
	{ 0 },
};

static const unsigned char json[] = { COLUMN_NAME, COLUMN_ID, COLUMN_UUID, COLUMN_LABEL };

static int run(char **operands, int count, struct fail *f)
{
	struct view view = {
		.table = { .columns = { COLUMN_NAME, COLUMN_ID, COLUMN_LABEL }, .count = 3, .wide = { [2] = 1 } },
		.json = json,
		.json_count = sizeof(json),
		.by_label = !(quiet && count), /* with -q, scripts rely on the order of the operands */
		.only = quiet ? &columns[COLUMN_LABEL] : NULL,
	};

	return rows_show(&view, operands, count, f);
}

const struct applet applet_label = { "[OPTION]... [DOMAIN]...", "-q windmill", options, run };
