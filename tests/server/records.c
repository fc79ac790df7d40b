/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <stdio.h>
#include <string.h>

/* One member: its type, and its text for a VM. */
static const char *member_text(const struct field *field, const struct vm *vm, char *type)
{
	const char *value = field->value;

	if (field->control && vm->is_control[0] == '1') {
		*type = field->control[0];
		return field->control + 1;
	}
	*type = value[0];
	return field->var ? (const char *)vm + field->var : value + 1;
}

/* The next part of a list, cut at `bar`; false at its end. */
static bool next_part(const char **text, char bar, char *part, size_t room)
{
	const char *end = strchr(*text, bar);
	size_t n = end ? (size_t)(end - *text) : strlen(*text);

	if (**text == '\0')
		return false;
	if (n >= room)
		n = room - 1;
	memcpy(part, *text, n);
	part[n] = '\0';
	*text += end ? (size_t)(end - *text) + 1 : strlen(*text);
	return true;
}

static void write_list(struct writer *w, const char *text, char bar)
{
	char part[256];

	write_array(w);
	while (next_part(&text, bar, part, sizeof(part)))
		write_text(w, part);
	write_array_end(w);
}

static void write_map(struct writer *w, const char *text, char type, const char *key)
{
	char part[512], *value;

	write_struct(w);
	if (key) {
		write_member(w, key);
		write_text(w, "");
		write_member_end(w);
	}
	while (next_part(&text, '|', part, sizeof(part))) {
		value = strchr(part, '=');
		if (!value)
			continue;
		*value++ = '\0';
		write_member(w, part);
		if (type == '%')
			write_double(w, value);
		else if (type == ':')
			write_list(w, value, ',');
		else
			write_text(w, value);
		write_member_end(w);
	}
	write_struct_end(w);
}

static void write_value(struct writer *w, char type, const char *text, const char *key)
{
	switch (type) {
	case '=':
		write_text(w, text);
		break;
	case '+':
		write_number(w, text);
		break;
	case '?':
		write_flag(w, text);
		break;
	case '#':
		write_double(w, text);
		break;
	case '@':
		write_date(w, text);
		break;
	case '[':
		write_list(w, text, '|');
		break;
	default:
		write_map(w, text, type, key);
	}
}

void record_write_field(struct writer *w, const struct table *table, const struct field *field, const struct vm *vm)
{
	const char *key = table == &xapi_vm ? vm->key : table == &xapi_metrics ? vm->metrics_key : NULL;
	char type;
	const char *text = member_text(field, vm, &type);

	write_value(w, type, text, strcmp(field->name, "other_config") ? NULL : key);
}

void record_write(struct writer *w, const struct table *table, const struct vm *vm)
{
	write_struct(w);
	for (size_t i = 0; i < table->count; i++) {
		write_member(w, table->fields[i].name);
		record_write_field(w, table, &table->fields[i], vm);
		write_member_end(w);
	}
	write_struct_end(w);
}

/* Is this the column of that member? */
static bool is_column(const char *member, const char *column)
{
	static const char *const groups[] = { "name_", "memory_", "VCPUs_", "actions_", "PV_", "HVM_" };
	size_t i, n;

	for (i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		n = strlen(groups[i]);
		if (strncmp(member, groups[i], n) == 0)
			return strncmp(column, member, n) == 0 && column[n] == '_' &&
				strcmp(column + n + 1, member + n) == 0;
	}
	return strcmp(member, column) == 0;
}

const char *record_column(const struct table *table, const struct vm *vm, const char *column)
{
	const char *text;
	size_t i;
	char type;

	if (strcmp(column, "_ref") == 0)
		return table == &xapi_metrics ? vm->metrics : vm->ref;
	for (i = 0; i < table->count; i++) {
		if (!is_column(table->fields[i].name, column))
			continue;
		text = member_text(&table->fields[i], vm, &type);
		if (type == '?')
			return text[0] == '1' ? "true" : "false";
		if (strchr("=+#@", type))
			return text;
		return *text ? "(...)" : "()";
	}
	return NULL;
}
