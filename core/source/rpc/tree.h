/* SPDX-License-Identifier: MIT */
/* Convert values of XML-RPC to trees: an array becomes a list, a struct a list of lists (name value). */
#ifndef SOURCE_RPC_TREE_H
#define SOURCE_RPC_TREE_H

#include "facts/tree.h"
#include "wire/rpc.h"

enum { RPC_TREE_TEXT = 8192 }; /* bytes of a text in a tree */

/* Append the value, which was entered, to parent. Return NULL after a failure. A longer text is cut, and trees->cut
 * set. */
struct tree *rpc_tree(struct rpc *r, struct trees *t, struct tree *parent);

/* Return the kind of a member's name: names for which scripts look at the front of a line (domain, domid, name) are
 * quoted. */
enum tree_kind rpc_tree_key(struct slice name);

#endif
