/* SPDX-License-Identifier: MIT */
/*
 * What a XenServer or XCP-ng dom0 says of itself: /etc/xensource-inventory, lines of KEY='VALUE'.
 * As XAPI reads them: quotes may be missing, blanks do not count, of a key that is there twice the last does.
 */
#ifndef ASK_INVENTORY_H
#define ASK_INVENTORY_H

#include "base/slice.h"

/* Does this machine run under Xen, as dom0 or as a guest, by what its kernel says? */
bool under_xen(void);

enum { INVENTORY_ROOM = 8 * 1024 };

/* The value of a key of a file, in room; empty where there is no such file or key. INSTALLATION_UUID is
 * the host's uuid. */
struct slice inventory(const char *file, const char *key, char room[INVENTORY_ROOM]);

#endif
