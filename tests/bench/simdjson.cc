// SPDX-License-Identifier: MIT
// Its DOM: all of it is parsed and checked. With PARSE_ONLY nothing is looked up in it.
#include "bench.h"

#include <simdjson.h>

static uint64_t decode(char *at, size_t len)
{
	static simdjson::dom::parser parser;
	static simdjson::padded_string text(at, len);
	simdjson::dom::element root;
	uint64_t sum = 0;

	if (parser.parse(text).get(root))
		return 0;
#ifdef PARSE_ONLY
	(void)sum;
	return 1;
#endif
	for (auto vm : simdjson::dom::object(root["result"])) {
		sum += bench_text(vm.key.data(), vm.key.size());
		for (auto member : simdjson::dom::object(vm.value)) {
			if (bench_name(member.key.data(), member.key.size()) == BENCH_NAMES)
				continue;
			if (member.value.is_string()) {
				std::string_view s = member.value;

				sum += bench_text(s.data(), s.size());
			} else {
				std::string s = simdjson::minify(member.value);

				sum += bench_text(s.data(), s.size());
			}
		}
	}
	return sum;
}
