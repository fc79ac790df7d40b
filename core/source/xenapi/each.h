/* SPDX-License-Identifier: MIT */
/* Calls within a session, and objects that are asked for one by one, pipelined. */
#ifndef SOURCE_XENAPI_EACH_H
#define SOURCE_XENAPI_EACH_H

#include "source/xenapi/talk.h"

/* Queue a call; read the value of the oldest call's answer. */
int xenapi_ask(struct xenapi *x, const char *method, const struct slice *parameter);
int xenapi_hear(struct xenapi *x, void (*value)(struct session *s, void *to), void *to);

struct xenapi_list *xenapi_list_start(struct xenapi *x, struct xenapi_list *list);
struct xenapi_item *xenapi_list_add(struct xenapi_list *list, struct slice ref);

/* Values that are an array of references, one of them, or a map from them: `to` is a list. */
void xenapi_list_items(struct session *s, void *to);
void xenapi_list_one(struct session *s, void *to);
void xenapi_list_keys(struct session *s, void *to);

/* Calls method for each; `value` reads its answer, x->item says whose it is. */
int xenapi_each(struct xenapi *x, const char *method, struct xenapi_list *list,
	void (*value)(struct session *s, void *to));

#endif
