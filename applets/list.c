/* SPDX-License-Identifier: MIT */
#include "applets/rows.h"

#include <config.h>

static bool quiet, labels, all, metrics, vcpus;
static const char *states, *pool;
static unsigned conditions = CONDITION_ALL;

static const struct opt options[] = {
	{ 'l', "long", NULL, &all, HELP_IF(CONFIG_LONG, "all that is known, as s-expressions") },
	{ 'q', "quiet", NULL, &quiet, "names only, one per line" },
	{ 0, "openmetrics", NULL, &metrics, HELP_IF(CONFIG_OPENMETRICS, "gauges and counters for Prometheus") },
	{ 'Z', "label", NULL, &labels, "the security label too, sorted by it" },
	{ 0, "state", "STATE[,STATE]", &states, "running paused suspended halted crashed dying" },
	{ 0, "pool", "POOL", &pool, "only domains of that cpupool" },
	{ 0, "host", "HOST", &common_ask.host, "VMs of a pool on that host: name, uuid, this, all" },
	{ 'w', "watch", NULL, &common_watch, HELP_IF(CONFIG_WATCH, "again every 2 s (--delay, --count), repainted") },
	{ 'v', "vcpus", NULL, &vcpus, NULL }, /* deprecated */
	{ 0 },
};

static const unsigned char json[] = { COLUMN_NAME, COLUMN_ID, COLUMN_UUID, COLUMN_POWER, COLUMN_STATE, COLUMN_MEMORY,
	COLUMN_MEMORY_MAX, COLUMN_VCPUS, COLUMN_VCPUS_MAX, COLUMN_CPU_TIME, COLUMN_START_TIME, COLUMN_LABEL,
	COLUMN_POOL, COLUMN_HOST, COLUMN_HOST_UUID, COLUMN_SOURCE };

static bool in_pool(const struct domain *d, const char *name)
{
	int64_t number;

	if (domain_knows(d, KNOWN_POOL) && slice_is(*d->detail->pool, slice_of(name)))
		return true;
	return domain_knows(d, KNOWN_POOL_NUMBER) && slice_number(slice_of(name), &number) &&
		number == d->detail->pool_number;
}

/* Check that the source knows cpupools in this way: by their names, or numbers. */
static int check_pools(struct domain *const *domains, size_t n, struct fail *f)
{
	const struct row row = { .domain = n ? domains[0] : NULL };
	bool names = false, numbers = false;
	char room[CELL_ROOM];
	struct slice source;
	int64_t number;

	for (size_t i = 0; i < n; i++) {
		names |= domain_knows(domains[i], KNOWN_POOL);
		numbers |= domain_knows(domains[i], KNOWN_POOL_NUMBER);
	}
	if (!n || names || (numbers && slice_number(slice_of(pool), &number)))
		return 0;
	if (numbers)
		return fail(f, UNANSWERED, "the names of cpupools could not be read: give its number (--pool 0)");
	source = column_cell(&columns[COLUMN_SOURCE], &row, room);
	return fail(f, MISUSED, "%.*s knows no cpupools (--pool)", (int)source.len, source.at);
}

/* Report domains left out because their state is unknown, unless a flaw of the answer was reported. */
static void tell_stateless(const struct domains *answer, size_t n, struct fail *f)
{
	struct fail why = { 0 };

	if (!n || answer->flaw != SHOWN)
		return;
	fail(&why, UNANSWERED, "%zu domain%s not shown (--state): the state is not known", n, n == 1 ? " is" : "s are");
	common_tell(&why, f);
}

/* Keep the domains selected by --state and --pool. */
static int filter(const struct domains *answer, struct domain **domains, size_t *n, struct fail *f)
{
	size_t kept = 0, stateless = 0;

	if (pool && check_pools(domains, *n, f))
		return FAILED;
	for (size_t i = 0; i < *n; i++) {
		const struct domain *d = domains[i];
		enum condition condition = domain_condition(d);

		if (pool && !in_pool(d, pool))
			continue;
		stateless += !condition && !(conditions & CONDITION_ALL);
		if (conditions & (CONDITION_ALL | condition))
			domains[kept++] = domains[i];
	}
	*n = kept;
	tell_stateless(answer, stateless, f);
	return 0;
}

static int vcpu_list(char **operands, int count, struct fail *f)
{
	extern const struct applet applet_vcpu_list;

	if (!CONFIG_APPLET_VCPU_LIST)
		return fail(f, MISUSED, "this build has no vcpu-list (CONFIG_APPLET_VCPU_LIST)");
	return applet_vcpu_list.run(operands, count, f);
}

static int run(char **operands, int count, struct fail *f)
{
	struct view view = {
		.table = { .columns = { COLUMN_NAME, COLUMN_ID, COLUMN_MEMORY, COLUMN_VCPUS, COLUMN_STATE,
				   COLUMN_CPU_TIME },
			.count = 6 },
		.json = json,
		.json_count = sizeof(json),
		.by_label = labels && !all,
		.by_pool = pool,
		.trees = all,
		.metrics = metrics,
		.only = quiet ? &columns[COLUMN_NAME] : NULL,
		.filter = states || pool ? filter : NULL,
	};

	if (vcpus) {
		if (states || pool || all || labels || quiet || metrics)
			return fail(f, MISUSED, "list -v is vcpu-list, which has none of list's other options");
		warning("xm list -v is deprecated.  Please use xm vcpu-list.");
		return vcpu_list(operands, count, f);
	}
	if (all && (common_json || common_columns[0] || common_tabs || quiet))
		return fail(f, MISUSED, "--long goes with none of --json, --columns, --tabs and --quiet");
	if (labels && common_columns[0])
		return fail(f, MISUSED, "--label and --columns exclude each other (-o +label adds the column)");
	if (metrics &&
		(quiet || all || labels || common_json || common_columns[0] || common_tabs || common_sort ||
			common_reverse))
		return fail(f, MISUSED, "--openmetrics goes with none of -q, -l, -Z, -j, -o, --tabs, --sort and -r");
	if (states && !(conditions = domain_conditions(states, f)))
		return FAILED;
	if (!(conditions & CONDITION_ALL))
		view.conditions = conditions;
	if (count && (pool || (view.conditions && common_ask.as_xm)))
		return fail(f, MISUSED, "You may specify either a %s or a particular VM, but not both",
			pool ? "pool" : "state");
	if (!pool)
		common_ask.conditions = view.conditions;
	if (quiet)
		view.table.count = 1;
	if (labels)
		view.table.columns[view.table.count++] = COLUMN_LABEL;
	return rows_show(&view, operands, count, f);
}

const struct applet applet_list = { "[OPTION]... [DOMAIN]...",
	!CONFIG_COLUMNS || !CONFIG_TLS ? "windmill id:12" : "-s https://xs1 -W ~/.xs1 -o +host --sort memory -r",
	options, run };
