/* SPDX-License-Identifier: MIT */
/* Read the record of a domain: an s-expression as nested arrays. */
#ifndef SOURCE_XEND_RECORD_H
#define SOURCE_XEND_RECORD_H

#include "source/xend/talk.h"

/* Enter a list and read the key at its head; rpc_item reads the rest. Return false, with the value left, if there is
 * no such list. */
bool xend_list(struct xend *x, char room[XEND_KEY], struct slice *key);
void xend_list_end(struct xend *x);

/* Read a text or a number as text into x->text, valid until the next call. */
bool xend_text(struct xend *x, struct slice *text);
bool xend_number(struct xend *x, int64_t *n);

/* Read a domain's record, whose value was entered, into d. */
void xend_record(struct xend *x, struct domain *d);
void xend_name(struct xend *x, struct domain *d, struct slice name);
void xend_label(struct xend *x, struct domain *d, struct slice label);

#endif
