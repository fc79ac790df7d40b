/* SPDX-License-Identifier: MIT */
/*
 * database - the pool's VMs as XAPI writes them to disk, instead of serving them: the same records, as rows.
 */
#ifndef DATABASE_H
#define DATABASE_H

#include <stdbool.h>

enum database_style {
	DATABASE_NONE,
	DATABASE_STATE, /* state.db of today */
	DATABASE_OLD, /* of before 2017: blanks in pairs, no declaration */
	DATABASE_REPORT, /* xapi-db.xml of a bug report */
};

/* Return DATABASE_NONE for an unknown style. */
enum database_style database_style(const char *text);

/* Write to stdout. Return false on failure. */
bool database_write(enum database_style style);

#endif
