/* SPDX-License-Identifier: MIT */
#include "database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records.h"

enum { COLUMNS = 128 };

/* An attribute to be sorted: a field or a text. */
struct column {
	char name[64];
	const struct field *field;
	const char *text;
};

static enum database_style style;

enum database_style database_style(const char *text)
{
	static const char *const names[] = { "", "state", "old", "report" };

	for (int i = DATABASE_STATE; i <= DATABASE_REPORT; i++)
		if (strcmp(text, names[i]) == 0)
			return (enum database_style)i;
	return DATABASE_NONE;
}

/* A character of an attribute. */
static void put_xml(char c)
{
	switch (c) {
	case '<':
		fputs("&lt;", stdout);
		break;
	case '>':
		fputs("&gt;", stdout);
		break;
	case '&':
		fputs("&amp;", stdout);
		break;
	case '"':
		fputs("&quot;", stdout);
		break;
	default:
		putchar(c);
	}
}

/* Write a text protected as XAPI does; old releases only if two blanks meet. */
static void put_protected(const char *text)
{
	static const char plain[] = " \t\n\r%", letters[] = ".tnr%";

	for (; *text; text++) {
		const char *at = strchr(plain, *text);
		bool old = style == DATABASE_OLD && *text == ' ';

		if (old && text[1] == ' ') {
			fputs("%_", stdout);
			text++;
		} else if (at && !old) {
			putchar('%');
			putchar(letters[at - plain]);
		} else {
			put_xml(*text);
		}
	}
}

/* An atom of a set or map, up to len bytes of it. */
static void put_atom(const char *text, size_t len)
{
	char one[3] = "";

	putchar('\'');
	for (; len; len--, text++) {
		bool quote = *text == '\'' || *text == '\\' || (*text == '"' && style == DATABASE_OLD);

		snprintf(one, sizeof(one), quote ? "\\%c" : "%c", *text);
		put_protected(one);
	}
	putchar('\'');
}

static void put_pair(const char *key, size_t len, const char *value, size_t value_len)
{
	putchar('(');
	put_atom(key, len);
	put_protected(" ");
	put_atom(value, value_len);
	putchar(')');
}

/* Write a set "a|b", or a map "a=b|c=d" with an optional further key. */
static void put_list(const char *text, bool map, const char *key)
{
	bool first = true;

	putchar('(');
	if (key) {
		put_pair(key, strlen(key), "", 0);
		first = false;
	}
	while (*text) {
		size_t len = strcspn(text, "|"), key_len = strcspn(text, "=");

		if (!first)
			put_protected(" ");
		first = false;
		if (map && key_len < len)
			put_pair(text, key_len, text + key_len + 1, len - key_len - 1);
		else
			put_atom(text, len);
		text += len + (text[len] == '|');
	}
	putchar(')');
}

static void put_field(const struct field *field, const struct vm *vm, const char *key)
{
	const char *text = field->value, *own;
	char type;

	if (field->control && vm->is_control[0] == '1')
		text = field->control;
	type = text[0];
	own = field->var && text == field->value ? (const char *)vm + field->var : text + 1;
	if (type == '?')
		fputs(own[0] == '1' ? "true" : "false", stdout);
	else if (type == '[' || type == '{' || type == '%')
		put_list(own, type != '[', strcmp(field->name, "other_config") ? NULL : key);
	else
		put_protected(own);
}

/* The column of a member: those of a group have a second underscore. */
static void name_column(char name[64], const char *member)
{
	static const char *const groups[] = { "name_", "memory_", "VCPUs_", "actions_", "PV_", "HVM_" };

	snprintf(name, 64, "%s", member);
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		size_t len = strlen(groups[i]);

		if (strncmp(member, groups[i], len) == 0)
			snprintf(name, 64, "%s_%s", groups[i], member + len);
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct column *)a)->name, ((const struct column *)b)->name);
}

static void put_text(const char *name, const char *text)
{
	printf(" %s=\"", name);
	put_protected(text);
	putchar('"');
}

/* Write a row: ref and times first; the writer of bug reports sorts all columns. */
static void put_row(const struct table *table, const struct vm *vm, const char *ref, const char *key)
{
	struct column columns[COLUMNS] = { { "_ref", NULL, ref }, { "ref", NULL, ref }, { "__ctime", NULL, "17" },
		{ "__mtime", NULL, "18" } };
	size_t n = style == DATABASE_REPORT ? 4 : 1;

	for (size_t i = 0; i < table->count; i++) {
		columns[n] = (struct column){ .field = &table->fields[i] };
		name_column(columns[n++].name, table->fields[i].name);
	}
	qsort(columns, n, sizeof(*columns), by_name);
	fputs("<row", stdout);
	if (style != DATABASE_REPORT)
		printf(" ref=\"%s\" __ctime=\"17\" __mtime=\"18\"", ref);
	for (size_t i = 0; i < n; i++) {
		if (columns[i].text) {
			put_text(columns[i].name, columns[i].text);
			continue;
		}
		printf(" %s=\"", columns[i].name);
		put_field(columns[i].field, vm, key);
		putchar('"');
	}
	fputs(style == DATABASE_REPORT ? " />" : "/>", stdout);
}

static void put_table(const char *name)
{
	printf("<table name=\"%s\">", name);
}

static void put_empty(const char *name)
{
	printf(style == DATABASE_REPORT ? "<table name=\"%s\" />" : "<table name=\"%s\"/>", name);
}

static void put_hosts(void)
{
	const struct host *h;

	put_table("host");
	for (size_t i = 0; (h = pool_host(i)); i++) {
		printf("<row ref=\"%s\" __ctime=\"1\" __mtime=\"2\" API_version__major=\"0\"", h->ref);
		put_text("address", "192.0.2.10");
		put_text("license_server", "(('address' 'localhost') ('port' '27000'))");
		put_text("name__label", h->name);
		printf(" resident_VMs=\"()\" uuid=\"%s\"/>", h->uuid);
	}
	fputs("</table>", stdout);
}

static int by_ref(const void *a, const void *b)
{
	return strcmp((*(const struct vm *const *)a)->ref, (*(const struct vm *const *)b)->ref);
}

static int by_metrics(const void *a, const void *b)
{
	return strcmp((*(const struct vm *const *)a)->metrics, (*(const struct vm *const *)b)->metrics);
}

/* Write rows of a VM's disks, which no reader wants. */
static void put_disks(const struct vm *vm)
{
	printf("<row ref=\"OpaqueRef:d%s\" __ctime=\"7\" __mtime=\"8\" VDI=\"" REF_NULL "\" VM=\"%s\"", vm->uuid + 1,
		vm->ref);
	put_text("other_config", "(('owner' ''))");
	fputs(" device=\"xvda\" mode=\"RW\" type=\"Disk\" userdevice=\"0\"/>", stdout);
}

bool database_write(enum database_style how)
{
	size_t n = pool_count();
	const struct vm **vms = calloc(n + 1, sizeof(*vms));

	if (!vms)
		return false;
	style = how;
	for (size_t i = 0; i < n; i++)
		vms[i] = pool_at(i);
	if (style != DATABASE_OLD)
		fputs(style == DATABASE_REPORT ? "<?xml version='1.0' encoding='UTF-8'?>\n" :
						 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
			stdout);
	printf("<database><manifest><pair key=\"schema_major_vsn\" value=\"5\"/>"
	       "<pair key=\"schema_minor_vsn\" value=\"909\"/></manifest>");
	put_empty("Bond");
	put_table("VBD");
	for (size_t i = 0; i < n; i++)
		put_disks(vms[i]);
	fputs("</table>", stdout);
	qsort(vms, n, sizeof(*vms), by_ref);
	put_table("VM");
	for (size_t i = 0; i < n; i++)
		put_row(&xapi_vm, vms[i], vms[i]->ref, vms[i]->key);
	fputs("</table>", stdout);
	put_empty("VM_guest_metrics");
	qsort(vms, n, sizeof(*vms), by_metrics);
	put_table("VM_metrics");
	for (size_t i = 0; i < n; i++)
		if (strcmp(vms[i]->metrics, REF_NULL) != 0)
			put_row(&xapi_metrics, vms[i], vms[i]->metrics, vms[i]->metrics_key);
	fputs("</table>", stdout);
	put_empty("console");
	put_hosts();
	put_empty("pool");
	put_table("secret");
	fputs("<row ref=\"OpaqueRef:5\" __ctime=\"3\" __mtime=\"4\" uuid=\"5\" value=\"opensesame\"/></table></database>",
		stdout);
	free(vms);
	return fflush(stdout) == 0;
}
