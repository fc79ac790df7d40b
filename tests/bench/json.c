/* SPDX-License-Identifier: MIT */
/* The program's own reader of JSON, as core/source/ uses it. */
#include "bench.h"
#include "tests/memory.h"
#include "wire/json.h"

static uint64_t scalar(struct json *j)
{
	char room[4096];
	struct out text = OUT_IN(room);
	struct slice plain;
	enum json_type type = json_plain(j, &plain);

	if (type != JSON_NONE)
		return bench_text(plain.at, plain.len);
	type = json_value(j, &text);
	if (type == JSON_TRUE)
		return bench_text("true", 4);
	if (type == JSON_FALSE)
		return bench_text("false", 5);
	return bench_text(room, out_slice(&text).len);
}

static uint64_t record(struct json *j, uint64_t wanted)
{
	uint64_t sum = 0;

	if (json_value(j, &(struct out){ 0 }) != JSON_OBJECT)
		return 0;
	while (json_member(j, wanted))
		if (bench_name(j->name.at, j->name.len) == BENCH_NAMES)
			json_skip(j);
		else
			sum += scalar(j);
	return sum;
}

static uint64_t decode(char *at, size_t len)
{
	static struct json json;
	struct fail fail = { 0 };
	struct memory memory = memory_of(at, len, SIZE_MAX);
	uint64_t sum = 0, wanted = 0;

	for (size_t i = 0; i < BENCH_NAMES; i++)
		wanted |= wanted_name(slice_of(bench_names[i]));
	json_open(&json, &memory.stream, &fail);
	if (json_value(&json, &(struct out){ 0 }) != JSON_OBJECT)
		return 0;
	while (json_member(&json, WANTED_ALL)) {
		if (!slice_is(json.name, SLICE("result")) || json_value(&json, &(struct out){ 0 }) != JSON_OBJECT) {
			json_skip(&json);
			continue;
		}
		while (json_member(&json, WANTED_ALL)) {
			sum += bench_text(json.name.at, json.name.len);
			sum += record(&json, wanted);
		}
	}
	json_end(&json);
	return fail.status ? 0 : sum;
}
