/* SPDX-License-Identifier: MIT */
/*
 * XAPI's database on disk: what is known of a pool's VMs where nothing runs that could be asked. XAPI
 * writes its memory into /var/lib/xcp/state.db, at most every five minutes; members of a pool have copies
 * that are older; a bug report has one as xapi-db.xml. It is one line of XML:
 *
 *	<database><manifest>...</manifest><table name="VM"><row ref="OpaqueRef:..." name__label="a%.b" .../>
 *	...</table><table name="VM_metrics">...</table>...<table name="host">...</table></database>
 *
 * A row is the record of Xen-API whose columns are its members, those of a group with two underscores. It
 * refers to rows of later tables. Everything is what was last written: nothing in it says whether a VM
 * that ran then runs now, and ids are not to be joined by.
 *
 * A damaged file tells what is whole in it, and domains.flaw and why what is not.
 */
#ifndef SOURCE_XAPIDB_XAPIDB_H
#define SOURCE_XAPIDB_XAPIDB_H

#include "base/slice.h"
#include "link/deadline.h"

enum { XAPIDB_PATH = 4096 };

/* Where this host's is: what the file `conf` (/etc/xensource/db.conf) names, of several the one that was
 * written last; else /var/lib/xcp/state.db. The path, in room. */
const char *xapidb_place(const char *conf, char room[XAPIDB_PATH]);

/* Calls take for each VM, template and snapshot whose row is whole, until that says false. The name is
 * valid until it returns. Silent, whatever the file is; where there is none, at the cost of looking. */
void xapidb_names(const char *path, const struct deadline *deadline,
	bool (*take)(void *to, const unsigned char uuid[16], struct slice name), void *to);

#endif
