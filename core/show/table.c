/* SPDX-License-Identifier: MIT */
#include "show/table.h"

static bool has_column(const struct table *t, size_t column)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->columns[i] == column)
			return true;
	return false;
}

static int add_column(struct table *t, size_t column, struct fail *f)
{
	if (t->count == TABLE_COLUMNS)
		return fail(f, MISUSED, "more than %d columns", TABLE_COLUMNS);
	t->columns[t->count++] = (unsigned char)column;
	return 0;
}

/* Add the columns that the table does not have yet. */
static int add_all(struct table *t, struct fail *f)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (column_is_for(&columns[i], t->vcpus) && !has_column(t, i) && add_column(t, i, f))
			return FAILED;
	return 0;
}

static int add_list(struct table *t, struct slice rest, struct fail *f)
{
	do {
		struct slice word = slice_before(&rest, ',');
		const struct column *c;

		if (slice_is(word, SLICE("all"))) {
			if (add_all(t, f))
				return FAILED;
			continue;
		}
		c = column_named(word, t->vcpus, f);
		if (!c || add_column(t, (size_t)(c - columns), f))
			return FAILED;
	} while (rest.len);
	return 0;
}

int table_choose(struct table *t, const char *const *lists, struct fail *f)
{
	if (lists[0][0] != '+')
		t->count = 0;
	for (; *lists; lists++) {
		struct slice list = slice_of(*lists);

		if (add_list(t, slice_drop(list, slice_begins(list, SLICE("+"))), f))
			return FAILED;
	}
	for (size_t i = 0; i < t->count; i++)
		t->wide[i] = strlen(columns[t->columns[i]].title);
	return 0;
}

void table_help(struct out *o, const struct table *t)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (!column_is_for(&columns[i], t->vcpus))
			continue;
		column_help(o, &columns[i]);
	}
}

/* Widen one column to fit a row. */
static void fit(struct table *t, size_t place, const struct row *r)
{
	const struct column *c = &columns[t->columns[place]];
	char room[CELL_ROOM];
	size_t width = out_width(column_cell(c, r, room)), usual = (size_t)(c->width < 0 ? -c->width : c->width);

	if (!t->wide[place])
		t->wide[place] = usual;
	if (width > t->wide[place])
		t->wide[place] = width;
}

void table_fit(struct table *t, const struct row *r)
{
	for (size_t i = 0; i < t->count; i++)
		fit(t, i, r);
}

void table_fit_name(struct table *t, const struct row *r)
{
	fit(t, 0, r);
}

void table_tabs(struct out *o, const struct table *t, const struct row *r)
{
	char room[CELL_ROOM];

	for (size_t i = 0; i < t->count; i++) {
		const struct column *c = &columns[t->columns[i]];
		struct slice text = r ? column_cell(c, r, room) : slice_of(c->title);

		if (i)
			out_char(o, '\t');
		out_text(o, c->of_vcpu ? slice_trim(text) : text); /* xm has a blank before a VCPU's time */
	}
	out_char(o, '\n');
}

/* The last column, if chosen with -o, has no trailing blanks. */
static void cell(struct out *o, const struct table *t, size_t place, struct slice text, int width)
{
	size_t wide = t->wide[place] ? t->wide[place] : (size_t)(width < 0 ? -width : width);
	size_t shown = out_width(text), pad = shown < wide ? wide - shown : 0;

	if (place)
		out_char(o, ' ');
	if (width > 0)
		out_blanks(o, pad);
	out_text(o, text);
	if (width < 0 && !(t->wide[place] && place + 1 == t->count))
		out_blanks(o, pad);
}

void table_header(struct out *o, const struct table *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct column *c = &columns[t->columns[i]];

		cell(o, t, i, slice_of(c->title), c->title_width);
	}
	out_char(o, '\n');
}

void table_row(struct out *o, const struct table *t, const struct row *r)
{
	char room[CELL_ROOM];

	for (size_t i = 0; i < t->count; i++) {
		const struct column *c = &columns[t->columns[i]];

		cell(o, t, i, column_cell(c, r, room), c->width);
	}
	out_char(o, '\n');
}
