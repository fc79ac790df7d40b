/* SPDX-License-Identifier: MIT */
/*
 * Ask for records one by one: few are wanted, or the answer with all of them is malformed. A record that is malformed
 * by itself is asked for member by member, or left out.
 */
#ifndef SOURCE_XENAPI_RECORDS_H
#define SOURCE_XENAPI_RECORDS_H

#include "source/xenapi/talk.h"

/* Keep the VMs of a list of references. Warn of records that are broken or unknown to the server. */
int xenapi_records(struct xenapi *x, struct xenapi_list *list);

/* Read the metrics of all VMs kept so far that have none yet. */
int xenapi_metrics_each(struct xenapi *x);

#endif
