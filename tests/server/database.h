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

/* DATABASE_NONE where the text names no style. */
enum database_style database_style(const char *text);

/* To stdout; false where that fails. */
bool database_write(enum database_style style);

#endif
