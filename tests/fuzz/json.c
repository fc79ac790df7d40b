/* SPDX-License-Identifier: MIT */
/*
 * The JSON reader against itself: what it hands out, its verdict and its message do not depend on how the bytes were
 * cut into pulls; a text in the window is the one that is copied; skipping has the same verdict as reading; and
 * members that are asked for by a set are those that the set has.
 */
#include "fuzz.h"
#include "wire/json.h"

static struct json json;

struct result {
	uint64_t digest;
	struct fail fail;
};

static uint64_t mix(uint64_t digest, const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		digest = (digest ^ (unsigned char)at[i]) * 0x100000001b3;
	return digest * 31 + len;
}

struct way {
	size_t window;
	bool plain; /* by json_plain if possible */
	bool ask; /* unwanted members are skipped by the reader, else here */
	uint64_t wanted;
};

static enum json_type take(uint64_t *digest, bool plain)
{
	static char room[1 << 16];
	struct out text = OUT_IN(room);
	struct slice slice;
	enum json_type type = plain ? json_plain(&json, &slice) : JSON_NONE;
	char kind;

	if (type == JSON_NONE) {
		type = json_value(&json, &text);
		slice = out_slice(&text);
	}
	kind = (char)type;
	*digest = mix(mix(*digest, &kind, 1), slice.at, slice.len);
	return type;
}

static void run(struct result *r, const unsigned char *data, size_t size, const struct way *way)
{
	struct memory memory = memory_of(data, size, way->window);
	enum json_type open[JSON_DEPTH + 1] = { JSON_NONE }, type;
	unsigned depth = 0;

	*r = (struct result){ 0xcbf29ce484222325, { 0 } };
	json_open(&json, &memory.stream, &r->fail);
	type = take(&r->digest, way->plain);
	for (;;) {
		if (type == JSON_OBJECT || type == JSON_ARRAY) {
			must(depth < JSON_DEPTH);
			open[++depth] = type;
		}
		type = JSON_NONE;
		if (!depth)
			break;
		if (open[depth] == JSON_ARRAY ? !json_item(&json) :
						!json_member(&json, way->ask ? way->wanted : WANTED_ALL)) {
			r->digest = mix(r->digest, "]", 1);
			depth--;
			continue;
		}
		if (open[depth] == JSON_OBJECT && !(way->wanted & wanted_name(json.name))) {
			json_skip(&json);
			continue;
		}
		if (open[depth] == JSON_OBJECT)
			r->digest = mix(r->digest, json.name.at, json.name.len);
		type = take(&r->digest, way->plain);
	}
	json_end(&json);
	must(r->fail.status == SHOWN || r->fail.len > 0);
	must(r->fail.status != SHOWN || !memory.left);
}

static void same(const struct result *a, const struct result *b)
{
	must(a->fail.status == b->fail.status && a->fail.len == b->fail.len);
	must(!memcmp(a->fail.text, b->fail.text, a->fail.len));
	must(a->fail.status != SHOWN || a->digest == b->digest);
}

static void skip(struct result *r, const unsigned char *data, size_t size, size_t window)
{
	struct memory memory = memory_of(data, size, window);

	*r = (struct result){ 0, { 0 } };
	json_open(&json, &memory.stream, &r->fail);
	json_skip(&json);
	json_end(&json);
	must(r->fail.status != SHOWN || !memory.left);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static struct result whole, other;
	uint64_t wanted = (size ? data[size - 1] * 0x01010101U : 1) * UINT64_C(0x9e3779b97f4a7c15);

	run(&whole, data, size, &(struct way){ SIZE_MAX, false, true, WANTED_ALL });
	run(&other, data, size, &(struct way){ 1 + size % 7, true, true, WANTED_ALL });
	same(&whole, &other);
	run(&other, data, size, &(struct way){ SIZE_MAX, true, true, WANTED_ALL });
	same(&whole, &other);
	skip(&other, data, size, SIZE_MAX);
	other.digest = whole.digest;
	same(&whole, &other);
	skip(&other, data, size, 1 + size % 5);
	other.digest = whole.digest;
	same(&whole, &other);
	run(&whole, data, size, &(struct way){ SIZE_MAX, true, true, wanted });
	run(&other, data, size, &(struct way){ 1 + size % 7, false, false, wanted });
	same(&whole, &other);
	return 0;
}
