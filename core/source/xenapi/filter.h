/* SPDX-License-Identifier: MIT */
/*
 * Write expressions for VM.get_all_records_where. XAPI evaluates them on its database, at no cost. They only drop
 * records of VMs not to be shown.
 *
 *	struct out o = OUT_IN(room);
 *	filter_start(&o, x);                     no templates; the host and the states asked for
 *	filter_name(&o, &any, name);             and: this name,
 *	filter_id(&o, &any, 3);                  or this id
 *	filter_end(&o, any);
 */
#ifndef SOURCE_XENAPI_FILTER_H
#define SOURCE_XENAPI_FILTER_H

#include "source/xenapi/talk.h"

void filter_start(struct out *o, const struct xenapi *x);

/* Add an alternative, and set `any`. It is false before the first one. */
void filter_name(struct out *o, bool *any, struct slice name);
void filter_id(struct out *o, bool *any, int64_t id);
void filter_uuid(struct out *o, bool *any, const unsigned char uuid[16]);

void filter_end(struct out *o, bool any);

/* Can a name stand in an expression? XAPI has no escape for a quote, and names beyond ASCII are not tried. */
bool filter_can_name(struct slice name);

#endif
