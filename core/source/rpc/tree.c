/* SPDX-License-Identifier: MIT */
#include "source/rpc/tree.h"

enum tree_kind rpc_tree_key(struct slice name)
{
	bool quoted = slice_begins(name, SLICE("domain")) || slice_begins(name, SLICE("domid")) ||
		slice_begins(name, SLICE("name"));

	return quoted ? TREE_QUOTED : TREE_TEXT;
}

void rpc_tree_cut(struct trees *t, struct tree *atom)
{
	t->cut = true;
	if (atom)
		atom->cut = true;
}

void rpc_tree_add_key(const struct rpc *r, struct trees *t, struct tree *pair, struct slice name)
{
	struct tree *key = trees_add(t, pair, rpc_tree_key(name), name);

	if (!rpc_name_cut(r))
		return;
	rpc_tree_cut(t, key);
	t->key_cut = true;
}

/* Was a text of the element, or of one inside it, cut? */
static bool is_cut(const struct tree *top)
{
	const struct tree *t = top;

	while (!t->cut) {
		if (tree_is_list(t) && t->first) {
			t = t->first;
			continue;
		}
		while (t != top && !t->next)
			t = t->parent;
		if (t == top)
			return false;
		t = t->next;
	}
	return true;
}

void rpc_tree_tell_cut(const struct trees *t, const struct tree *record, struct out *what)
{
	char room[160];
	struct out names = OUT_IN(room);

	for (const struct tree *pair = t->cut ? record->first : NULL; pair; pair = pair->next) {
		if (!tree_is_list(pair) || !pair->first || !is_cut(pair))
			continue;
		out_bytes(&names, names.at > names.start ? SLICE(", ") : SLICE(""));
		out_text(&names, pair->first->text);
	}
	if (names.at == names.start)
		return;
	out_message(what, "texts of more than %d bytes", RPC_TREE_TEXT);
	if (t->key_cut)
		out_message(what, " and keys of more than %d", RPC_NAME);
	out_message(what, " are cut (%.*s%s)", (int)out_slice(&names).len, room, names.failed ? "..." : "");
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
	struct tree *value;
	enum tree_kind kind;
	int64_t n;

	*type = rpc_value(r, &text);
	kind = kind_of(*type);
	if (kind == TREE_NUMBER && !slice_number(out_slice(&text), &n))
		kind = TREE_TEXT;
	if (kind == TREE_TEXT && t->scripted && parent && !parent->first)
		kind = rpc_tree_key(out_slice(&text));
	value = trees_add(t, parent, kind, out_slice(&text));
	if (text.failed)
		rpc_tree_cut(t, value);
	return value;
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
	rpc_tree_add_key(r, t, pair, r->name);
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
