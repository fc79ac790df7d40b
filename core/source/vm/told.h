/* SPDX-License-Identifier: MIT */
/* Collect all members of a record, for --long. */
#ifndef SOURCE_VM_TOLD_H
#define SOURCE_VM_TOLD_H

#include "facts/domain.h"
#include "facts/tree.h"

/* The tree for all members of a record, each as a list of two. */
struct told {
	struct trees *trees;
	struct tree *list; /* NULL: not wanted */
	bool doubled; /* a member came twice */
};

/* Empty the arena and prepare `t` to build the tree of the next record in it. Return t. */
struct trees *told_trees(struct trees *t, struct arena *scratch, struct fail *f);

/* Start a list with a word in front; the following members are added to it. */
void told_start(struct told *told, struct trees *trees, struct tree *parent, enum tree_kind kind, struct slice word);

/* Give a domain its tree: id, name and these members, packed (facts/pack.h); an empty text: none. They must live as long
 * as the domain. If memory is out, set f. */
void told_keep(struct domain *d, struct domains *all, struct slice packed, struct fail *f);

/* Return a member's name in the tree; empty: it is part of the front. */
struct slice told_name(struct slice member);

#endif
