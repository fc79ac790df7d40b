/* SPDX-License-Identifier: MIT */
#include "facts/tree.h"

struct tree *trees_add(struct trees *t, struct tree *parent, enum tree_kind kind, struct slice text)
{
	struct tree *new;

	t->used += sizeof(*new) + text.len;
	t->full = t->used > TREE_MOST;
	if (t->full && t->spared)
		return NULL;
	if (t->full)
		fail(t->fail, EXCEEDED, "a domain with more than %d bytes for --long", TREE_MOST);
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

void trees_hold(struct trees *t, struct tree *parent, struct slice packed)
{
	struct tree *new = trees_add(t, parent, TREE_PACKED, SLICE(""));

	if (new)
		new->text = packed;
}

struct tree *trees_pair(struct trees *t, struct tree *parent, struct slice key, enum tree_kind kind, struct slice text)
{
	struct tree *pair = trees_add(t, parent, TREE_LIST, SLICE(""));

	trees_add(t, pair, TREE_TEXT, key);
	return trees_add(t, pair, kind, text);
}

struct tree *trees_domain(struct trees *t)
{
	struct tree *root = trees_add(t, NULL, TREE_LINES, SLICE(""));

	trees_add(t, root, TREE_TEXT, SLICE("domain"));
	trees_pair(t, root, SLICE("domid"), TREE_NUMBER, SLICE(""));
	if (!trees_pair(t, root, SLICE("name"), TREE_TEXT, SLICE("")))
		return NULL;
	root->first->last = root->first->next; /* keeps the id while it is left out */
	return root;
}

void tree_front(struct tree *root, struct slice id, struct slice name)
{
	struct tree *domid = root->first->last;

	domid->last->text = id;
	root->first->next = id.len ? domid : domid->next;
	domid->next->last->text = name;
}

void tree_cut(struct tree *root)
{
	root->last = root->first->last->next;
	root->last->next = NULL;
}

void tree_continue(struct tree *root, struct tree *other)
{
	struct tree *name = other->first->last->next;

	if (!name->next)
		return;
	for (struct tree *t = name->next; t; t = t->next)
		t->parent = root;
	root->last->next = name->next;
	root->last = other->last;
}
