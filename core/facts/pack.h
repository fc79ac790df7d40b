/* SPDX-License-Identifier: MIT */
/*
 * Trees in a compact form: a node takes 72 bytes and its text, packed 2 bytes and its text. A list of 10 000 VMs with
 * all their members fits in memory only so.
 *
 *	text = tree_pack(list, arena, f);                the elements of the list
 *	trees_add(&kept, root, TREE_PACKED, text);
 *	sxp_print(o, tree_unpacked(root, &scratch));
 */
#ifndef FACTS_PACK_H
#define FACTS_PACK_H

#include "facts/tree.h"

/* Pack the elements of a list; packed ones stay as they are. Return them in the arena; without memory, an empty text,
 * with f set. */
struct slice tree_pack(const struct tree *list, struct arena *arena, struct fail *f);

/* Return the list with all packed elements unpacked: a copy in t, which the limit of a tree does not hold for. Return
 * NULL, with the failure in t, if memory is out. */
struct tree *tree_unpacked(const struct tree *list, struct trees *t);

#endif
