/* SPDX-License-Identifier: MIT */
/* Make one call for each of several domains. */
#ifndef SOURCE_XEND_EACH_H
#define SOURCE_XEND_EACH_H

#include "source/xend/talk.h"

/* Can a call carry the name? */
bool xend_callable(struct slice name);

/* A call for each wanted item, pipelined. `value` reads an answer. `fault` gets the text of a fault and decides: true
 * if the fault costs this item only. Return 0 or FAILED. */
struct xend_call {
	const char *method;
	bool (*wanted)(const struct xend *x, const struct xend_item *i);
	const struct parameter *more; /* parameters after the name; NULL: none */
	void (*value)(struct xend *x, struct xend_item *i);
	bool (*fault)(struct xend *x, struct xend_item *i, struct slice text);
};
int xend_each(struct xend *x, const struct xend_call *c);

/* Does the user mean the item's domain, by the facts known so far? */
bool xend_wanted(const struct xend *x, const struct xend_item *i);

/* Handle the fault of a domain that is gone: the item loses its domain. */
bool xend_gone(struct xend *x, struct xend_item *i, struct slice text);

#endif
