/* SPDX-License-Identifier: MIT */
/*
 * Everything a source told about one domain, in its order: lists of atoms and lists, for --long.
 *
 *	struct trees trees = { arena, fail };
 *	struct tree *root = trees_add(&trees, NULL, TREE_LIST, SLICE(""));
 *	trees_pair(&trees, root, SLICE("domid"), TREE_NUMBER, SLICE("3"));         (domid 3)
 *
 * A domain's tree has a size limit. Past the limit (a failure unless `spared`), or if memory is out, every call returns NULL, and NULL is accepted
 * as a parent: check fail once, at the end.
 */
#ifndef FACTS_TREE_H
#define FACTS_TREE_H

#include "base/arena.h"

enum { TREE_MOST = 1024 * 1024 }; /* bytes of one domain */

struct tree {
	struct tree *next, *parent; /* the next sibling; the list it is in */
	struct tree *first, *last; /* of a list */
	struct slice text; /* of an atom */
	enum tree_kind {
		TREE_LIST,
		TREE_LINES, /* a list with each element on a line of its own */
		TREE_TEXT,
		TREE_QUOTED, /* a text always quoted */
		TREE_NUMBER,
		TREE_DOUBLE,
		TREE_FLAG, /* 0 or 1 */
		TREE_NONE,
		TREE_PACKED, /* elements in a compact form: facts/pack.h */
	} kind;
	bool cut; /* the text was longer */
};

struct trees {
	struct arena *arena;
	struct fail *fail;
	bool scripted; /* scripts read this: no other list may begin with domain, domid or name */
	bool spared; /* exceeding the limit is no failure: it sets `full`, and nothing more is added */
	bool full;
	bool cut, key_cut; /* a text, a key was cut */
	size_t used; /* bytes, by the current domain */
};

/* Append an element to a list, or create a root if parent is NULL. The text is copied. */
struct tree *trees_add(struct trees *t, struct tree *parent, enum tree_kind kind, struct slice text);

/* Append packed elements, which stay where they are. */
void trees_hold(struct trees *t, struct tree *parent, struct slice packed);

/* Append a list (key atom) to another list. */
struct tree *trees_pair(struct trees *t, struct tree *parent, struct slice key, enum tree_kind kind, struct slice text);

/* Create a root with the front that scripts expect, (domain (domid N) (name X)). Both values may be set later; their
 * texts must live as long as the tree. An empty id leaves (domid N) out. */
struct tree *trees_domain(struct trees *t);
void tree_front(struct tree *root, struct slice id, struct slice name);

/* Remove everything after the name from such a root. */
void tree_cut(struct tree *root);

/* Append to one such root everything after the name of another. */
void tree_continue(struct tree *root, struct tree *other);

static inline bool tree_is_list(const struct tree *t)
{
	return t->kind == TREE_LIST || t->kind == TREE_LINES;
}

#endif
