/* SPDX-License-Identifier: MIT */
#include "show/table.h"

static void cell(struct out *o, size_t place, struct slice text, int width)
{
	size_t wide = (size_t)(width < 0 ? -width : width), shown = out_width(text);
	size_t pad = shown < wide ? wide - shown : 0;

	if (place)
		out_char(o, ' ');
	if (width > 0)
		out_blanks(o, pad);
	out_text(o, text);
	if (width < 0)
		out_blanks(o, pad);
}

void table_header(struct out *o, const struct table *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct column *c = &columns[t->columns[i]];

		cell(o, i, slice_of(c->title), c->title_width);
	}
	out_char(o, '\n');
}

void table_row(struct out *o, const struct table *t, const struct domain *d)
{
	char room[CELL_ROOM];

	for (size_t i = 0; i < t->count; i++) {
		const struct column *c = &columns[t->columns[i]];

		cell(o, i, c->cell(d, room), c->width);
	}
	out_char(o, '\n');
}
