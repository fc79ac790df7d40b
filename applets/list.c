/* SPDX-License-Identifier: MIT */
#include "applets/applet.h"
#include "applets/common.h"
#include "show/json.h"
#include "show/order.h"
#include "show/table.h"

#include <config.h>

static bool quiet, labels;
static const char *states, *pool;

static const struct opt options[] = {
	{ 'q', "quiet", NULL, &quiet, "names only, one per line" },
	{ 'Z', "label", NULL, &labels, "the security label too, sorted by it" },
	{ 0, "state", "STATE[,STATE]", &states, "running paused suspended halted crashed dying" },
	{ 0, "pool", "POOL", &pool, "only domains of that cpupool" },
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

/* Everything, or the columns that were chosen. */
static void print_json(struct domain *const *rows, size_t n)
{
	unsigned char all[COLUMNS];

	for (unsigned char i = 0; i < COLUMNS; i++)
		all[i] = i;
	json_rows(&common_out, common_columns ? table.columns : all, common_columns ? table.count : COLUMNS, rows, n);
}

static void print(struct domain *const *rows, size_t n)
{
	if (CONFIG_JSON && common_json) {
		print_json(rows, n);
		return;
	}
	for (size_t i = 0; common_columns && i < n; i++)
		table_fit(&table, rows[i]);
	if (!quiet && !common_no_header)
		table_header(&common_out, &table);
	for (size_t i = 0; i < n; i++)
		print_row(rows[i]);
}

/* Of n rows those that were asked for by their state and cpupool, to the front: how many. */
static size_t filter(struct domain **rows, size_t n, unsigned conditions)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		const struct domain *d = rows[i];

		if (!(conditions & (CONDITION_ALL | domain_condition(d))))
			continue;
		if (pool && !(domain_knows(d, KNOWN_POOL) && slice_is(*d->pool, slice_of(pool))))
			continue;
		rows[kept++] = rows[i];
	}
	return kept;
}

static bool has_pools(struct domain *const *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (domain_knows(rows[i], KNOWN_POOL))
			return true;
	return n == 0;
}

static int sort(struct domain **rows, size_t n, struct arena *arena, struct fail *f)
{
	if (common_sort || labels)
		return order_rows(rows, n, common_sort, common_reverse, arena, f);
	return common_reverse ? order_rows(rows, n, "name", true, arena, f) : 0;
}

/* Asks and prints; everything that was kept lives in the arena. */
static int list(struct arena *arena, char **operands, int count, struct fail *f)
{
	struct named *named = common_named(arena, operands, count, f);
	struct domains all;
	struct domain **rows;
	unsigned conditions = states ? domain_conditions(states, f) : CONDITION_ALL;
	size_t n;

	domains_start(&all, arena);
	common_ask.host_names = table_has(&table, COLUMN_HOST) || (common_json && !common_columns);
	if (!conditions || !named)
		return FAILED;
	if (count && (pool || !(conditions & CONDITION_ALL)))
		return fail(f, MISUSED, "You may specify either a %s or a particular VM, but not both",
			pool ? "pool" : "state");
	if (ask_domains(&common_ask, named, (size_t)count, &all, f))
		return FAILED;
	rows = common_rows(&all, named, (size_t)count, &n, f);
	if (!rows)
		return FAILED;
	if (pool && !has_pools(rows, n))
		return fail(f, MISUSED, "who was asked knows no cpupools (--pool)");
	n = filter(rows, n, conditions);
	if (sort(rows, n, arena, f))
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
	if (labels && !common_columns)
		table.columns[table.count++] = COLUMN_LABEL;
	if (common_columns && table_choose(&table, common_columns, f))
		return FAILED;
	if (common_json && !CONFIG_JSON)
		return fail(f, MISUSED, "this build prints no JSON (CONFIG_JSON)");
	result = list(&arena, operands, count, f);
	arena_free(&arena);
	return result;
}

const struct applet applet_list = { "[OPTION]... [DOMAIN]...", options, run };
