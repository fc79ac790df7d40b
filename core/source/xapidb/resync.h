/* SPDX-License-Identifier: MIT */
/* Resume reading XAPI's database behind damage. */
#ifndef SOURCE_XAPIDB_RESYNC_H
#define SOURCE_XAPIDB_RESYNC_H

#include "source/xapidb/row.h"

/* Note the failure that ended the reader, and start a reader at the next row or table, as if the database began there,
 * within the table of that name. Return false if there is no failure, or nothing to resume at. */
bool xapidb_resync(struct xapidb *db, const char *table);

#endif
