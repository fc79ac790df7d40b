/* SPDX-License-Identifier: MIT */
/* Find the names of VMs in the database, for domains that no daemon names. */
#ifndef SOURCE_XAPIDB_NAMES_H
#define SOURCE_XAPIDB_NAMES_H

#include "base/slice.h"
#include "link/deadline.h"

/* Call take for each complete row of a VM, template or snapshot until take returns false. The name is valid during
 * the call. No message is printed, whatever the file is. */
void xapidb_names(const char *path, const struct deadline *deadline,
	bool (*take)(void *to, const unsigned char uuid[16], struct slice name), void *to);

#endif
