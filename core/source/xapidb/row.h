/* SPDX-License-Identifier: MIT */
/*
 * The rows of XAPI's database, one after the other, from a file that is open:
 *
 *	xapidb_begin(&db, fd, &deadline);
 *	while ((table = xapidb_row(&db)) != XAPIDB_OVER)
 *		if (table == XAPIDB_VM && xapidb_read(&db, vm_fields, VM_FIELDS, &vm, &vm.came, &told))
 *			...                                            db.ref is whose row it was
 *	if (db.fail.status) ...                                        it is damaged, or out of time
 *
 * Where it is damaged, reading goes on with the next row or table that begins: '<' stands nowhere else.
 * What nobody asks for is scanned and kept nowhere. No message quotes the file: it holds secrets.
 */
#ifndef SOURCE_XAPIDB_ROW_H
#define SOURCE_XAPIDB_ROW_H

#include "link/deadline.h"
#include "source/vm/field.h"
#include "wire/xml.h"

enum xapidb_table { XAPIDB_OVER, XAPIDB_VM, XAPIDB_METRICS, XAPIDB_HOST };

enum {
	XAPIDB_VALUE = 8 * 1024 + 8, /* bytes of a value: of a name, protected, more than is kept of one */
	XAPIDB_LONG = 128 * 1024, /* where all is told */
	XAPIDB_AGAIN = 100, /* times that reading begins anew */
};

struct xapidb {
	struct ref ref; /* of the row that was read */
	enum xapidb_table table; /* that was met last, of those above */
	uint64_t bytes; /* read so far */
	bool early; /* what is damaged may have been metrics, or before them */

	/* the next ones are its own */
	bool ended; /* all was read */
	bool stuck; /* it cannot be read any more */
	bool inside; /* of that table */
	bool known; /* `fields` are those of the element right before */
	int fd;
	unsigned row; /* of the table */
	unsigned again; /* how often reading began anew, behind what is damaged */
	uint64_t shift; /* from an offset of the reader to that in the file */
	off_t begun; /* where in the file the element that was met last has its attributes */
	struct out before; /* what the reader is given before the file's bytes */
	const struct deadline *deadline;
	struct stream stream;
	struct out value; /* its room */

	struct xml xml;
	struct fail fail; /* what is the first damage, or why it cannot be read to its end */
	struct fail now; /* the reader's */
	struct fail odd; /* the first row that is not as it should be */
	signed char fields[XML_ATTRIBUTES]; /* which, in the order of the row before */
	char opening[64], room[XAPIDB_VALUE];
};

void xapidb_begin(struct xapidb *db, int fd, const struct deadline *deadline);

/* The same where all is to be told: 0, or FAILED, for want of memory. */
int xapidb_begin_long(struct xapidb *db, struct arena *arena, struct fail *f);

/* The next row of a table that we know. */
enum xapidb_table xapidb_row(struct xapidb *db);

/* The row into `record`, a bit in *came for each of its fields that was there and made sense: true where it
 * was whole. Each column is told of, where told has a list. */
bool xapidb_read(struct xapidb *db, const struct field *fields, unsigned count, void *record,
	unsigned *came, struct told *told);

/* The row is not as it should be: in `odd`, "table VM, row 3: WHAT". */
void xapidb_odd(struct xapidb *db, const char *what);

#endif
