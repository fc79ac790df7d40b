/* SPDX-License-Identifier: MIT */
#include "show/table.h"

int table_choose(struct table *t, const char *list, struct fail *f)
{
	struct slice rest = slice_of(list);

	if (slice_begins(rest, SLICE("+")))
		slice_before(&rest, '+');
	else
		t->count = 0;
	do {
		const struct column *c = column_named(slice_before(&rest, ','), t->vcpus, f);

		if (!c)
			return FAILED;
		if (t->count == TABLE_COLUMNS)
			return fail(f, MISUSED, "more than %d columns", TABLE_COLUMNS);
		t->columns[t->count++] = (unsigned char)(c - columns);
	} while (rest.len);
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

void table_fit(struct table *t, const struct row *r)
{
	char room[CELL_ROOM];

	for (size_t i = 0; i < t->count; i++) {
		size_t width = out_width(column_cell(&columns[t->columns[i]], r, room));

		if (width > t->wide[i])
			t->wide[i] = width;
	}
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
