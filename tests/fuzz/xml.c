/* SPDX-License-Identifier: MIT */
/*
 * The XML reader against itself: what it hands out, its verdict and its message do not depend on how
 * the bytes were cut into pulls, and skipping has the same verdict as reading.
 */
#include "fuzz.h"
#include "wire/xml.h"

static struct xml xml;

struct result {
	uint64_t digest;
	struct fail fail;
};

static uint64_t mix(uint64_t digest, const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		digest = (digest ^ (unsigned char)at[i]) * 0x100000001b3;
	return digest;
}

/* Pieces of one text count as one. */
static uint64_t digest_event(uint64_t digest, enum xml_event event, enum xml_event last)
{
	struct slice text = event == XML_TEXT || event == XML_VALUE ? xml.text : xml.name;
	char kind = (char)event;

	if (event != last || event == XML_START || event == XML_CLOSE)
		digest = mix(digest, &kind, 1);
	return mix(digest, text.at, text.len);
}

/* Skips every element whose number is in the mask; all of it counts for the verdict only. */
static void run(struct result *r, const unsigned char *data, size_t size, size_t window, unsigned skip)
{
	struct memory memory = memory_of(data, size, window);
	enum xml_event event, last = XML_DONE;
	unsigned n = 0;

	*r = (struct result){ 0xcbf29ce484222325, { 0 } };
	xml_open(&xml, &memory.stream, &r->fail);
	while ((event = xml_next(&xml)) != XML_DONE) {
		r->digest = digest_event(r->digest, event, last);
		last = event;
		if (event == XML_START && skip >> (n++ & 31) & 1)
			xml_skip(&xml);
	}
	must(r->fail.status == SHOWN || r->fail.len > 0);
	must(r->fail.status != SHOWN || !memory.left);
}

static void same(const struct result *a, const struct result *b)
{
	must(a->fail.status == b->fail.status && a->fail.len == b->fail.len);
	must(!memcmp(a->fail.text, b->fail.text, a->fail.len));
	must(a->fail.status != SHOWN || a->digest == b->digest);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static struct result whole, cut, skipped;
	unsigned skip = size ? data[size - 1] * 0x01010101U : 1;

	run(&whole, data, size, SIZE_MAX, 0);
	run(&cut, data, size, 1 + size % 7, 0);
	same(&whole, &cut);
	run(&skipped, data, size, SIZE_MAX, skip | 1);
	must((whole.fail.status == SHOWN) == (skipped.fail.status == SHOWN));
	return 0;
}
