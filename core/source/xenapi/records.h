/* SPDX-License-Identifier: MIT */
/*
 * Records that are asked for one by one, since few are wanted or the answer that holds all of them is not
 * well-formed. A record that is not well-formed either is asked for member by member, or left out.
 */
#ifndef SOURCE_XENAPI_RECORDS_H
#define SOURCE_XENAPI_RECORDS_H

#include "source/xenapi/talk.h"

/* Keep the VMs of a list of references. What could not be read, and what the server does not know, is warned of. */
int xenapi_records(struct xenapi *x, struct xenapi_list *list);

/* Read the metrics of all VMs kept so far that have none yet. */
int xenapi_metrics_each(struct xenapi *x);

#endif
