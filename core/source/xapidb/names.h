/* SPDX-License-Identifier: MIT */
/* The names of VMs in the database, for domains that no daemon names. */
#ifndef SOURCE_XAPIDB_NAMES_H
#define SOURCE_XAPIDB_NAMES_H

#include "base/slice.h"
#include "link/deadline.h"

/* Calls take for each VM, template and snapshot whose row is whole, until that says false. The name is
 * valid until it returns. Silent, whatever the file is; where there is none, at the cost of looking. */
void xapidb_names(const char *path, const struct deadline *deadline,
	bool (*take)(void *to, const unsigned char uuid[16], struct slice name), void *to);

#endif
