/* SPDX-License-Identifier: MIT */
#include "source/xapidb/row.h"
#include "source/rpc/tree.h"
#include "source/xapidb/resync.h"
#include "source/xapidb/text.h"
#include "wire/xml_skip.h"
#include "wire/xml_tag.h"

#include <config.h>
#include <errno.h>
#include <stddef.h>
#include <unistd.h>

enum { NO_FIELD = -1, THE_REF = -2 };

/* Table names, in the order of enum xapidb_table. */
static const char tables[][12] = { [XAPIDB_VM] = "VM", [XAPIDB_METRICS] = "VM_metrics", [XAPIDB_HOST] = "host" };

static ssize_t read_stream(struct stream *s, char *at, size_t room)
{
	struct xapidb *db = (struct xapidb *)((char *)s - offsetof(struct xapidb, stream));
	struct slice before = out_slice(&db->before);
	ssize_t n;

	if (before.len && before.len <= room) {
		memcpy(at, before.at, before.len);
		db->before.at = db->before.start;
		return (ssize_t)before.len;
	}
	db->stuck = true;
	if (deadline_check(db->deadline, &db->now))
		return FAILED;
	do
		n = read(db->fd, at, room);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail(&db->now, BROKEN, "reading failed: %s", fail_errno());
	db->stuck = false;
	db->bytes += (uint64_t)n;
	db->ended = !n;
	return n;
}

void xapidb_begin(struct xapidb *db, int fd, const struct deadline *deadline)
{
	memset(db, 0, offsetof(struct xapidb, xml));
	db->fail = db->odd = db->now = (struct fail){ 0 };
	db->before = (struct out)OUT_IN(db->opening);
	db->stream.read = read_stream;
	db->fd = fd;
	db->deadline = deadline;
	db->value = (struct out)OUT_IN(db->room);
	xml_open(&db->xml, &db->stream, &db->now);
}

int xapidb_begin_long(struct xapidb *db, struct arena *arena, struct fail *f)
{
	char *room = arena_take(arena, XAPIDB_LONG, f);

	db->value = (struct out)OUT_AT(room, XAPIDB_LONG);
	return room ? 0 : FAILED;
}

void xapidb_odd(struct xapidb *db, const char *what)
{
	fail(&db->odd, BROKEN, "table %s, row %u: %s", tables[db->table], db->row, what);
}

/* Read the entered value. A value that may exceed one word is copied to the room and unprotected. */
static struct slice read_value(struct xapidb *db, bool word)
{
	struct out *o = &db->value;
	struct slice text;

	o->at = o->start;
	o->failed = false;
	if (!xml_attribute_plain(&db->xml, &text))
		xml_attribute_value(&db->xml, o);
	else if (word)
		return text;
	else
		out_bytes(o, text);
	return (struct slice){ o->start, xapidb_unprotect(o->start, (size_t)(o->at - o->start)) };
}

static void refuse_content(struct xapidb *db)
{
	xml_refuse(&db->xml, BROKEN, "this is XML, but not as in a database of XAPI");
}

/* Note the table that begins here; an unknown one counts as none. */
static void enter_table(struct xapidb *db)
{
	enum xapidb_table table = XAPIDB_OVER;

	while (xml_attribute(&db->xml)) {
		bool name = slice_is(db->xml.name, SLICE("name"));
		struct slice value = read_value(db, true);

		for (unsigned i = XAPIDB_VM; name && i <= XAPIDB_HOST; i++)
			if (slice_is(value, slice_of(tables[i])))
				table = (enum xapidb_table)i;
	}
	db->inside = table != XAPIDB_OVER;
	if (!db->inside)
		return;
	if (table < db->table) /* rows refer to rows of later tables only */
		refuse_content(db);
	if (table != db->table)
		db->row = 0;
	db->table = table;
}

/* Read up to the next tag. */
static enum xml_event next_tag(struct xapidb *db)
{
	enum xml_event event;

	while ((event = xml_next(&db->xml)) == XML_TEXT || event == XML_PI || event == XML_VALUE)
		if (event == XML_TEXT && !slice_blank(db->xml.text))
			refuse_content(db);
	return event;
}

enum xapidb_table xapidb_row(struct xapidb *db)
{
	struct xml *x = &db->xml;
	enum xml_event event;
	off_t at;

	while ((event = next_tag(db)) != XML_DONE || xapidb_resync(db, db->inside ? tables[db->table] : "")) {
		if (event != XML_START)
			continue;
		at = (off_t)(db->shift + xml_offset(x));
		if (at > db->begun) /* not within the bytes put in front of the file's */
			db->begun = at;
		if (x->depth == 1 && !slice_is(x->name, SLICE("database")))
			refuse_content(db), db->stuck = true;
		if (x->depth == 2) {
			db->inside = false;
			if (slice_is(x->name, SLICE("table")))
				enter_table(db);
		}
		if (x->depth == 3 && db->inside && slice_is(x->name, SLICE("row"))) {
			db->row++;
			return db->table;
		}
		db->known = false;
		for (xml_pass(x, NULL, 0); xml_attribute(x); xml_pass(x, NULL, 0))
			xml_attribute_value(x, NULL);
	}
	return XAPIDB_OVER;
}

/* Is it the column of this member? A member of a group has two underscores in its column. */
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

/* Return the field of an attribute. Rows have the same attributes in the same order, so the last answer usually
 * holds. */
static int field_of(struct xapidb *db, const struct field *fields, unsigned count)
{
	signed char *field = &db->fields[db->xml.attributes - 1];

	if (db->known && xml_alike(&db->xml))
		return *field;
	*field = slice_is(db->xml.name, SLICE("ref")) ? THE_REF : NO_FIELD;
	for (unsigned i = 0; i < count && *field == NO_FIELD; i++)
		if ((fields[i].kind <= DATE || fields[i].kind == MASK) && is_column(db->xml.name, fields[i].name))
			*field = (signed char)i;
	return *field;
}

/* Convert a flag to Xen-API's spelling. */
static struct slice flag(struct slice text)
{
	return slice_is(text, SLICE("true")) ? SLICE("1") : slice_is(text, SLICE("false")) ? SLICE("0") : text;
}

/* Append the value of "mask" in a map of VCPU parameters. */
static bool read_mask(struct slice text, struct trees *trees, struct out *mask)
{
	const struct tree *list = xapidb_tree(text, trees, trees_add(trees, NULL, TREE_LIST, SLICE("")));
	unsigned count = 0;

	for (const struct tree *pair = list ? list->first : NULL; pair; pair = pair->next)
		if (pair->first && slice_is(pair->first->text, SLICE("mask"))) {
			out_bytes(mask, pair->last->text);
			count++;
		}
	return list && count < 2 && !mask->failed;
}

/* Store a value in its field. Return false if it is invalid. */
static bool store_value(struct xapidb *db, const struct field *field, struct slice text, void *to, struct trees *trees)
{
	struct out *o = to;
	bool good = !db->value.failed;

	if (field->kind == TEXT) {
		out_bytes(o, text);
		return true;
	}
	if (field->kind == MASK)
		good &= !CONFIG_APPLET_VCPU_LIST || !o->start || read_mask(text, trees, o);
	else
		good &= field_place(field, field->kind == FLAG ? flag(text) : text, to);
	if (!good && field->kind != DATE) /* a date may be that of an event that never was */
		xapidb_odd(db, "an invalid value");
	return good;
}

/* Append a column as a member of the tree, except the row's own reference and its times of change. */
static void append_member(struct xapidb *db, struct told *told, struct slice text)
{
	char room[XML_NAME];
	struct out o = OUT_IN(room);
	struct slice column = db->xml.name, name;
	bool list = column.len < 6 || memcmp(column.at, "name__", 6), cut;
	struct tree *pair, *value;

	if (column.at[0] == '_' || slice_is(column, SLICE("ref")))
		return;
	for (size_t i = 0; i < column.len; i++)
		if (column.at[i] != '_' || column.at[i - 1] != '_')
			out_char(&o, column.at[i]);
	name = told_name(out_slice(&o));
	if (!name.len)
		return;
	pair = trees_add(told->trees, told->list, TREE_LIST, SLICE(""));
	trees_add(told->trees, pair, rpc_tree_key(name), name);
	if (!pair || !pair->first || (list && xapidb_tree(text, told->trees, pair)))
		return;
	pair->last = pair->first; /* drop the value that was no list */
	pair->first->next = NULL;
	name = list ? flag(text) : text;
	cut = name.len > RPC_TREE_TEXT;
	if (cut)
		name.len = RPC_TREE_TEXT;
	value = trees_add(told->trees, pair, name.at == text.at ? TREE_TEXT : TREE_FLAG, name);
	if (cut)
		rpc_tree_cut(told->trees, value);
}

bool xapidb_read(struct xapidb *db, const struct field *fields, unsigned count, void *record, unsigned *came,
	struct told *told)
{
	struct xml *x = &db->xml;
	bool all = CONFIG_LONG && told->list;

	*came = 0;
	memset(&db->ref, 0, sizeof(db->ref));
	for (;;) {
		struct slice text;
		int i;

		if (db->known && !all)
			xml_pass(x, db->fields, NO_FIELD);
		if (!xml_attribute(x))
			break;
		i = field_of(db, fields, count);
		if (i == NO_FIELD && !all) {
			xml_attribute_value(x, NULL);
			continue;
		}
		text = read_value(db, !all && (i == THE_REF || (fields[i].kind != TEXT && fields[i].kind != MASK)));
		if (i == THE_REF)
			db->ref = ref_of(text);
		else if (i >= 0 && store_value(db, &fields[i], text, (char *)record + fields[i].offset, told->trees))
			*came |= 1U << i;
		if (all)
			append_member(db, told, text);
	}
	db->known = true;
	if (next_tag(db) != XML_CLOSE) {
		refuse_content(db);
		return false;
	}
	if (ref_null(&db->ref))
		xapidb_odd(db, "it has no reference");
	return !ref_null(&db->ref);
}
