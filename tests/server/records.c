/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <stdio.h>
#include <string.h>

/* One member: its type, and the text that the VM gives it. */
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

static void write_list(struct xml *x, const char *text, char bar)
{
	char part[256];

	xml_array(x);
	while (next_part(&text, bar, part, sizeof(part)))
		xml_text(x, part);
	xml_array_end(x);
}

/* XAPI does not escape the keys of maps: `key` goes out as it is. */
static void write_map(struct xml *x, const char *text, char type, const char *key)
{
	char part[512], *value;

	xml_struct(x);
	if (key) {
		xml_member(x, key);
		xml_text(x, "");
		xml_member_end(x);
	}
	while (next_part(&text, '|', part, sizeof(part))) {
		value = strchr(part, '=');
		if (!value)
			continue;
		*value++ = '\0';
		xml_member(x, part);
		if (type == '%')
			xml_typed(x, "double", value);
		else if (type == ':')
			write_list(x, value, ',');
		else
			xml_text(x, value);
		xml_member_end(x);
	}
	xml_struct_end(x);
}

static void write_value(struct xml *x, char type, const char *text, const char *key)
{
	switch (type) {
	case '=':
		xml_text(x, text);
		break;
	case '?':
		xml_typed(x, "boolean", text);
		break;
	case '#':
		xml_typed(x, "double", text);
		break;
	case '@':
		xml_typed(x, "dateTime.iso8601", text);
		break;
	case '[':
		write_list(x, text, '|');
		break;
	default:
		write_map(x, text, type, key);
	}
}

void record_write(struct xml *x, const struct table *table, const struct vm *vm)
{
	const char *text, *key = table == &xapi_vm ? vm->key : table == &xapi_metrics ? vm->metrics_key : NULL;
	size_t i;
	char type;

	xml_struct(x);
	for (i = 0; i < table->count; i++) {
		text = member_text(&table->fields[i], vm, &type);
		xml_member(x, table->fields[i].name);
		write_value(x, type, text, strcmp(table->fields[i].name, "other_config") ? NULL : key);
		xml_member_end(x);
	}
	xml_struct_end(x);
}

/* Whether this is the column of that member. */
static bool is_column(const char *member, const char *column)
{
	static const char *const groups[] = {
		"name_", "memory_", "VCPUs_", "actions_", "PV_", "HVM_"
	};
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
		return vm->ref;
	for (i = 0; i < table->count; i++) {
		if (!is_column(table->fields[i].name, column))
			continue;
		text = member_text(&table->fields[i], vm, &type);
		if (type == '?')
			return text[0] == '1' ? "true" : "false";
		if (strchr("=#@", type))
			return text;
		return *text ? "(...)" : "()";
	}
	return NULL;
}
