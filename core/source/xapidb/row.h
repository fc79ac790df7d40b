/* SPDX-License-Identifier: MIT */
/*
 * Read the rows of XAPI's database one after the other, from an open file:
 *
 *	xapidb_begin(&db, fd, &deadline);
 *	while ((table = xapidb_row(&db)) != XAPIDB_OVER)
 *		if (table == XAPIDB_VM && xapidb_read(&db, vm_fields, VM_FIELDS, &vm, &vm.came, &told))
 *			...                                            db.ref is the row's reference
 *	if (db.fail.status) ...                                        it is damaged, or out of time
 *
 * After damage, reading resumes at the next row or table: '<' occurs at the front of elements only. Unwanted values are
 * scanned and dropped. No message quotes the file, because it contains secrets.
 */
#ifndef SOURCE_XAPIDB_ROW_H
#define SOURCE_XAPIDB_ROW_H

#include "link/deadline.h"
#include "source/vm/field.h"
#include "wire/xml.h"

enum xapidb_table { XAPIDB_OVER, XAPIDB_VM, XAPIDB_METRICS, XAPIDB_HOST };

enum {
	XAPIDB_VALUE = 8 * 1024 + 8, /* bytes of a value: a protected name, longer than the longest kept one */
	XAPIDB_LONG = 128 * 1024, /* for --long; a list of more bytes is shown as a text, which is cut */
	XAPIDB_AGAIN = 100, /* most resumptions after damage */
};

struct xapidb {
	struct ref ref; /* of the current row */
	enum xapidb_table table; /* the latest known table */
	uint64_t bytes; /* so far */
	bool early; /* the damage may have hit metrics, or rows before them */

	/* private */
	bool ended; /* the end of the file was reached */
	bool stuck; /* reading cannot resume */
	bool inside; /* within that table */
	bool known; /* `fields` holds those of the previous element */
	int fd;
	unsigned row; /* number within the table */
	unsigned again; /* resumptions after damage so far */
	uint64_t shift; /* difference between an offset of the reader and that in the file */
	off_t begun; /* offset of the latest element's attributes in the file */
	struct out before; /* bytes for the reader in front of the file's */
	const struct deadline *deadline;
	struct stream stream;
	struct out value; /* the buffer of a value */

	struct xml xml;
	struct fail fail; /* the first damage, or the reason for an early end */
	struct fail now; /* the current reader's */
	struct fail odd; /* the first invalid row */
	signed char fields[XML_ATTRIBUTES]; /* the field of each attribute, in the order of the previous row */
	char opening[64], room[XAPIDB_VALUE];
};

void xapidb_begin(struct xapidb *db, int fd, const struct deadline *deadline);

/* Begin with the larger buffer of --long, from the arena. Return 0, or FAILED if memory is out. */
int xapidb_begin_long(struct xapidb *db, struct arena *arena, struct fail *f);

/* Go to the next row of a known table. */
enum xapidb_table xapidb_row(struct xapidb *db);

/* Read the row into `record` and set a bit of *came for each valid field. Return true if the row is complete. If told
 * has a list, append each column to it. */
bool xapidb_read(struct xapidb *db, const struct field *fields, unsigned count, void *record, unsigned *came,
	struct told *told);

/* Note an invalid row in `odd`: "table VM, row 3: WHAT". */
void xapidb_odd(struct xapidb *db, const char *what);

#endif
