/* SPDX-License-Identifier: MIT */
/*
 * Ask for records one by one: few are wanted, or the answer with all of them is malformed. A malformed record is asked
 * for again member by member, or left out.
 */
#ifndef SOURCE_XENAPI_RECORDS_H
#define SOURCE_XENAPI_RECORDS_H

#include "source/xenapi/talk.h"

/* Keep the VMs of a list of references. Warn of malformed records and of references unknown to the server. Return 0,
 * FAILED or RENEW. */
int xenapi_records(struct xenapi *x, struct xenapi_list *list);

/* Read the missing metrics of all VMs kept so far. Return 0, FAILED or RENEW. */
int xenapi_metrics_each(struct xenapi *x);

#endif
