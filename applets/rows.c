/* SPDX-License-Identifier: MIT */
#include "applets/rows.h"
#include "applets/select.h"
#include "applets/watch.h"
#include "ask/server.h"
#include "facts/pack.h"
#include "show/json.h"
#include "show/metrics.h"
#include "show/order.h"
#include "show/sxp.h"

#include <config.h>

/* What is asked, the rows to be shown, and their memory. */
struct shown {
	struct view *view;
	struct asking asking;
	struct arena operands; /* holds `named` */
	struct named *named;
	int count;
	struct answer {
		struct arena arena;
		struct domains all;
	} answers[2]; /* with --watch, keep the last one until the next has come: it may be UNCHANGED */
	bool second; /* the last answer is the second of them */
	struct arena *arena; /* of the last answer; so are the members below */
	struct rows rows;
	size_t domains; /* selected */
	enum status status; /* what was said of it costs this */
};

static int sort(struct shown *s, struct fail *f)
{
	const char *by = common_sort;

	if (!by && !s->view->by_label && !common_reverse)
		return 0;
	if (!by && !s->view->by_label)
		by = "name";
	return order_rows(&s->rows, by, common_reverse, s->arena, f);
}

static void print_json(const struct shown *s)
{
	const struct view *v = s->view;

	if (common_columns[0])
		json_rows(&common_out, v->table.columns, v->table.count, &s->rows, common_watch);
	else
		json_rows(&common_out, v->json, v->json_count, &s->rows, common_watch);
}

static void print_only(const struct shown *s)
{
	const struct column *c = s->view->only;
	char room[CELL_ROOM];

	for (size_t i = 0; i < s->rows.count; i++) {
		struct row row = rows_at(&s->rows, i);

		if (c->cell || c->value(&row, room).kind != VALUE_NONE)
			out_text(&common_out, column_cell(c, &row, room));
		out_char(&common_out, '\n');
	}
}

static void print_table(const struct shown *s)
{
	struct table chosen = s->view->table, *table = &chosen; /* the next round has other widths */

	for (size_t i = 0; i < s->rows.count; i++) {
		struct row row = rows_at(&s->rows, i);

		if (CONFIG_COLUMNS && common_columns[0])
			table_fit(table, &row);
		else if (row.domain->source & (SOURCE_XAPI | SOURCE_FILE)) /* xm never showed these */
			table_fit_name(table, &row);
	}
	if (!common_no_header)
		table_header(&common_out, table);
	for (size_t i = 0; i < s->rows.count; i++) {
		struct row row = rows_at(&s->rows, i);

		table_row(&common_out, table, &row);
	}
}

static void print_tabs(const struct shown *s)
{
	if (!common_no_header)
		table_tabs(&common_out, &s->view->table, NULL);
	for (size_t i = 0; i < s->rows.count; i++) {
		struct row row = rows_at(&s->rows, i);

		table_tabs(&common_out, &s->view->table, &row);
	}
}

static void print_trees(const struct shown *s, struct fail *f)
{
	struct arena scratch = { 0 };
	struct fail why = { 0 }; /* f may have an earlier one */

	for (size_t i = 0; i < s->rows.count; i++) {
		const struct tree *tree = s->rows.domains[i]->detail->tree;
		struct trees trees = { .arena = &scratch, .fail = &why };

		if (tree && (tree = tree_unpacked(tree, &trees)))
			sxp_print(&common_out, tree);
		arena_empty(&scratch);
	}
	arena_free(&scratch);
	if (why.status != SHOWN)
		fail(f, why.status, "%.*s", (int)why.len, why.text);
}

static void print(struct shown *s, const struct domains *all, struct fail *f)
{
	if (CONFIG_OPENMETRICS && s->view->metrics)
		metrics_print(&common_out, &s->rows, all->sources, s->arena, f);
	else if (CONFIG_LONG && s->view->trees)
		print_trees(s, f);
	else if (CONFIG_JSON && common_json)
		print_json(s);
	else if (s->view->only)
		print_only(s);
	else if (common_tabs)
		print_tabs(s);
	else
		print_table(s);
}

/* Return who may know what a source did not tell, for -V. */
static const char *hint(size_t column, const struct domain *d)
{
	bool load = column == COLUMN_LOAD || column == COLUMN_VCPU_LOAD,
	     live = column == COLUMN_STATE || column == COLUMN_CPU_TIME || columns[column].of_vcpu;

	if (load)
		return " (see --watch)";
	if (live && !(d->source & SOURCE_XEN))
		return " (the hypervisor would, but it was not asked, or did not list it)";
	if (column == COLUMN_LABEL && d->source & SOURCE_XEN)
		return " (Xen has labels only if it was built with XSM)";
	return "";
}

/* For -V: tell how many cells of a column are unknown, and why. */
static void tell_unknown(const struct shown *s, size_t column)
{
	const struct column *c = &columns[column];
	struct domain *first = NULL;
	char room[CELL_ROOM];
	struct slice source;
	size_t n = 0;

	for (size_t i = 0; i < s->rows.count; i++) {
		struct row row = rows_at(&s->rows, i);

		if (c->value(&row, room).kind != VALUE_NONE || !slice_is(column_cell(c, &row, room), SLICE("-")))
			continue;
		first = n++ ? first : row.domain;
	}
	if (!n)
		return;
	source = columns[COLUMN_SOURCE].value(&(struct row){ .domain = first }, room).text;
	notice("%s is unknown in %zu of %zu rows: %.*s did not tell it%s", c->title, n, s->rows.count, (int)source.len,
		source.at, hint(column, first));
}

static void tell_all_unknown(const struct shown *s)
{
	const struct view *v = s->view;
	bool json = common_json && !common_columns[0];

	for (size_t i = 0; i < (json ? v->json_count : v->table.count); i++)
		tell_unknown(s, json ? v->json[i] : v->table.columns[i]);
}

/* Make one row for each domain, or for each VCPU. */
static int make_rows(struct shown *s, struct domain **domains, size_t n, struct fail *f)
{
	struct rows *r = &s->rows;
	size_t most = 0;

	*r = (struct rows){ .domains = domains, .count = n };
	if (!CONFIG_APPLET_VCPU_LIST || !s->view->table.vcpus)
		return 0;
	for (size_t i = 0; i < n; i++)
		most += vcpus_count(domains[i]);
	*r = (struct rows){ .domains = arena_take(s->arena, (most + 1) * sizeof(*r->domains), f),
		.vcpus = arena_take(s->arena, (most + 1) * sizeof(*r->vcpus), f) };
	if (!r->domains || !r->vcpus)
		return FAILED;
	for (size_t i = 0; i < n; i++)
		for (const struct vcpu *v = domains[i]->detail->vcpus_each; v; v = v->next) {
			r->domains[r->count] = domains[i];
			r->vcpus[r->count++] = v;
		}
	return 0;
}

/* Report the problem of the source's data, unless it was reported before. */
static int tell_flaw(const struct domains *all)
{
	struct fail why = { 0 };

	if (!all->why.len)
		return 0;
	fail(&why, all->flaw, "%.*s", (int)all->why.len, all->why.at);
	fail_print(&why);
	return FAILED;
}

/* Add to the failure of asking how to name a server, if an operand looks like one. */
static int explain(const struct shown *s, struct fail *f)
{
	for (int i = 0; i < s->count; i++)
		if (!common_ask.servers[0] && server_is_uri(s->named[i].text)) {
			fail_add(f, " (a server is given with -s)");
			break;
		}
	return FAILED;
}

/* Make the rows of an answer, in their order. */
static int arrange(struct shown *s, struct domains *all, const struct watch_round *r, struct fail *f)
{
	size_t count = (size_t)s->count;
	struct domain **domains = select_domains(all, s->named, count, s->view->conditions, &s->domains, f);

	if (domains && common_ask.as_xm && select_name_control(all, f) && !count)
		domains = domains_sorted(all, f);
	if (!domains || (s->view->filter && s->view->filter(all, domains, &s->domains, f)))
		return FAILED;
	if (make_rows(s, domains, s->domains, f))
		return FAILED;
	if (CONFIG_WATCH && r) {
		s->rows.loads = arena_take(s->arena, (s->rows.count + 1) * sizeof(*s->rows.loads), f);
		if (!s->rows.loads)
			return FAILED;
		load_rows(&s->rows, all->timed_ns ? all->timed_ns : deadline_now(), r->last, r->next);
	}
	return sort(s, f);
}

/* Ask, and make the rows of the answer. Return 0, FAILED, or UNCHANGED if the last ones still hold. */
static int find_rows(struct shown *s, const struct watch_round *r, struct fail *f)
{
	struct answer *next = &s->answers[!s->second], *before = &s->answers[s->second];
	int result;

	domains_start(&next->all, &next->arena);
	result = ask_round(&s->asking, &next->all, f);
	if (result == UNCHANGED)
		return UNCHANGED;
	if (result)
		return explain(s, f);
	s->second = !s->second;
	s->arena = &next->arena;
	if (arrange(s, &next->all, r, f))
		return FAILED;
	arena_free(&before->arena);
	return 0;
}

/* Ask, then print. r is the round of --watch; NULL: there is but one. */
static int show(struct shown *s, struct watch_round *r, struct fail *f)
{
	int result = find_rows(s, r, f);
	const struct domains *all = &s->answers[s->second].all;
	bool rows = s->domains || !s->count || common_json ||
		s->view->metrics; /* as xm: no table if no operand matches */

	if (result == FAILED)
		return FAILED;
	if (!r)
		deadline_release_signals(); /* the session is logged out */
	if (result == UNCHANGED)
		fail(f, s->status, "%s", "");
	if (CONFIG_WATCH && r) {
		r->answered = true;
		r->unchanged = result == UNCHANGED;
		r->domains = s->domains;
		r->server = ask_server(&s->asking);
		out_add(&common_out, rows && r->separate ? "\n" : "");
	}
	if (common_ask.verbose && !result && !s->view->trees && !s->view->metrics)
		tell_all_unknown(s);
	if (rows)
		print(s, all, f);
	if (all->flaw != SHOWN)
		fail(f, all->flaw, "%s", "");
	s->status = f->status;
	if (common_finish(f))
		return FAILED;
	return result ? fail_result(f) : tell_flaw(all);
}

static int watch_round(void *to, struct watch_round *r, struct fail *f)
{
	struct shown *s = to;

	ask_again(&s->asking);
	return show(s, r, f);
}

static bool watch_stays(void *to)
{
	struct shown *s = to;

	return ask_stays(&s->asking);
}

static void watch_end(void *to)
{
	struct shown *s = to;

	ask_end(&s->asking);
}

static unsigned needs_of(const unsigned char *list, size_t count, bool vcpus)
{
	unsigned needs = 0;

	for (size_t i = 0; i < count; i++)
		if (!vcpus || list[i] != COLUMN_ID) /* VCPUs come with ids */
			needs |= columns[list[i]].needs;
	return needs;
}

/* Find the want bits of a view. */
static int find_wants(const struct view *v, bool named, unsigned *wants, struct fail *f)
{
	bool vcpus = v->table.vcpus, every = common_json && !common_columns[0];
	unsigned order = 0;

	if (CONFIG_COLUMNS && common_sort && order_needs(common_sort, vcpus, &order, f))
		return FAILED;
	*wants = order | needs_of(v->table.columns, v->table.count, vcpus);
	if (every) /* labels only as far as they cost nothing */
		*wants |= (needs_of(v->json, v->json_count, vcpus) & ~(unsigned)WANT_LABELS) | WANT_LABELS_OF_XEN |
			WANT_POOLS;
	if (v->by_pool)
		*wants |= WANT_POOLS;
	if (v->metrics)
		*wants |= WANT_RECORDS | WANT_DETAIL | WANT_HOSTS | WANT_USAGE | WANT_START;
	if (vcpus)
		*wants |= WANT_VCPUS | WANT_USAGE | WANT_DETAIL;
	if (v->trees)
		*wants |= WANT_ALL | WANT_RECORDS | WANT_DETAIL;
	if (v->filter) /* by state or cpupool */
		*wants |= WANT_RECORDS | WANT_STATE | WANT_DETAIL;
	if (named && !vcpus)
		*wants |= WANT_RECORDS;
	return 0;
}

/* Refuse options that this build lacks. */
static int check_build(const struct view *v, struct fail *f)
{
	if (!CONFIG_COLUMNS && (common_columns[0] || common_sort || common_reverse))
		return fail(f, MISUSED, "this build neither chooses nor sorts by columns (CONFIG_COLUMNS)");
	if (!CONFIG_JSON && common_json)
		return fail(f, MISUSED, "this build prints no JSON (CONFIG_JSON)");
	if (!CONFIG_OPENMETRICS && v->metrics)
		return fail(f, MISUSED, "this build prints no metrics (CONFIG_OPENMETRICS)");
	if (!CONFIG_LONG && v->trees)
		return fail(f, MISUSED, "this build has no --long (CONFIG_LONG)");
	if (!CONFIG_WATCH && common_watch)
		return fail(f, MISUSED, "this build does not watch (CONFIG_WATCH)");
	return 0;
}

/* Refuse two forms of output, columns for a form that has none, and options of --watch without it. */
static int check_forms(const struct view *v, struct fail *f)
{
	const char *const forms[] = { v->only ? "--quiet" : NULL, common_json ? "--json" : NULL,
		common_tabs ? "--tabs" : NULL, v->only && common_columns[0] ? "--columns" : NULL };
	const char *first = NULL;

	for (size_t i = 0; i < COUNT(forms); i++) {
		if (first && forms[i])
			return fail(f, MISUSED, "%s and %s exclude each other", first, forms[i]);
		first = first ? first : forms[i];
	}
	if (v->metrics && common_watch)
		return fail(f, MISUSED, "--openmetrics and --watch exclude each other");
	if (!common_watch && (common_delay || common_count))
		return fail(f, MISUSED, "--delay and --count go with --watch");
	return 0;
}

/* Is one of the lists of -o the word help? */
static bool wants_help(void)
{
	for (const char **list = common_columns; *list; list++)
		if (!strcmp(*list, "help"))
			return true;
	return false;
}

int rows_show(struct view *v, char **operands, int count, struct fail *f)
{
	struct shown s = { .view = v, .count = count };

	if (check_build(v, f) || check_forms(v, f))
		return FAILED;
	if (CONFIG_COLUMNS && wants_help()) {
		table_help(&common_out, &v->table);
		return common_finish(f);
	}
	if (CONFIG_COLUMNS && common_columns[0] && table_choose(&v->table, common_columns, f))
		return FAILED;
	if (find_wants(v, count > 0, &common_ask.wants, f))
		return FAILED;
	s.named = select_parse(&s.operands, operands, count, f);
	if (!s.named)
		return FAILED;
	if (ask_begin(&s.asking, &common_ask, s.named, (size_t)count, f))
		explain(&s, f);
	else if (CONFIG_WATCH && common_watch && ask_once_only(&s.asking))
		fail(f, MISUSED, "file:- is read once: it cannot be watched");
	else if (CONFIG_WATCH && common_watch)
		watch(&(struct watch_task){ watch_round, watch_stays, watch_end, &s }, f);
	else
		show(&s, NULL, f);
	ask_end(&s.asking);
	arena_free(&s.answers[0].arena);
	arena_free(&s.answers[1].arena);
	arena_free(&s.operands);
	return fail_result(f);
}
