/* SPDX-License-Identifier: MIT */
/* The security labels of domains whose records have none. */
#ifndef SOURCE_XEND_LABEL_H
#define SOURCE_XEND_LABEL_H

#include "source/xend/talk.h"

int xend_labels(struct xend *x);

#endif
