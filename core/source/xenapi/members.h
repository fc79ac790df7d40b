/* SPDX-License-Identifier: MIT */
/*
 * VMs and metrics whose records cannot be believed, asked for member by member: a key that XAPI did not escape can
 * forge the record that it stands in, but not an answer that holds no map. What a map would have told stays unknown.
 */
#ifndef SOURCE_XENAPI_MEMBERS_H
#define SOURCE_XENAPI_MEMBERS_H

#include "source/xenapi/talk.h"

/* Keep the VM of the item's reference, if it is to be listed, as item->kept; item->gone: the server does not know
 * it any more. 0, FAILED or RENEW. */
int xenapi_vm_by_members(struct xenapi *x, struct xenapi_item *item);

/* Of item->domain, what its metrics told, back to what the VM's record has. */
int xenapi_given_by_members(struct xenapi *x, struct xenapi_item *item);

/* The metrics of item->kept. */
int xenapi_metrics_by_members(struct xenapi *x, struct xenapi_item *item);

#endif
