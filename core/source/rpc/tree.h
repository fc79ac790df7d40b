/* SPDX-License-Identifier: MIT */
/* Values of XML-RPC as trees: an array is a list, a struct a list of lists (name value). */
#ifndef SOURCE_RPC_TREE_H
#define SOURCE_RPC_TREE_H

#include "facts/tree.h"
#include "wire/xmlrpc.h"

/* The value, entered, at the end of parent. NULL: there was a failure. A text of more than 8 KiB is cut,
 * with a `Warning:`. */
struct tree *rpc_tree(struct rpc *r, struct trees *t, struct tree *parent);

/* What a member may be called in a tree that scripts look through for lines that begin with (domain,
 * (domid or (name: one that would stand there for another is quoted. */
enum tree_kind rpc_tree_key(struct slice name);

#endif
