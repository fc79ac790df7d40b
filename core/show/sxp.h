/* SPDX-License-Identifier: MIT */
/*
 * A tree as an s-expression, laid out and quoted byte for byte as xm did: what fits a line of 80 columns
 * stands on it; of a list that does not, each element after the first stands on a line of its own, four
 * columns further in, and the closing parenthesis on one below the opening one.
 */
#ifndef SHOW_SXP_H
#define SHOW_SXP_H

#include "base/out.h"
#include "facts/tree.h"

void sxp_print(struct out *o, const struct tree *t);

#endif
