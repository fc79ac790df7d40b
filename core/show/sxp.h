/* SPDX-License-Identifier: MIT */
/*
 * Print a tree as an s-expression, laid out and quoted byte for byte as xm did: a list that fits 80 columns stands on
 * one line. In a longer list each element after the first has a line of its own, indented by four more columns, and the
 * closing parenthesis stands below the opening one.
 */
#ifndef SHOW_SXP_H
#define SHOW_SXP_H

#include "base/out.h"
#include "facts/tree.h"

void sxp_print(struct out *o, const struct tree *t);

#endif
