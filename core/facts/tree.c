/* SPDX-License-Identifier: MIT */
#include "facts/tree.h"

struct tree *trees_add(struct trees *t, struct tree *parent, enum tree_kind kind, struct slice text)
{
	struct tree *new;

	t->used += sizeof(*new) + text.len;
	if (t->used > TREE_MOST)
		fail(t->fail, EXCEEDED, "a domain of which there is more to tell than %d bytes", TREE_MOST);
	if (t->fail->status != SHOWN)
		return NULL;
	new = arena_take(t->arena, sizeof(*new), t->fail);
	if (!new)
		return NULL;
	new->text = arena_text(t->arena, text, t->fail);
	new->kind = kind;
	new->parent = parent;
	if (parent && parent->last)
		parent->last->next = new;
	else if (parent)
		parent->first = new;
	if (parent)
		parent->last = new;
	return new;
}

struct tree *trees_pair(struct trees *t, struct tree *parent, struct slice key, enum tree_kind kind,
	struct slice text)
{
	struct tree *pair = trees_add(t, parent, TREE_LIST, SLICE(""));

	trees_add(t, pair, TREE_TEXT, key);
	return trees_add(t, pair, kind, text);
}
