/* SPDX-License-Identifier: MIT */
/* Ask for the security labels of domains with none in their records. */
#ifndef SOURCE_XEND_LABEL_H
#define SOURCE_XEND_LABEL_H

#include "source/xend/talk.h"

int xend_labels(struct xend *x);

#endif
