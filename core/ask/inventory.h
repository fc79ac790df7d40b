/* SPDX-License-Identifier: MIT */
/*
 * Read /etc/xensource-inventory of a XenServer or XCP-ng dom0, lines of KEY='VALUE', as XAPI does: quotes are optional,
 * blanks are ignored, the last of several values counts.
 */
#ifndef ASK_INVENTORY_H
#define ASK_INVENTORY_H

#include "base/slice.h"

/* Does this machine run under Xen, as dom0 or as a guest, according to its kernel? */
bool under_xen(void);

enum { INVENTORY_ROOM = 8 * 1024 };

/* Return the value of a key, stored in room; empty if there is no such file or key. INSTALLATION_UUID is the host's
 * uuid. */
struct slice inventory(const char *file, const char *key, char room[INVENTORY_ROOM]);

#endif
