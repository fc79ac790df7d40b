/* SPDX-License-Identifier: MIT */
#include "source/rpc/tree.h"

enum tree_kind rpc_tree_key(struct slice name)
{
	bool quoted = slice_begins(name, SLICE("domain")) || slice_begins(name, SLICE("domid")) ||
		slice_begins(name, SLICE("name"));

	return quoted ? TREE_QUOTED : TREE_TEXT;
}

static enum tree_kind kind_of(enum rpc_type type)
{
	switch (type) {
	case RPC_INT:
		return TREE_NUMBER;
	case RPC_DOUBLE:
		return TREE_DOUBLE;
	case RPC_BOOLEAN:
		return TREE_FLAG;
	case RPC_NIL:
		return TREE_NONE;
	case RPC_ARRAY:
	case RPC_STRUCT:
		return TREE_LIST;
	default:
		return TREE_TEXT;
	}
}

/* Append one value. The elements of a struct or an array follow as separate calls. */
static struct tree *append_value(struct rpc *r, struct trees *t, struct tree *parent, enum rpc_type *type)
{
	char room[RPC_TREE_TEXT];
	struct out text = OUT_IN(room);
	enum tree_kind kind;
	int64_t n;

	*type = rpc_value(r, &text);
	t->cut |= text.failed;
	kind = kind_of(*type);
	if (kind == TREE_NUMBER && !slice_number(out_slice(&text), &n))
		kind = TREE_TEXT;
	if (kind == TREE_TEXT && t->scripted && parent && !parent->first)
		kind = rpc_tree_key(out_slice(&text));
	return trees_add(t, parent, kind, out_slice(&text));
}

/* Enter the next value of the innermost open list, or leave the list. Return false after the outermost one. */
static bool next_value(struct rpc *r, struct trees *t, const enum rpc_type *open, struct tree **at)
{
	struct tree *pair;

	if (*open == RPC_ARRAY)
		return rpc_item(r);
	if (!rpc_member(r))
		return false;
	pair = trees_add(t, *at, TREE_LIST, SLICE(""));
	trees_add(t, pair, rpc_tree_key(r->name), r->name);
	*at = pair;
	return true;
}

struct tree *rpc_tree(struct rpc *r, struct trees *t, struct tree *parent)
{
	enum rpc_type open[XML_DEPTH];
	struct tree *lists[XML_DEPTH], *root;
	unsigned depth = 0;

	root = append_value(r, t, parent, &open[0]);
	lists[0] = root;
	if (open[0] == RPC_ARRAY || open[0] == RPC_STRUCT)
		depth = 1;
	while (depth && t->fail->status == SHOWN) {
		struct tree *at = lists[depth - 1];

		if (!next_value(r, t, &open[depth - 1], &at)) {
			depth--;
			continue;
		}
		lists[depth] = append_value(r, t, at, &open[depth]);
		if (open[depth] == RPC_ARRAY || open[depth] == RPC_STRUCT)
			depth++;
	}
	return t->fail->status == SHOWN ? root : NULL;
}
