/* SPDX-License-Identifier: MIT */
/* The file of XAPI's database: find it, open it, tell its age and its host. */
#ifndef SOURCE_XAPIDB_FILE_H
#define SOURCE_XAPIDB_FILE_H

#include "base/fail.h"

enum { XAPIDB_PATH = 4096 };

/* Opens it: its descriptor; ABSENT where there is none; FAILED where it may not be read or is surely none, with
 * what it is instead: nothing at all, gzip, a redo log, ... */
int xapidb_open(const char *path, struct fail *f);

/* One Warning: "CALLED: when it was written, what that means, and what its host was in its pool", as far as a
 * pool.conf says that: beside it, where a bug report or a copied disk has it, or this host's own. */
void xapidb_tell_age(int fd, const char *path, struct slice called);

/* Where this host's is: what the file `conf` (/etc/xensource/db.conf) names, of several the one that was
 * written last; else /var/lib/xcp/state.db. The path, in room. */
const char *xapidb_place(const char *conf, char room[XAPIDB_PATH]);

#endif
