/* SPDX-License-Identifier: MIT */
/* Calls that are made for each of several domains. */
#ifndef SOURCE_XEND_EACH_H
#define SOURCE_XEND_EACH_H

#include "source/xend/talk.h"

/* Return whether a call can carry the name. */
bool xend_callable(struct slice name);

/* A call for each item that is wanted, pipelined; `value` reads the answer, or `fault` says, with the fault's
 * text, whether that is a failure of the item alone. 0 or FAILED. */
struct xend_call {
	const char *method;
	bool (*wanted)(const struct xend *x, const struct xend_item *i);
	const struct parameter *more; /* what follows the name, NULL: nothing */
	void (*value)(struct xend *x, struct xend_item *i);
	bool (*fault)(struct xend *x, struct xend_item *i, struct slice text);
};
int xend_each(struct xend *x, const struct xend_call *c);

/* Does the user mean the item's domain, as far as is known? */
bool xend_wanted(const struct xend *x, const struct xend_item *i);

/* The fault of a domain that is gone: the item has none then. */
bool xend_gone(struct xend *x, struct xend_item *i, struct slice text);

#endif
