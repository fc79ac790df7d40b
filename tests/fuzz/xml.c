/* SPDX-License-Identifier: MIT */
/*
 * The XML reader against itself: what it hands out, its verdict and its message do not depend on how
 * the bytes were cut into pulls; attributes one by one are those of xml_next; and skipping has the same
 * verdict as reading.
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

/* The attributes of the element just started, one by one; the last event. */
static enum xml_event digest_attributes(uint64_t *digest, bool skip)
{
	static char room[1 << 16];
	enum xml_event last = XML_START;

	while (xml_attribute(&xml)) {
		struct out value = OUT_IN(room);

		*digest = digest_event(*digest, XML_ATTRIBUTE, last);
		last = XML_ATTRIBUTE;
		xml_value(&xml, skip ? NULL : &value);
		if (value.at == room)
			continue;
		xml.text = out_slice(&value);
		*digest = digest_event(*digest, XML_VALUE, last);
		last = XML_VALUE;
	}
	return last;
}

/* How attributes are read. */
enum way { BY_EVENTS, ONE_BY_ONE, SKIPPED };

/* Skips every element whose number is in the mask; all of it counts for the verdict only. */
static void run(struct result *r, const unsigned char *data, size_t size, size_t window, unsigned skip,
	enum way way)
{
	struct memory memory = memory_of(data, size, window);
	enum xml_event event, last = XML_DONE;
	unsigned n = 0;

	*r = (struct result){ 0xcbf29ce484222325, { 0 } };
	xml_open(&xml, &memory.stream, &r->fail);
	while ((event = xml_next(&xml)) != XML_DONE) {
		r->digest = digest_event(r->digest, event, last);
		last = event;
		if (event != XML_START)
			continue;
		if (way != BY_EVENTS)
			last = digest_attributes(&r->digest, way == SKIPPED);
		if (skip >> (n++ & 31) & 1)
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

	run(&whole, data, size, SIZE_MAX, 0, BY_EVENTS);
	run(&cut, data, size, 1 + size % 7, 0, BY_EVENTS);
	same(&whole, &cut);
	run(&cut, data, size, 1 + size % 70, 0, ONE_BY_ONE);
	same(&whole, &cut);
	run(&skipped, data, size, SIZE_MAX, 0, SKIPPED);
	must((whole.fail.status == SHOWN) == (skipped.fail.status == SHOWN));
	run(&skipped, data, size, SIZE_MAX, skip | 1, BY_EVENTS);
	must((whole.fail.status == SHOWN) == (skipped.fail.status == SHOWN));
	return 0;
}
