/* SPDX-License-Identifier: MIT */
/* The file of XAPI's database: find it, open it, tell its age and its host. */
#ifndef SOURCE_XAPIDB_FILE_H
#define SOURCE_XAPIDB_FILE_H

#include "link/deadline.h"

#define XAPIDB_CONF "/etc/xensource/db.conf" /* where XAPI keeps its database */

enum {
	XAPIDB_PATH = 4096,
	XAPIDB_STDIN = 256 * 1024 * 1024, /* bytes taken of stdin, into memory: some 50 000 VMs */
};

/* Open a regular file, no link, and return its descriptor; "-" is stdin, of which a copy is made before the deadline.
 * Return ABSENT if there is none, or FAILED if it is unreadable or of another kind, named in the message: empty, gzip, a
 * redo log, ... */
int xapidb_open(const char *path, const struct deadline *deadline, struct fail *f);

/* Append a warning with the time of writing and its consequence, and with the role of the host in its pool if a
 * pool.conf tells it: the one beside the file (in a bug report or a copied disk), or this host's. Append nothing if the
 * time cannot be read. */
void xapidb_age(int fd, const char *path, struct slice called, struct out *text);

/* Find this host's database: the latest of the files that `conf` (XAPIDB_CONF) lists and that are there, else
 * /var/lib/xcp/state.db, else /var/xapi/state.db of old XenServers. Without any of them, the path is that of a file to
 * miss. The path is stored in room. */
const char *xapidb_place(const char *conf, char room[XAPIDB_PATH]);

#endif
