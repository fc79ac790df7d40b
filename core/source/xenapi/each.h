/* SPDX-License-Identifier: MIT */
/* Make calls within a session, and ask for many objects one by one, pipelined. */
#ifndef SOURCE_XENAPI_EACH_H
#define SOURCE_XENAPI_EACH_H

#include "source/xenapi/talk.h"

/* Queue a call; read the value of the oldest call's answer. */
int xenapi_ask(struct xenapi *x, const char *method, const struct slice *parameter);
int xenapi_hear(struct xenapi *x, void (*value)(struct session *s, void *to), void *to);

struct xenapi_list *xenapi_list_start(struct xenapi *x, struct xenapi_list *list);
struct xenapi_item *xenapi_list_add(struct xenapi_list *list, struct slice ref);

/* Read an array of references, or one reference, into a list (`to`). */
void xenapi_list_items(struct session *s, void *to);
void xenapi_list_one(struct session *s, void *to);

/* Remove all items but the first of each reference. Return 0 or FAILED. */
int xenapi_list_once(struct xenapi_list *list);

/* Remove the items of VMs on the roll; with `doubted`, only of VMs that came twice. Return 0 or FAILED. */
int xenapi_list_drop(struct xenapi_list *list, bool doubted);

/* Make the call of each item, pipelined, and read its answer: x->item is its item then. A broken answer of XML that
 * can be forged, or an object that the server does not know, are noted in the item. */
int xenapi_all(struct xenapi *x, struct xenapi_list *list);

/* Do so with one method for all. `value` gets x. */
int xenapi_each(struct xenapi *x, const char *method, struct xenapi_list *list,
	void (*value)(struct session *s, void *to));

#endif
