/* SPDX-License-Identifier: MIT */
#include "show/order.h"

#include <config.h>
#include <stdlib.h>

enum { ORDER_COLUMNS = 8 };

struct order {
	const struct column *by[ORDER_COLUMNS];
	size_t count;
	bool reverse, any_case;
};

/* A row and its position before sorting, for a stable sort. */
struct place {
	struct row row;
	size_t was;
	const struct order *order;
};

static int text_order(struct slice a, struct slice b, bool any_case)
{
	size_t common = a.len < b.len ? a.len : b.len;

	for (size_t i = 0; any_case && i < common; i++) {
		int order = slice_lower(a.at[i]) - slice_lower(b.at[i]);

		if (order)
			return order;
	}
	return any_case ? (a.len > b.len) - (a.len < b.len) : slice_order(a, b);
}

static int compare(const struct column *c, const struct order *how, const struct row *a, const struct row *b)
{
	char room_a[CELL_ROOM], room_b[CELL_ROOM];
	struct value x = c->value(a, room_a), y = c->value(b, room_b);
	int order;

	if (x.kind == VALUE_NONE || y.kind == VALUE_NONE)
		return (x.kind == VALUE_NONE) - (y.kind == VALUE_NONE);
	order = x.text.len || y.text.len ? text_order(x.text, y.text, how->any_case) :
					   (x.number > y.number) - (x.number < y.number);
	return how->reverse ? -order : order;
}

static int by_columns(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = 0;

	for (size_t i = 0; !order && i < x->order->count; i++)
		order = compare(x->order->by[i], x->order, &x->row, &y->row);
	return order ? order : (x->was > y->was) - (x->was < y->was);
}

/* Does a word of the list mean the reverse order, as other tools write it: -memory, desc, memory:desc, reverse? */
static bool means_reverse(struct slice word)
{
	struct slice after = word;

	slice_before(&after, ':');
	return slice_begins(word, SLICE("-")) || slice_begins(word, SLICE("desc")) ||
		slice_begins(word, SLICE("rev")) || slice_begins(after, SLICE("desc"));
}

static int parse_columns(struct order *o, const char *list, bool vcpus, struct fail *f)
{
	struct slice rest = slice_of(list);

	do {
		struct slice word = slice_before(&rest, ',');

		if (o->count == ORDER_COLUMNS)
			return fail(f, MISUSED, "more than %d columns to sort by", ORDER_COLUMNS);
		o->by[o->count] = column_named(word, vcpus, f);
		if (!o->by[o->count++]) {
			fail_add(f, means_reverse(word) ? " (-r reverses)" : "");
			return FAILED;
		}
	} while (rest.len);
	return 0;
}

int order_needs(const char *list, bool vcpus, unsigned *needs, struct fail *f)
{
	struct order order = { .count = 0 };

	if (parse_columns(&order, list, vcpus, f))
		return FAILED;
	*needs = 0;
	for (size_t i = 0; i < order.count; i++)
		*needs |= order.by[i]->needs;
	return 0;
}

int order_rows(struct rows *rows, const char *list, bool reverse, struct arena *arena, struct fail *f)
{
	struct order order = { { &columns[COLUMN_LABEL] }, 1, reverse, true };
	struct place *places;

	if (list)
		order = (struct order){ .reverse = reverse };
	if (list && CONFIG_COLUMNS && parse_columns(&order, list, rows->vcpus != NULL, f))
		return FAILED;
	places = arena_take(arena, (rows->count + 1) * sizeof(*places), f);
	if (!places)
		return FAILED;
	for (size_t i = 0; i < rows->count; i++)
		places[i] = (struct place){ rows_at(rows, i), i, &order };
	qsort(places, rows->count, sizeof(*places), by_columns);
	for (size_t i = 0; i < rows->count; i++) {
		rows->domains[i] = places[i].row.domain;
		if (rows->loads)
			rows->loads[i] = places[i].row.load;
		if (rows->vcpus)
			rows->vcpus[i] = places[i].row.vcpu;
	}
	return 0;
}
