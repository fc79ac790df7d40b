/* SPDX-License-Identifier: MIT */
/* A tree, in place; it compares the names of end tags, which is not its default. */
#include "bench.h"

#include <rapidxml/rapidxml.hpp>

using node = rapidxml::xml_node<>;

static uint64_t texts(node *record)
{
	uint64_t sum = 0;

	for (node *member = record->first_node("member"); member; member = member->next_sibling("member")) {
		node *name = member->first_node("name"), *value = member->first_node("value");
		node *inner = value->first_node();

		if (inner && inner->type() == rapidxml::node_element)
			value = inner;
		if (bench_name(name->value(), name->value_size()) < BENCH_NAMES)
			sum += bench_text(value->value(), value->value_size());
	}
	return sum;
}

static uint64_t decode(char *at, size_t)
{
	static rapidxml::xml_document<> document;
	uint64_t sum = 0;
	node *list;

	document.clear();
	document.parse<rapidxml::parse_validate_closing_tags>(at);
	list = document.first_node()->first_node()->first_node()->first_node()->first_node()->last_node();
	list = list->first_node("value")->first_node("struct");
	for (node *member = list->first_node("member"); member; member = member->next_sibling("member")) {
		node *name = member->first_node("name");

		sum += bench_text(name->value(), name->value_size()) +
			texts(member->first_node("value")->first_node("struct"));
	}
	return sum;
}
