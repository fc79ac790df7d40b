/* SPDX-License-Identifier: MIT */
#include "show/metrics.h"
#include "base/utf8.h"

#include <stdlib.h>

/* The metrics with a sample for each domain: the value of a column. */
static const struct metric {
	const char *name, *type, *unit, *suffix, *help;
	unsigned char column;
} metrics[] = {
	{ "xen_domain_memory_bytes", "gauge", "bytes", "", "Memory in use, or meant for a domain that does not run.",
		COLUMN_MEMORY },
	{ "xen_domain_memory_max_bytes", "gauge", "bytes", "", "Memory that the domain may have at most.",
		COLUMN_MEMORY_MAX },
	{ "xen_domain_vcpus", "gauge", NULL, "", "VCPUs online, or configured for a domain that does not run.",
		COLUMN_VCPUS },
	{ "xen_domain_cpu_seconds", "counter", "seconds", "_total", "CPU time since the start of the domain.",
		COLUMN_CPU_TIME },
	{ "xen_domain_start_time_seconds", "gauge", "seconds", "", "Start of the domain, since 1970.",
		COLUMN_START_TIME },
};

static int32_t id_of(const struct domain *d)
{
	return domain_knows(d, KNOWN_ID) && d->id >= 0 ? d->id : -1;
}

static struct slice name_of(const struct domain *d)
{
	return domain_knows(d, KNOWN_NAME) ? domain_name(d) : SLICE("");
}

static int uuid_order(const struct domain *a, const struct domain *b)
{
	int order = domain_knows(b, KNOWN_UUID) - domain_knows(a, KNOWN_UUID);

	return order || !domain_knows(a, KNOWN_UUID) ? order : memcmp(a->uuid, b->uuid, sizeof(a->uuid));
}

/* Compare all that can become a label of identity. */
static int by_identity(const void *left, const void *right)
{
	const struct domain *a = *(struct domain *const *)left, *b = *(struct domain *const *)right;
	int order = uuid_order(a, b);

	if (!order)
		order = (id_of(a) > id_of(b)) - (id_of(a) < id_of(b));
	return order ? order : slice_order(name_of(a), name_of(b));
}

/* Set `to` to the domains in order, each of them once: two operands may name the same domain. */
static int sort(struct rows *to, const struct rows *rows, struct arena *arena, struct fail *f)
{
	bool lost = false;

	to->domains = arena_take(arena, (rows->count + 1) * sizeof(*to->domains), f);
	if (!to->domains)
		return FAILED;
	for (size_t i = 0; i < rows->count; i++)
		to->domains[i] = rows->domains[i];
	qsort(to->domains, rows->count, sizeof(*to->domains), by_identity);
	for (size_t i = 0; i < rows->count; i++) {
		struct domain *d = to->domains[i], *last = to->count ? to->domains[to->count - 1] : NULL;

		if (!last || by_identity(&d, &last))
			to->domains[to->count++] = d;
		else
			lost |= d != last;
	}
	if (lost) {
		warning("domains with the same uuid, id and name cannot be told apart: the metrics have one of them");
		fail(f, BROKEN, "%s", "");
	}
	return 0;
}

/* Print the text of a label. A backslash of out_text's escapes is a character of the text, like any other. */
static void print_text(struct out *o, struct slice text)
{
	for (size_t i = 0, len; i < text.len; i += len ? len : 1) {
		uint32_t c = 0;

		len = utf8_char(text.at + i, text.len - i, &c);
		if (len && c == '\n') {
			out_bytes(o, SLICE("\\n"));
			continue;
		}
		if (!len || c < 0x20 || c == 0x7f || c == '"' || c == '\\' || out_unsafe(c))
			out_char(o, '\\');
		out_text(o, (struct slice){ text.at + i, len ? len : 1 });
	}
}

static void print_value(struct out *o, struct value v)
{
	if (v.kind == VALUE_TEXT)
		print_text(o, v.text);
	else if (v.kind == VALUE_BILLIONTHS)
		out_seconds(o, v.number);
	else
		out_number(o, v.number);
}

/* Print what a column knows of a domain as a label, after `comma`. Return the comma for the next label. */
static const char *print_label(struct out *o, const char *comma, struct domain *d, int column)
{
	char room[CELL_ROOM];
	struct value v = columns[column].value(&(struct row){ .domain = d }, room);

	if (v.kind == VALUE_NONE)
		return comma;
	out_add(o, comma);
	out_add(o, columns[column].name);
	out_add(o, "=\"");
	print_value(o, v);
	out_char(o, '"');
	return ",";
}

static void print_head(struct out *o, const struct metric *m)
{
	out_message(o, "# TYPE %s %s\n", m->name, m->type);
	if (m->unit)
		out_message(o, "# UNIT %s %s\n", m->name, m->unit);
	out_message(o, "# HELP %s %s\n", m->name, m->help);
}

/* Is the uuid of a domain unknown, or that of a neighbour, too? */
static bool needs_id(const struct rows *rows, size_t i)
{
	const struct domain *d = rows->domains[i];

	return !domain_knows(d, KNOWN_UUID) || (i && !uuid_order(d, rows->domains[i - 1])) ||
		(i + 1 < rows->count && !uuid_order(d, rows->domains[i + 1]));
}

static void print_metric(struct out *o, const struct rows *rows, const struct metric *m)
{
	char room[CELL_ROOM];

	print_head(o, m);
	for (size_t i = 0; i < rows->count; i++) {
		struct domain *d = rows->domains[i];
		struct value v = columns[m->column].value(&(struct row){ .domain = d }, room);
		const char *comma = "";

		if (v.kind == VALUE_NONE)
			continue;
		out_message(o, "%s%s{", m->name, m->suffix);
		comma = print_label(o, comma, d, COLUMN_UUID);
		comma = print_label(o, comma, d, COLUMN_NAME);
		if (needs_id(rows, i))
			print_label(o, comma, d, COLUMN_ID);
		out_add(o, "} ");
		print_value(o, v);
		out_char(o, '\n');
	}
}

static void print_info(struct out *o, const struct rows *rows)
{
	static const unsigned char labels[] = { COLUMN_NAME, COLUMN_UUID, COLUMN_ID, COLUMN_POWER, COLUMN_STATE,
		COLUMN_HOST };
	static const struct metric info = { "xen_domain_info", "gauge", NULL, "", "1 for each domain.", 0 };

	print_head(o, &info);
	for (size_t i = 0; i < rows->count; i++) {
		const char *comma = "";

		out_add(o, "xen_domain_info{");
		for (size_t at = 0; at < COUNT(labels); at++)
			comma = print_label(o, comma, rows->domains[i], labels[at]);
		out_add(o, "} 1\n");
	}
}

static void print_up(struct out *o, unsigned sources)
{
	static const struct metric up = { "xen_up", "gauge", NULL, "", "1 for each source that answered.", 0 };

	print_head(o, &up);
	for (unsigned bit = 1; bit <= sources; bit <<= 1) {
		struct domain one = { .source = (uint8_t)(sources & bit) };

		if (!one.source)
			continue;
		out_add(o, "xen_up{");
		print_label(o, "", &one, COLUMN_SOURCE);
		out_add(o, "} 1\n");
	}
}

int metrics_print(struct out *o, const struct rows *rows, unsigned sources, struct arena *arena, struct fail *f)
{
	struct rows known = { 0 };

	if (sort(&known, rows, arena, f))
		return FAILED;
	print_up(o, sources);
	print_info(o, &known);
	for (size_t i = 0; i < COUNT(metrics); i++)
		print_metric(o, &known, &metrics[i]);
	out_add(o, "# EOF\n");
	return 0;
}
