/* SPDX-License-Identifier: MIT */
/* Resume reading XAPI's database behind damage. */
#ifndef SOURCE_XAPIDB_RESYNC_H
#define SOURCE_XAPIDB_RESYNC_H

#include "source/xapidb/row.h"

/* Note the reader's failure and start a new reader at the next row or table, as if the database began there; `table` is
 * the name of the table around a row. Return false if there is no failure, or nothing to resume at. */
bool xapidb_resync(struct xapidb *db, const char *table);

#endif
