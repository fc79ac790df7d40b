// SPDX-License-Identifier: MIT
#include "bench.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

// Objects of an answer lie inside each other: envelope, map, record.
struct handler : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, handler> {
	uint64_t sum = 0;
	unsigned depth = 0;
	bool wanted = false;

	bool add(const char *at, size_t len)
	{
		if (wanted)
			sum += bench_text(at, len);
		wanted = false;
		return true;
	}
	bool Key(const char *at, rapidjson::SizeType len, bool)
	{
		if (depth == 2)
			sum += bench_text(at, len);
		wanted = depth == 3 && bench_name(at, len) < BENCH_NAMES;
		return true;
	}
	bool String(const char *at, rapidjson::SizeType len, bool) { return add(at, len); }
	bool RawNumber(const char *at, rapidjson::SizeType len, bool) { return add(at, len); }
	bool Bool(bool is) { return is ? add("true", 4) : add("false", 5); }
	bool Default() { return true; }
	bool StartObject() { depth++; return true; }
	bool EndObject(rapidjson::SizeType) { depth--; return true; }
};

static uint64_t decode(char *at, size_t len)
{
	rapidjson::MemoryStream stream(at, len);
	rapidjson::Reader reader;
	handler found;

	return reader.Parse<rapidjson::kParseNumbersAsStringsFlag>(stream, found) ? found.sum : 0;
}
