/* SPDX-License-Identifier: MIT */
#include "applets/rows.h"

#include <config.h>

static const struct opt options[] = {
	{ 'w', "watch", NULL, &common_watch, HELP_IF(CONFIG_WATCH, "again every 2 s (--delay, --count), repainted") },
	{ 0 },
};

static const unsigned char json[] = { COLUMN_NAME, COLUMN_ID, COLUMN_UUID, COLUMN_VCPU, COLUMN_CPU, COLUMN_ONLINE,
	COLUMN_VCPU_STATE, COLUMN_VCPU_TIME, COLUMN_AFFINITY };

static int run(char **operands, int count, struct fail *f)
{
	struct view view = {
		.table = { .columns = { COLUMN_NAME, COLUMN_ID, COLUMN_VCPU, COLUMN_CPU, COLUMN_VCPU_STATE,
				   COLUMN_VCPU_TIME, COLUMN_AFFINITY },
			.count = 7,
			.wide = { 32 },
			.vcpus = true },
		.json = json,
		.json_count = sizeof(json),
	};

	return rows_show(&view, operands, count, f);
}

const struct applet applet_vcpu_list = { "[OPTION]... [DOMAIN]...",
	CONFIG_COLUMNS ? "windmill id:12 --sort cpu_time -r" : "windmill id:12", options, run };
