/* SPDX-License-Identifier: MIT */
#include "applets/opt.h"
#include "base/near.h"

enum { HELP_COLUMN = 30 };

/* Return the row after `row`, going on to the next table at the end of one; NULL after the last row. */
static const struct opt *next_row(const struct opt *const **tables, const struct opt *row)
{
	row = row ? row + 1 : **tables;
	while (!row->name && *++*tables)
		row = **tables;
	return row->name ? row : NULL;
}

static const struct opt *by_letter(const struct opt *const tables[], char letter)
{
	const struct opt *row = NULL;

	while ((row = next_row(&tables, row)) && row->letter != letter)
		;
	return row;
}

/* Find an option by its name or by an unambiguous prefix. Set *several if the prefix is ambiguous. */
static const struct opt *by_name(const struct opt *const tables[], struct slice name, bool *several)
{
	const struct opt *row = NULL, *found = NULL;

	*several = false;
	while ((row = next_row(&tables, row))) {
		struct slice whole = slice_of(row->name);

		if (slice_is(whole, name))
			return row;
		if (slice_begins(whole, name)) {
			*several |= found != NULL;
			found = row;
		}
	}
	return *several ? NULL : found;
}

/* Options of other tools, each followed by its equivalent here. */
static const char elsewhere[] = "names\0list -q\0running\0list --state running\0id\0id:N\0uuid\0uuid:U\0";

/* Refuse a name that is no option's, or the beginning of several: list those, or suggest the nearest. */
static int refuse(const struct opt *const tables[], struct slice name, bool several, struct fail *f)
{
	struct near near = { .word = name, .mark = "--" };
	const struct opt *row = NULL;

	fail(f, MISUSED, "%s option '--%.*s'", several ? "ambiguous" : "unknown", (int)name.len, name.at);
	if (several)
		fail_add(f, ":");
	while ((row = next_row(&tables, row)))
		if (!several)
			near_try(&near, row->help ? slice_of(row->name) : SLICE(""));
		else if (slice_begins(slice_of(row->name), name))
			fail_add(f, " --%s", row->name);
	for (const char *word = elsewhere, *here; *word; word = here + strlen(here) + 1) {
		here = word + strlen(word) + 1;
		if (slice_is(slice_of(word), name))
			near = (struct near){ .best = slice_of(here) };
	}
	return near_tell(&near, f, "");
}

static int set(const struct opt *row, const char *value, struct fail *f)
{
	const char **to = row->to;

	if (!row->argument) {
		*(bool *)row->to = true;
		return 0;
	}
	if (strchr(row->argument, '.')) {
		int n = 0;

		while (n < OPT_MANY && to[n])
			n++;
		if (n == OPT_MANY)
			return fail(f, MISUSED, "--%s was given more than %d times", row->name, OPT_MANY);
		to += n;
	}
	*to = value;
	return 0;
}

/* The state of opt_parse: argv[at] is parsed next, argv[0] to argv[kept - 1] are operands. */
struct arguments {
	int argc, at, kept;
	char **argv;
	const struct opt *const *tables;
	struct fail *fail;
};

/* Take the next word as the argument of an option. */
static const char *next_word(struct arguments *a, const struct opt *row)
{
	if (a->at + 1 < a->argc)
		return a->argv[++a->at];
	fail(a->fail, MISUSED, "the option --%s needs its %.*s", row->name, (int)strcspn(row->argument, ".["),
		row->argument);
	return NULL;
}

static int long_option(struct arguments *a)
{
	struct slice value = slice_of(a->argv[a->at] + 2), name = slice_before(&value, '=');
	bool several, given = a->argv[a->at][2 + name.len] == '=';
	const struct opt *row = by_name(a->tables, name, &several);
	const char *text = given ? value.at : NULL;

	if (!row)
		return refuse(a->tables, name, several, a->fail);
	if (given && !row->argument)
		return fail(a->fail, MISUSED, "the option --%s takes no argument", row->name);
	if (row->argument && !given && !(text = next_word(a, row)))
		return FAILED;
	return set(row, text, a->fail);
}

/* Return the long option with this name or beginning. Return NULL for a single letter, and if there is none. */
static const struct opt *long_of(const struct arguments *a, const char *word)
{
	bool several;
	const struct opt *row = word[1] ? by_name(a->tables, slice_of(word), &several) : NULL;

	return row && row->help ? row : NULL;
}

/* Refuse a letter or a word behind one dash. Suggest the long option, if any. */
static int refuse_short(const struct arguments *a, struct slice text, const struct opt *meant)
{
	fail(a->fail, MISUSED, "unknown option '-%.*s'", (int)text.len, text.at);
	if (meant)
		fail_add(a->fail, " (did you mean '--%s'?)", meant->name);
	return FAILED;
}

static int short_options(struct arguments *a)
{
	const char *word = a->argv[a->at] + 1;
	const struct opt *meant = long_of(a, word);

	if (meant && !strcmp(meant->name, word)) /* -quiet is not -q -u iet */
		return refuse_short(a, slice_of(word), meant);
	for (const char *c = word; *c; c++) {
		const struct opt *row = by_letter(a->tables, *c);
		const char *text = NULL;

		if (!row)
			return refuse_short(a, (struct slice){ c, 1 }, meant);
		if (row->argument && !(text = c[1] ? c + 1 : next_word(a, row)))
			return FAILED;
		if (set(row, text, a->fail))
			return FAILED;
		if (text)
			break;
	}
	return 0;
}

int opt_parse(int argc, char **argv, const struct opt *const tables[], struct fail *f)
{
	struct arguments a = { argc, 1, 0, argv, tables, f };

	for (bool ended = false; a.at < argc; a.at++) {
		const char *word = argv[a.at];

		if (ended || word[0] != '-' || !word[1])
			argv[a.kept++] = argv[a.at];
		else if (!strcmp(word, "--"))
			ended = true;
		else if (word[1] == '-' ? long_option(&a) : short_options(&a))
			return FAILED;
	}
	return a.kept;
}

void opt_help(struct out *o, const struct opt *table)
{
	for (; table->name; table++) {
		size_t width = 6 + strlen(table->name);

		if (!table->help)
			continue;
		if (table->letter)
			out_message(o, "  -%c, --%s", table->letter, table->name);
		else
			out_message(o, "      --%s", table->name);
		width += 2;
		if (table->argument) {
			out_message(o, " %s", table->argument);
			width += 1 + strlen(table->argument);
		}
		out_blanks(o, width < HELP_COLUMN ? HELP_COLUMN - width : 1);
		out_message(o, "%s\n", table->help);
	}
}
