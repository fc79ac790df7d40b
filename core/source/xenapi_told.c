/* SPDX-License-Identifier: MIT */
#include "source/xenapi.h"

void xenapi_tell_list(struct xenapi_told *told, struct trees *trees, struct tree *parent, enum tree_kind kind,
	struct slice word)
{
	*told = (struct xenapi_told){ trees, trees_add(trees, parent, kind, SLICE("")), false };
	trees_add(trees, told->list, TREE_TEXT, word);
}

void xenapi_tell_domain(struct xenapi_told *told, struct trees *trees)
{
	xenapi_tell_list(told, trees, NULL, TREE_LINES, SLICE("domain"));
	trees_pair(trees, told->list, SLICE("domid"), TREE_NUMBER, SLICE(""));
	trees_pair(trees, told->list, SLICE("name"), TREE_TEXT, SLICE(""));
}

void xenapi_tell_front(const struct xenapi_told *told, struct domain *d)
{
	struct tree *id = told->list->first->next, *name = id->next;
	char room[24];
	struct out o = OUT_IN(room);

	out_number(&o, domain_knows(d, KNOWN_ID) ? d->id : -1);
	id->last->text = arena_text(told->trees->arena, out_slice(&o), told->trees->fail);
	name->last->text = domain_name(d);
	d->tree = told->list;
}

void xenapi_tell_less(struct domain *d)
{
	struct tree *name = d->tree->first->next->next;

	name->next = NULL;
	d->tree->last = name;
}

struct slice xenapi_told_name(struct slice member)
{
	static const struct slice renamed[][2] = { { { "name_description", 16 }, { "description", 11 } },
		{ { "domain_type", 11 }, { "type", 4 } }, { { "name_label", 10 }, { "", 0 } },
		{ { "domid", 5 }, { "", 0 } } };

	for (size_t i = 0; i < sizeof(renamed) / sizeof(*renamed); i++)
		if (slice_is(member, renamed[i][0]))
			return renamed[i][1];
	return member;
}
