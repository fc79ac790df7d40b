/* SPDX-License-Identifier: MIT */
#include "source/xapidb/resync.h"

#include <unistd.h>

/* Search the file from `at` on for the beginning of a row or table, or the end of a table. Return its offset, or -1. */
static off_t find_row(struct xapidb *db, off_t at, bool *table)
{
	static const struct slice row = { "<row", 4 }, begin = { "<table ", 7 }, end = { "</table>", 8 };
	ssize_t n;

	while ((n = pread(db->fd, db->room, sizeof(db->room), at)) > (ssize_t)end.len) {
		const char *last = db->room + n - end.len;

		for (const char *p = db->room; (p = memchr(p, '<', (size_t)(last - p))); p++) {
			*table = !memcmp(p, begin.at, begin.len);
			if (*table || (!memcmp(p, row.at, row.len) && p[4] <= ' ') || !memcmp(p, end.at, end.len))
				return at + (p - db->room);
		}
		at += n - (ssize_t)end.len;
		if (deadline_check(db->deadline, &db->now))
			break;
	}
	return -1;
}

bool xapidb_resync(struct xapidb *db, const char *table)
{
	bool at_table;
	off_t at;

	if (db->now.status == SHOWN)
		return false;
	if (db->fail.status == SHOWN) {
		db->fail = db->now;
		if (db->ended)
			fail_within(&db->fail, "at the end of the file");
	}
	db->early |= db->table <= XAPIDB_METRICS;
	if (db->stuck || !db->xml.refused || db->again++ == XAPIDB_AGAIN)
		return false;
	at = find_row(db, db->begun, &at_table);
	if (at < 0 || lseek(db->fd, at, SEEK_SET) < 0)
		return false;
	db->now = (struct fail){ 0 };
	out_add(&db->before, "<database>");
	if (!at_table) {
		out_add(&db->before, "<table name=\"");
		out_add(&db->before, table);
		out_add(&db->before, "\">");
	}
	db->begun = at + 1; /* never resume at the same place */
	db->shift = (uint64_t)at - out_slice(&db->before).len;
	xml_open(&db->xml, &db->stream, &db->now);
	return true;
}
