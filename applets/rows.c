/* SPDX-License-Identifier: MIT */
#include "applets/rows.h"
#include "show/json.h"
#include "show/order.h"

#include <config.h>

/* What is to be shown, and where it is kept. */
struct shown {
	struct view *view;
	struct arena arena;
	struct row *rows;
	size_t count;
};

/* The operands as what they mean, in an array (of one more); NULL: said in f. */
static struct named *parse_names(struct arena *arena, char **operands, int count, struct fail *f)
{
	struct named *named = arena_take(arena, ((size_t)count + 1) * sizeof(*named), f);

	for (int i = 0; named && i < count; i++)
		if (named_parse(&named[i], slice_of(operands[i]), f))
			return NULL;
	return named;
}

/* A name that nobody bears is an error of its own; it costs the others nothing but the exit status. */
static void tell_missing(const struct domains *all, const struct named *n, struct fail *f)
{
	struct fail missing = { 0 };

	if (all->flaw == SHOWN)
		fail(&missing, UNKNOWN, "Domain '%.*s' does not exist.", (int)n->text.len, n->text.at);
	else
		fail(&missing, all->flaw, "Domain '%.*s' is not among what could be read.", (int)n->text.len,
			n->text.at);
	fail_print(&missing);
	fail(f, missing.status, "%s", "");
}

/* The domains to show, *n of them: all in their order, or those that were named, in the order of their
 * names. NULL: no memory, said in f. */
static struct domain **choose(const struct domains *all, const struct named *named, size_t count, size_t *n,
	struct fail *f)
{
	struct domain **domains = domains_sorted(all, f), **found;

	*n = all->count;
	if (!domains || !count)
		return domains;
	for (size_t i = *n = 0; i < count; i++)
		*n += named_count(&named[i], domains, all->count);
	found = arena_take(all->arena, (*n + 1) * sizeof(*found), f);
	*n = 0;
	for (size_t i = 0; found && i < count; i++) {
		size_t more = named_rows(&named[i], domains, all->count, found + *n);

		*n += more;
		if (!more)
			tell_missing(all, &named[i], f);
	}
	return found;
}

static int sort(struct shown *s, struct fail *f)
{
	const char *by = common_sort;

	if (!by && !s->view->by_label && !common_reverse)
		return 0;
	if (!by && !s->view->by_label)
		by = "name";
	return order_rows(s->rows, s->count, by, common_reverse, &s->arena, f);
}

static void print_json(const struct shown *s)
{
	const struct view *v = s->view;

	if (common_columns)
		json_rows(&common_out, v->table.columns, v->table.count, s->rows, s->count);
	else
		json_rows(&common_out, v->json, v->json_count, s->rows, s->count);
}

static void print_only(const struct column *c, const struct row *row)
{
	char room[CELL_ROOM];

	out_text(&common_out, column_cell(c, row, room));
	out_char(&common_out, '\n');
}

static void print_table(const struct shown *s)
{
	struct table *table = &s->view->table;

	for (size_t i = 0; common_columns && i < s->count; i++)
		table_fit(table, &s->rows[i]);
	if (!common_no_header)
		table_header(&common_out, table);
	for (size_t i = 0; i < s->count; i++)
		table_row(&common_out, table, &s->rows[i]);
}

static void print(const struct shown *s)
{
	if (CONFIG_JSON && common_json)
		print_json(s);
	else if (!s->view->only)
		print_table(s);
	else
		for (size_t i = 0; i < s->count; i++)
			print_only(s->view->only, &s->rows[i]);
}

static int make_rows(struct shown *s, struct domain **domains, size_t n, struct fail *f)
{
	s->rows = arena_take(&s->arena, (n + 1) * sizeof(*s->rows), f);
	for (size_t i = 0; s->rows && i < n; i++)
		s->rows[s->count++].domain = domains[i];
	return s->rows ? 0 : FAILED;
}

/* Asks and prints. */
static int show(struct shown *s, char **operands, int count, struct fail *f)
{
	struct named *named = parse_names(&s->arena, operands, count, f);
	struct domains all;
	struct domain **domains;
	size_t n;

	domains_start(&all, &s->arena);
	if (!named || ask_domains(&common_ask, named, (size_t)count, &all, f))
		return FAILED;
	domains = choose(&all, named, (size_t)count, &n, f);
	if (!domains || (s->view->filter && s->view->filter(domains, &n, f)))
		return FAILED;
	if (make_rows(s, domains, n, f) || sort(s, f))
		return FAILED;
	print(s);
	if (all.flaw != SHOWN)
		fail(f, all.flaw, "%s", "");
	return common_finish(f);
}

int rows_show(struct view *v, char **operands, int count, struct fail *f)
{
	struct shown s = { .view = v };
	int result;

	if (common_columns && !strcmp(common_columns, "help")) {
		table_help(&common_out);
		return common_finish(f);
	}
	if (common_columns && table_choose(&v->table, common_columns, f))
		return FAILED;
	if (common_json && !CONFIG_JSON)
		return fail(f, MISUSED, "this build prints no JSON (CONFIG_JSON)");
	common_ask.host_names = table_has(&v->table, COLUMN_HOST) || (common_json && !common_columns);
	result = show(&s, operands, count, f);
	arena_free(&s.arena);
	return result;
}
