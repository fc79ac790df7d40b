/* SPDX-License-Identifier: MIT */
/* Convert values of XML-RPC to trees: an array becomes a list, a struct a list of lists (name value). */
#ifndef SOURCE_RPC_TREE_H
#define SOURCE_RPC_TREE_H

#include "facts/tree.h"
#include "base/out.h"
#include "wire/rpc.h"

enum { RPC_TREE_TEXT = 8192 }; /* bytes of a text in a tree */

/* Append the value, which was entered, to parent. Return NULL after a failure. Longer texts are cut,
 * and so are keys of more than RPC_NAME bytes. */
struct tree *rpc_tree(struct rpc *r, struct trees *t, struct tree *parent);

/* Append the name of the current member to its pair. Mark a cut name. */
void rpc_tree_add_key(const struct rpc *r, struct trees *t, struct tree *pair, struct slice name);

/* Mark an atom with a cut text. NULL: there was no memory for the atom. */
void rpc_tree_cut(struct trees *t, struct tree *atom);

/* Of a record, a list with its members as lists (name value), write which have a text that was cut: "texts of more than
 * 8192 bytes are cut (a, b)". Write nothing if there is none. */
void rpc_tree_tell_cut(const struct trees *t, const struct tree *record, struct out *what);

/* Return the kind of a member's name: names for which scripts look at the front of a line (domain, domid, name) are
 * quoted. */
enum tree_kind rpc_tree_key(struct slice name);

#endif
