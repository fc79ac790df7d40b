/* SPDX-License-Identifier: MIT */
/* Find a xenstored that answers, because libxenstore waits forever for a silent one. */
#ifndef SOURCE_XENSTORE_REACH_H
#define SOURCE_XENSTORE_REACH_H

#include "source/xenstore/said.h"

/* Try the socket or device at path and report it. Return false if there is none. Return true after xenstored has
 * answered a request, without a limit of time. */
bool xenstore_reach(struct out *said, const char *path);

#endif
