/* SPDX-License-Identifier: MIT */
/* A tree, in place; PARSE_ONLY: what was found in it is not looked at. */
#include "bench.h"

#include <pugixml.hpp>

static uint64_t texts(pugi::xml_node record)
{
	uint64_t sum = 0;

	for (pugi::xml_node member : record.children("member")) {
		const char *name = member.child_value("name");
		pugi::xml_node value = member.child("value").first_child();
		const char *text = value.first_child() ? value.child_value() : value.value();

		if (bench_name(name, strlen(name)) < BENCH_NAMES)
			sum += bench_text(text, strlen(text));
	}
	return sum;
}

static uint64_t decode(char *at, size_t len)
{
	pugi::xml_document document;
	uint64_t sum = 0;

	if (!document.load_buffer_inplace(at, len))
		return 0;
#ifndef PARSE_ONLY
	for (pugi::xml_node member : document.child("methodResponse").child("params").child("param").child("value")
			.child("struct").last_child().child("value").child("struct").children("member")) {
		const char *ref = member.child_value("name");

		sum += bench_text(ref, strlen(ref)) + texts(member.child("value").child("struct"));
	}
#else
	(void)texts;
#endif
	return sum;
}
