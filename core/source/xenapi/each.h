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

/* Read an array of references, one reference, or the keys of a map into a list (`to`). */
void xenapi_list_items(struct session *s, void *to);
void xenapi_list_one(struct session *s, void *to);
void xenapi_list_keys(struct session *s, void *to);

/* Call method for each item. `value` reads the answer to x->item. */
int xenapi_each(struct xenapi *x, const char *method, struct xenapi_list *list,
	void (*value)(struct session *s, void *to));

#endif
