/* SPDX-License-Identifier: MIT */
/*
 * Ask for VMs and metrics member by member, if their records cannot be trusted: an unescaped key can forge the record
 * around it, but no answer without a map. Facts from maps stay unknown. All calls are pipelined.
 */
#ifndef SOURCE_XENAPI_MEMBERS_H
#define SOURCE_XENAPI_MEMBERS_H

#include "source/xenapi/talk.h"

/* Keep the VMs of the items' references, if they are to be listed, as item->kept. Set item->gone of a VM unknown to
 * the server by now. Return 0, FAILED or RENEW. */
int xenapi_vms_by_members(struct xenapi *x, const struct xenapi_list *list);

/* Reset the facts of each item->domain from metrics to those of the VM's record. */
int xenapi_given_by_members(struct xenapi *x, const struct xenapi_list *list);

/* Read the metrics of each item->kept. */
int xenapi_metrics_by_members(struct xenapi *x, const struct xenapi_list *list);

#endif
