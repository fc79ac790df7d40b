/* SPDX-License-Identifier: MIT */
/* Find a xenstored that answers: libxenstore would wait forever for one that does not. */
#ifndef SOURCE_XENSTORE_REACH_H
#define SOURCE_XENSTORE_REACH_H

#include "source/xenstore/said.h"

/* Try the socket or device at path and say what is there. Return false if nothing is. Otherwise return true once
 * xenstored has answered a request; wait without a limit for that. */
bool xenstore_reach(struct out *said, const char *path);

#endif
