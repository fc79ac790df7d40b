/* SPDX-License-Identifier: MIT */
#include "applets/applet.h"
#include "applets/common.h"
#include "show/table.h"

static bool quiet;

static const struct opt options[] = {
	{ 'q', "quiet", NULL, &quiet, "names only, one per line" },
	{ 0, "host", "HOST", &common_ask.host, "VMs of a pool on that host: name, uuid, this, all" },
	{ 0 },
};

static struct table table = { { COLUMN_NAME, COLUMN_ID, COLUMN_MEMORY, COLUMN_VCPUS, COLUMN_STATE,
	COLUMN_CPU_TIME }, 6, { 0 } };

static void print_row(const struct domain *d)
{
	if (!quiet) {
		table_row(&common_out, &table, d);
	} else {
		out_text(&common_out, domain_name(d));
		out_char(&common_out, '\n');
	}
}

static void print(struct domain *const *rows, size_t n)
{
	for (size_t i = 0; common_columns && i < n; i++)
		table_fit(&table, rows[i]);
	if (!quiet && !common_no_header)
		table_header(&common_out, &table);
	for (size_t i = 0; i < n; i++)
		print_row(rows[i]);
}

/* Asks and prints; everything that was kept lives in the arena. */
static int list(struct arena *arena, char **operands, int count, struct fail *f)
{
	struct named *named = common_named(arena, operands, count, f);
	struct domains all;
	struct domain **rows;
	size_t n;

	domains_start(&all, arena);
	common_ask.host_names = table_has(&table, COLUMN_HOST);
	if (!named || ask_domains(&common_ask, named, (size_t)count, &all, f))
		return FAILED;
	rows = common_rows(&all, named, (size_t)count, &n, f);
	if (!rows)
		return FAILED;
	print(rows, n);
	if (all.flaw != SHOWN)
		fail(f, all.flaw, "%s", "");
	return common_finish(f);
}

static int run(char **operands, int count, struct fail *f)
{
	struct arena arena = { 0 };
	int result;

	if (common_columns && !strcmp(common_columns, "help")) {
		table_help(&common_out);
		return common_finish(f);
	}
	if (common_columns && table_choose(&table, common_columns, f))
		return FAILED;
	result = list(&arena, operands, count, f);
	arena_free(&arena);
	return result;
}

const struct applet applet_list = { "[OPTION]... [DOMAIN]...", options, run };
