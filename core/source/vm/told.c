/* SPDX-License-Identifier: MIT */
#include "source/vm/told.h"

void told_start(struct told *told, struct trees *trees, struct tree *parent, enum tree_kind kind, struct slice word)
{
	*told = (struct told){ .trees = trees, .list = trees_add(trees, parent, kind, SLICE("")) };
	trees_add(trees, told->list, TREE_TEXT, word);
}

struct trees *told_trees(struct trees *t, struct arena *scratch, struct fail *f)
{
	arena_empty(scratch);
	*t = (struct trees){ .arena = scratch, .fail = f, .scripted = true, .spared = true };
	return t;
}

void told_keep(struct domain *d, struct domains *all, struct slice packed, struct fail *f)
{
	struct trees trees = { .arena = all->arena, .fail = f };

	d->detail->tree = trees_domain(&trees);
	if (!d->detail->tree)
		return;
	domain_front(d, all, f);
	if (packed.len)
		trees_hold(&trees, d->detail->tree, packed);
}

struct slice told_name(struct slice member)
{
	static const struct slice renamed[][2] = { { { "name_description", 16 }, { "description", 11 } },
		{ { "domain_type", 11 }, { "type", 4 } }, { { "name_label", 10 }, { "", 0 } },
		{ { "domid", 5 }, { "", 0 } } };

	for (size_t i = 0; i < COUNT(renamed); i++)
		if (slice_is(member, renamed[i][0]))
			return renamed[i][1];
	return member;
}
