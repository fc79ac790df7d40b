/* SPDX-License-Identifier: MIT */
/*
 * Ask for VMs and metrics member by member, if their records cannot be trusted: an unescaped key can forge the record
 * around it, but no answer without a map. Facts from maps stay unknown.
 */
#ifndef SOURCE_XENAPI_MEMBERS_H
#define SOURCE_XENAPI_MEMBERS_H

#include "source/xenapi/talk.h"

/* Keep the VM of the item's reference, if it is to be listed, as item->kept. Set item->gone if the server does not
 * know it any more. Return 0, FAILED or RENEW. */
int xenapi_vm_by_members(struct xenapi *x, struct xenapi_item *item);

/* Reset the facts of item->domain from metrics to those of the VM's record. */
int xenapi_given_by_members(struct xenapi *x, struct xenapi_item *item);

/* Read the metrics of item->kept. */
int xenapi_metrics_by_members(struct xenapi *x, struct xenapi_item *item);

#endif
