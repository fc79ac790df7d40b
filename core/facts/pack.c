/* SPDX-License-Identifier: MIT */
#include "facts/pack.h"

enum { END = 0x7f }; /* of a list; else the kind of a node, of an atom with length (7 bits a byte) and text */

/* Write one byte, or only count it if there is no buffer yet. */
struct packer {
	char *at;
	size_t size;
};

static void put(struct packer *p, int byte)
{
	if (p->at)
		p->at[p->size] = (char)byte;
	p->size++;
}

static void put_text(struct packer *p, struct slice text)
{
	if (p->at && text.len)
		memcpy(p->at + p->size, text.at, text.len);
	p->size += text.len;
}

static void put_atom(struct packer *p, const struct tree *t)
{
	size_t len = t->text.len;

	if (t->kind == TREE_PACKED) {
		put_text(p, t->text);
		return;
	}
	put(p, (int)t->kind);
	for (; len > 0x7f; len >>= 7)
		put(p, (int)(len & 0x7f) | 0x80);
	put(p, (int)len);
	put_text(p, t->text);
}

/* Write the elements of a list. */
static void put_all(struct packer *p, const struct tree *list)
{
	const struct tree *at = list->first;

	while (at) {
		if (tree_is_list(at)) {
			put(p, (int)at->kind);
			if (at->first) {
				at = at->first;
				continue;
			}
			put(p, END);
		} else {
			put_atom(p, at);
		}
		while (!at->next && at->parent != list) {
			at = at->parent;
			put(p, END);
		}
		at = at->next;
	}
}

struct slice tree_pack(const struct tree *list, struct arena *arena, struct fail *f)
{
	struct packer p = { NULL, 0 };

	put_all(&p, list);
	p.at = arena_take(arena, p.size + 1, f);
	if (!p.at)
		return SLICE("");
	p.size = 0;
	put_all(&p, list);
	return (struct slice){ p.at, p.size };
}

static size_t get_length(struct slice *from)
{
	size_t len = 0;
	unsigned shift = 0;
	char byte;

	do {
		byte = from->at[0];
		*from = slice_drop(*from, 1);
		len |= (size_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	return len;
}

struct tree *tree_unpacked(const struct tree *list, struct trees *t)
{
	struct slice from = tree_pack(list, t->arena, t->fail);
	struct tree *root = trees_add(t, NULL, list->kind, SLICE("")), *at = root;

	while (from.len && at) {
		int kind = from.at[0];

		from = slice_drop(from, 1);
		t->used = 0;
		if (kind == END) {
			at = at->parent;
		} else if (kind == TREE_LIST || kind == TREE_LINES) {
			at = trees_add(t, at, (enum tree_kind)kind, SLICE(""));
		} else {
			struct slice text = { NULL, get_length(&from) };

			text.at = from.at;
			from = slice_drop(from, text.len);
			trees_add(t, at, (enum tree_kind)kind, text);
		}
	}
	return t->fail->status == SHOWN ? root : NULL;
}
