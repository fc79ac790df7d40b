/* SPDX-License-Identifier: MIT */
/* All members of a record, for --long. */
#ifndef SOURCE_VM_TOLD_H
#define SOURCE_VM_TOLD_H

#include "facts/domain.h"
#include "facts/tree.h"

/* Where all members of a record go, each as a list of two. */
struct told {
	struct trees *trees;
	struct tree *list; /* NULL: that is not wanted */
	bool doubled; /* a member came twice */
};

/* Members are told from here on, in a list that begins with a word. */
void told_start(struct told *told, struct trees *trees, struct tree *parent, enum tree_kind kind,
	struct slice word);

/* Of what was told twice only the name and the id stay. */
void told_less(struct domain *d);

/* What a member is called there; empty: it stands at the front already. */
struct slice told_name(struct slice member);

#endif
