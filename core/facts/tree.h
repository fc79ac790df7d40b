/* SPDX-License-Identifier: MIT */
/*
 * All that a source said of one domain: lists in lists of atoms, in its order.
 *
 *	struct trees trees = { arena, fail };
 *	struct tree *root = trees_add(&trees, NULL, TREE_LIST, SLICE(""));
 *	trees_pair(&trees, root, SLICE("domid"), TREE_NUMBER, SLICE("3"));         (domid 3)
 *
 * What is told of a domain has a ceiling; past it, as when memory is out, NULL comes of all calls, which
 * take it as a parent too: one check at the end, of fail, is enough.
 */
#ifndef FACTS_TREE_H
#define FACTS_TREE_H

#include "base/arena.h"

enum { TREE_MOST = 1024 * 1024 }; /* bytes of a domain's */

struct tree {
	struct tree *next, *parent; /* in the same list; that list */
	struct tree *first, *last; /* of a list */
	struct slice text; /* of an atom */
	enum tree_kind {
		TREE_LIST,
		TREE_LINES, /* a list whose elements stand on lines of their own */
		TREE_TEXT,
		TREE_QUOTED, /* a text that is always quoted */
		TREE_NUMBER,
		TREE_DOUBLE,
		TREE_FLAG, /* 0 or 1 */
		TREE_NONE,
	} kind;
};

struct trees {
	struct arena *arena;
	struct fail *fail;
	bool scripted; /* no list but those that its maker begins so may begin with domain, domid or name */
	size_t used; /* by the domain that is being told of */
};

/* The last of a list, or, without one, a root. Its text is copied. */
struct tree *trees_add(struct trees *t, struct tree *parent, enum tree_kind kind, struct slice text);

/* A list (key atom) at the end of another. */
struct tree *trees_pair(struct trees *t, struct tree *parent, struct slice key, enum tree_kind kind,
	struct slice text);

/* A root that begins as scripts expect it, (domain (domid N) (name X)), and what is to stand there, which may be
 * known later: its text must live as long as the tree. */
struct tree *trees_domain(struct trees *t);
void tree_front(struct tree *root, struct slice id, struct slice name);

/* Puts all that another such root has behind its name at the end of the first. */
void tree_continue(struct tree *root, struct tree *other);

static inline bool tree_is_list(const struct tree *t)
{
	return t->kind == TREE_LIST || t->kind == TREE_LINES;
}

#endif
