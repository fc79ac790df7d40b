/* SPDX-License-Identifier: MIT */
#include "applets/applet.h"
#include "applets/common.h"
#include "show/table.h"

static bool quiet;

static const struct opt options[] = {
	{ 'q', "quiet", NULL, &quiet, "names only, one per line" },
	{ 0 },
};

static const unsigned char brief[] = { COLUMN_NAME, COLUMN_ID, COLUMN_MEM, COLUMN_VCPUS, COLUMN_STATE,
	COLUMN_TIME };
static const struct table table = { brief, sizeof(brief) };

static void row(const struct domain *d)
{
	if (!quiet) {
		table_row(&common_out, &table, d);
	} else {
		out_text(&common_out, domain_name(d));
		out_char(&common_out, '\n');
	}
}

/* The rows of one operand: all that bear the name. */
static bool rows_named(struct domain *const *rows, size_t n, struct slice name)
{
	bool any = false;

	for (size_t i = 0; i < n; i++)
		if (domain_knows(rows[i], KNOWN_NAME) && slice_is(domain_name(rows[i]), name)) {
			row(rows[i]);
			any = true;
		}
	return any;
}

/* A name that nobody bears costs the others nothing but the exit status. */
static void print(struct domain *const *rows, size_t n, char **names, int count, struct fail *f)
{
	if (!quiet && !common_no_header)
		table_header(&common_out, &table);
	for (size_t i = 0; !count && i < n; i++)
		row(rows[i]);
	for (int i = 0; i < count; i++) {
		struct fail unknown = { 0 };

		if (rows_named(rows, n, slice_of(names[i])))
			continue;
		fail(&unknown, UNKNOWN, "Domain '%s' does not exist.", names[i]);
		fail_print(&unknown);
		fail(f, UNKNOWN, "%s", "");
	}
}

static int run(char **names, int count, struct fail *f)
{
	struct arena arena = { 0 };
	struct domains all;
	struct domain **rows;
	int result;

	domains_start(&all, &arena);
	result = ask_domains(&common_ask, &all, f);
	rows = result ? NULL : domains_sorted(&all, f);
	if (rows) {
		print(rows, all.count, names, count, f);
		common_finish(f);
	}
	arena_free(&arena);
	return f->status == SHOWN ? 0 : FAILED;
}

const struct applet applet_list = { "[OPTION]... [DOMAIN]...", options, run };
