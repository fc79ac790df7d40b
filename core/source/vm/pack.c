/* SPDX-License-Identifier: MIT */
#include "source/vm/pack.h"
#include "facts/pack.h"
#include "source/rpc/tree.h"

static void note_cut(const struct told *told, struct roll *r, const struct ask *ask, const struct domain *d)
{
	char room[300];
	struct out what = OUT_IN(room);

	rpc_tree_tell_cut(told->trees, told->list, &what);
	if (what.at > what.start)
		roll_note(r, ask, "texts are too long and were cut", out_string(&what), d);
}

struct slice vm_pack(const struct told *told, struct roll *r, const struct ask *ask, const struct domain *d,
	struct fail *f)
{
	static const char what[] = "a record is longer than 1 MiB, its members are not shown";
	const struct tree *list = told->list;

	if (told->trees->full) {
		roll_note(r, ask, what, what, d);
		domains_flaw(r->all, EXCEEDED);
		return SLICE("");
	}
	note_cut(told, r, ask, d);
	return tree_pack(list->parent ? list->parent : list, r->all->arena, f);
}
