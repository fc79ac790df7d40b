/* SPDX-License-Identifier: MIT */
/*
 * The XML reader against itself: what it hands out, its verdict and its message do not depend on how
 * the bytes were cut into pulls (nor on its short cuts, which take what lies in the window as a whole);
 * attributes one by one are those of xml_next; and skipping has the same verdict as reading. The same for the
 * members of XML-RPC of which some are wanted.
 */
#include "fuzz.h"
#include "wire/xml_skip.h"
#include "wire/xml_tag.h"
#include "wire/rpc.h"

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
		xml_attribute_value(&xml, skip ? NULL : &value);
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

/* Skip every element with its number in the mask: it counts for the verdict only. */
static void run(struct result *r, const unsigned char *data, size_t size, size_t window, unsigned skip, enum way way,
	unsigned limit)
{
	struct memory memory = memory_of(data, size, window);
	enum xml_event event, last = XML_DONE;
	unsigned n = 0;

	*r = (struct result){ 0xcbf29ce484222325, { 0 } };
	xml_open(&xml, &memory.stream, &r->fail);
	xml.limit = limit;
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

/* What a value holds; of its structs what is wanted, of the rest the verdict. Names that may have been cut
 * are not wanted. */
static uint64_t digest_value(struct rpc *r, uint64_t digest, uint64_t wanted)
{
	char room[64];
	struct out text = OUT_IN(room);
	enum rpc_type type = rpc_value(r, &text);
	char kind = (char)type;

	digest = mix(mix(digest, &kind, 1), room, out_slice(&text).len);
	while (type == RPC_ARRAY && rpc_item(r))
		digest = digest_value(r, digest, wanted);
	while (type == RPC_STRUCT && rpc_member_of(r, wanted))
		if (r->name.len && r->name.len < XML_NAME && wanted & wanted_name(r->name))
			digest = digest_value(r, mix(digest, r->name.at, r->name.len), wanted);
		else
			rpc_skip(r);
	return digest;
}

static void run_members(struct result *r, const unsigned char *data, size_t size, size_t window, uint64_t wanted,
	unsigned limit)
{
	struct memory memory = memory_of(data, size, window);
	struct rpc rpc = { .fail = &r->fail, .xmlrpc = { .xml = &xml, .fail = &r->fail } };
	enum xml_event event;

	*r = (struct result){ 0xcbf29ce484222325, { 0 } };
	xml_open(&xml, &memory.stream, &r->fail);
	xml.limit = limit;
	while ((event = xml_next(&xml)) != XML_DONE)
		if (event == XML_START && slice_is(xml.name, SLICE("value")))
			r->digest = digest_value(&rpc, r->digest, wanted);
}

static void same(const struct result *a, const struct result *b)
{
	must(a->fail.status == b->fail.status && a->fail.len == b->fail.len);
	must(!memcmp(a->fail.text, b->fail.text, a->fail.len));
	must(a->fail.status != SHOWN || a->digest == b->digest);
}

static void same_members(const struct result *a, const struct result *b)
{
	must(a->fail.status == b->fail.status);
	must(a->fail.status != SHOWN || a->digest == b->digest);
}

/* Read a value, then the same with a byte changed, and with one more, at once and in small pieces. */
static void run_after(const unsigned char *data, size_t size, unsigned skip, uint64_t wanted)
{
	static struct result whole, cut;
	static unsigned char room[1 << 16];
	struct out o = OUT_IN((char *)room);
	struct slice value = { (const char *)data, size };
	size_t at = size ? skip * 2654435761U % size : 0;

	if (!size || 3 * size + 100 > sizeof(room))
		return;
	out_bytes(&o, SLICE("<value><array><data>"));
	for (unsigned n = 0; n < 3; n++) {
		out_bytes(&o, (struct slice){ value.at, at });
		if (n)
			out_char(&o, n == 1 ? (char)(data[at] ^ 1) : '2');
		out_bytes(&o, (struct slice){ value.at + at + (n == 1), size - at - (n == 1) });
	}
	out_bytes(&o, SLICE("</data></array></value>"));
	run_members(&whole, room, out_slice(&o).len, SIZE_MAX, wanted, XML_DEPTH);
	run_members(&cut, room, out_slice(&o).len, 1 + size % 7, wanted, XML_DEPTH);
	same_members(&whole, &cut);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static struct result whole, cut, skipped;
	unsigned skip = size ? data[size - 1] * 0x01010101U : 1;
	unsigned limit = size & 1 ? XML_DEPTH : 4 + skip % 16;
	uint64_t wanted = skip * (uint64_t)0x9e3779b97f4a7c15;

	run(&whole, data, size, SIZE_MAX, 0, BY_EVENTS, XML_DEPTH);
	run(&cut, data, size, 1 + size % 7, 0, BY_EVENTS, XML_DEPTH);
	same(&whole, &cut);
	run(&cut, data, size, 1 + size % 70, 0, ONE_BY_ONE, XML_DEPTH);
	same(&whole, &cut);
	run(&skipped, data, size, SIZE_MAX, 0, SKIPPED, XML_DEPTH);
	must((whole.fail.status == SHOWN) == (skipped.fail.status == SHOWN));
	run(&skipped, data, size, SIZE_MAX, skip | 1, BY_EVENTS, XML_DEPTH);
	must((whole.fail.status == SHOWN) == (skipped.fail.status == SHOWN));
	run(&cut, data, size, 1 + size % 7, skip | 1, BY_EVENTS, XML_DEPTH);
	same(&skipped, &cut);
	run(&skipped, data, size, SIZE_MAX, skip, BY_EVENTS, limit);
	run(&cut, data, size, 1 + size % 5, skip, BY_EVENTS, limit);
	same(&skipped, &cut);
	run_members(&whole, data, size, SIZE_MAX, wanted, limit);
	run_members(&cut, data, size, 1 + size % 7, wanted, limit);
	same_members(&whole, &cut);
	run_after(data, size, skip, wanted);
	return 0;
}
