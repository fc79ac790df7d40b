/* SPDX-License-Identifier: MIT */
#include "source/xapidb_row.h"
#include "source/rpc_tree.h"
#include "source/xapidb_text.h"

#include <config.h>
#include <errno.h>
#include <stddef.h>
#include <unistd.h>

enum { NO_FIELD = -1, THE_REF = -2 };

/* Tables, in their order. */
static const struct slice tables[] = { [XAPIDB_VM] = { "VM", 2 }, [XAPIDB_METRICS] = { "VM_metrics", 10 },
	[XAPIDB_HOST] = { "host", 4 } };

static ssize_t pull(struct stream *s, char *at, size_t room)
{
	struct xapidb *db = (struct xapidb *)((char *)s - offsetof(struct xapidb, stream));
	ssize_t n;

	if (deadline_check(db->deadline, &db->fail))
		return FAILED;
	do
		n = read(db->fd, at, room);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail(&db->fail, BROKEN, "cannot be read on: %s", fail_errno());
	db->bytes += (uint64_t)n;
	return n;
}

void xapidb_begin(struct xapidb *db, int fd, const struct deadline *deadline)
{
	memset(db, 0, offsetof(struct xapidb, xml));
	db->stream.read = pull;
	db->fd = fd;
	db->deadline = deadline;
	db->value = (struct out)OUT_IN(db->room);
	xml_open(&db->xml, &db->stream, &db->fail);
}

void xapidb_odd(struct xapidb *db, const char *what)
{
	const struct slice table = tables[db->table];

	fail(&db->odd, BROKEN, "table %.*s, row %u: %s", (int)table.len, table.at, db->row, what);
}

/* The value that was entered; where it may hold more than a word, as XAPI had it, in the room. */
static struct slice read_value(struct xapidb *db, bool word)
{
	struct out *o = &db->value;
	struct slice text;

	o->at = o->start;
	o->failed = false;
	if (!xml_plain(&db->xml, &text))
		xml_value(&db->xml, o);
	else if (word)
		return text;
	else
		out_bytes(o, text);
	return (struct slice){ o->start, xapidb_unprotect(o->start, (size_t)(o->at - o->start)) };
}

/* The table that begins here: 0 for one that we do not know. */
static enum xapidb_table table_of(struct xapidb *db)
{
	enum xapidb_table table = XAPIDB_OVER;

	while (xml_attribute(&db->xml)) {
		bool name = slice_is(db->xml.name, SLICE("name"));
		struct slice value = read_value(db, true);

		for (unsigned i = XAPIDB_VM; name && i <= XAPIDB_HOST; i++)
			if (slice_is(value, tables[i]))
				table = (enum xapidb_table)i;
	}
	return table;
}

static void enter_table(struct xapidb *db)
{
	enum xapidb_table table = table_of(db);

	db->inside = table != XAPIDB_OVER;
	if (table && table < db->table)
		xml_refuse(&db->xml, BROKEN, "a table that should stand before the one that refers to it");
	if (table && table != db->table)
		db->row = 0;
	if (table)
		db->table = table;
}

static bool blank(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != ' ' && text.at[i] != '\t' && text.at[i] != '\n')
			return false;
	return true;
}

/* The next tag. */
static enum xml_event tag(struct xapidb *db)
{
	enum xml_event event;

	while ((event = xml_next(&db->xml)) == XML_TEXT || event == XML_PI || event == XML_VALUE)
		if (event == XML_TEXT && !blank(db->xml.text))
			xml_refuse(&db->xml, BROKEN, "text where a table or a row should stand");
	return event;
}

enum xapidb_table xapidb_row(struct xapidb *db)
{
	struct xml *x = &db->xml;
	enum xml_event event;

	while ((event = tag(db)) != XML_DONE) {
		if (event != XML_START)
			continue;
		if (x->depth == 1 && !slice_is(x->name, SLICE("database")))
			xml_refuse(x, BROKEN, "this is XML, but no database of XAPI");
		if (x->depth == 2) {
			db->inside = false;
			if (slice_is(x->name, SLICE("table")))
				enter_table(db);
		}
		if (x->depth == 3 && db->inside && slice_is(x->name, SLICE("row"))) {
			db->row++;
			return db->table;
		}
		for (xml_pass(x, NULL, 0); xml_attribute(x); xml_pass(x, NULL, 0))
			xml_value(x, NULL);
	}
	return XAPIDB_OVER;
}

/* Is it the column of this member? That of a group has two underscores. */
static bool is_column(struct slice column, struct slice member)
{
	size_t i = 0;

	while (i < member.len && i < column.len && member.at[i] == column.at[i])
		i++;
	if (i == member.len)
		return i == column.len;
	return i && column.len == member.len + 1 && column.at[i] == '_' && column.at[i - 1] == '_' &&
		!memcmp(column.at + i + 1, member.at + i, member.len - i);
}

/* Which field the attribute is. Rows have the same, in the same order, so that is mostly known. */
static int field_of(struct xapidb *db, const struct xenapi_field *fields, unsigned count)
{
	signed char *field = &db->fields[db->xml.attributes - 1];

	if (xml_alike(&db->xml))
		return *field;
	*field = slice_is(db->xml.name, SLICE("ref")) ? THE_REF : NO_FIELD;
	for (unsigned i = 0; i < count && *field == NO_FIELD; i++)
		if ((fields[i].kind <= DATE || fields[i].kind == MASK) && is_column(db->xml.name, fields[i].name))
			*field = (signed char)i;
	return *field;
}

/* Is it never protected? */
static bool is_word(const struct xenapi_field *field)
{
	return field->kind != TEXT && field->kind != MASK;
}

/* A value into its place: true where it made sense. */
static bool place(struct xapidb *db, const struct xenapi_field *field, struct slice text, void *to)
{
	bool good;

	if (field->kind == TEXT) {
		out_bytes(to, text);
		return true;
	}
	if (field->kind == MASK) {
		struct out *mask = to;

		good = !CONFIG_APPLET_VCPU_LIST || !mask->start ||
			(!db->value.failed && xapidb_mask(db->value.start, text.len, mask));
	} else {
		if (field->kind == FLAG)
			text = slice_is(text, SLICE("true")) ? SLICE("1") :
				slice_is(text, SLICE("false")) ? SLICE("0") : SLICE("");
		good = !db->value.failed && xenapi_place(field, text, to);
	}
	if (!good && field->kind != DATE) /* that of what never was is no damage */
		xapidb_odd(db, "a value that is none of its column's");
	return good;
}

/* Flags come as numbers over Xen-API. */
static struct slice told_text(struct slice column, struct slice text)
{
	if (column.at[0] < 'a' || slice_begins(column, SLICE("name_")))
		return text;
	return slice_is(text, SLICE("true")) ? SLICE("1") : slice_is(text, SLICE("false")) ? SLICE("0") : text;
}

/* A column as the member that it is. References of the row itself and times of its change are none. */
static void tell(struct xapidb *db, struct xenapi_told *told, struct slice text)
{
	char room[XML_NAME];
	struct out o = OUT_IN(room);
	struct slice column = db->xml.name, name = column, rest = column;
	struct tree *pair;

	if (column.at[0] == '_' || slice_is(column, SLICE("ref")))
		return;
	for (size_t i = 1; i + 1 < column.len && rest.len == column.len; i++)
		if (column.at[i] == '_' && column.at[i + 1] == '_')
			rest = (struct slice){ column.at + i + 1, column.len - i - 1 };
	if (rest.len < column.len) {
		out_bytes(&o, (struct slice){ column.at, column.len - rest.len - 1 });
		out_bytes(&o, rest);
		name = out_slice(&o);
	}
	name = xenapi_told_name(name);
	if (!name.len)
		return;
	if (db->value.failed)
		warning("a value of more than %d bytes is cut", XAPIDB_LONG);
	pair = trees_add(told->trees, told->list, TREE_LIST, SLICE(""));
	trees_add(told->trees, pair, rpc_tree_key(name), name);
	if (slice_begins(column, SLICE("name_")) || !xapidb_tree(db->value.start, text.len, told->trees, pair))
		trees_add(told->trees, pair, TREE_TEXT, told_text(column, text));
}

bool xapidb_read(struct xapidb *db, const struct xenapi_field *fields, unsigned count, void *record,
	unsigned *came, struct xenapi_told *told)
{
	struct xml *x = &db->xml;
	struct slice text;

	*came = 0;
	memset(&db->ref, 0, sizeof(db->ref));
	for (;;) {
		int i;

		if (!(CONFIG_LONG && told))
			xml_pass(x, db->fields, NO_FIELD);
		if (!xml_attribute(x))
			break;
		i = field_of(db, fields, count);
		if (i == NO_FIELD && !(CONFIG_LONG && told)) {
			xml_value(x, NULL);
			continue;
		}
		text = read_value(db, i == THE_REF || (i >= 0 && is_word(&fields[i]) && !told));
		if (i == THE_REF)
			db->ref = xenapi_ref_of(text);
		else if (i >= 0 && place(db, &fields[i], text, (char *)record + fields[i].offset))
			*came |= 1U << i;
		if (CONFIG_LONG && told)
			tell(db, told, text);
	}
	if (tag(db) == XML_CLOSE)
		return true;
	xml_refuse(x, BROKEN, "a row that holds anything but attributes");
	return false;
}
