/* SPDX-License-Identifier: MIT */
/* The record of a domain: s-expressions, as nested arrays. */
#ifndef SOURCE_XEND_RECORD_H
#define SOURCE_XEND_RECORD_H

#include "source/xend/talk.h"

/* A list with a key at its head, entered up to what follows the key: rpc_item goes on. False where it is
 * none; then it was left. */
bool xend_list(struct xend *x, char room[XEND_KEY], struct slice *key);
void xend_list_end(struct xend *x);

/* A text or a number as text, in x->text until the next. */
bool xend_text(struct xend *x, struct slice *text);
bool xend_number(struct xend *x, int64_t *n);

/* The value, entered, is a domain's record. */
void xend_record(struct xend *x, struct domain *d);
void xend_name(struct xend *x, struct domain *d, struct slice name);
void xend_label(struct xend *x, struct domain *d, struct slice label);

#endif
