/* SPDX-License-Identifier: MIT */
#include "unit.h"
#include "tests/memory.h"
#include "wire/xml_skip.h"
#include "wire/rpc.h"

#include <stdio.h>
#include <stdlib.h>

static struct xml xml;
static struct rpc rpc;
static struct fail failure;
static struct memory memory;

/* Enters the value of an answer: <params> around TEXT. */
static void answer(const char *text)
{
	static char room[4096];
	int len = snprintf(room, sizeof(room),
		"<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n%s\n</param>\n</params>\n</methodResponse>\n",
		text);

	failure = (struct fail){ 0 };
	memory = memory_of(room, (size_t)len, SIZE_MAX);
	rpc_open(&rpc, &xml, NULL, &memory.stream, &failure);
	rpc_answer(&rpc);
}

static bool text_is(const char *value, enum rpc_type type, const char *want)
{
	char room[64];
	struct out text = OUT_IN(room);

	answer(value);
	return rpc_text(&rpc, &text) == type && slice_is(out_slice(&text), slice_of(want)) && !rpc_end(&rpc);
}

static void scalars(void)
{
	PROMISE("values: text without a type is read",
		CHECK(text_is("<value>x</value>", RPC_STRING, "x")) &&
			CHECK(text_is("<value></value>", RPC_STRING, "")) &&
			CHECK(text_is("<value/>", RPC_STRING, "")) &&
			CHECK(text_is("<value> x </value>", RPC_STRING, " x ")) &&
			CHECK(text_is("<value>a&amp;<![CDATA[<]]>b</value>", RPC_STRING, "a&<b")));
	PROMISE("values: a typed value within white space is read",
		CHECK(text_is("<value><string>x</string></value>", RPC_STRING, "x")) &&
			CHECK(text_is("<value>\n <string/>\n</value>", RPC_STRING, "")) &&
			CHECK(text_is("<value>\n<int>5</int>\n</value>", RPC_INT, "5")) &&
			CHECK(text_is("<value><i4>5</i4></value>", RPC_INT, "5")) &&
			CHECK(text_is("<value><i8>-5</i8></value>", RPC_INT, "-5")) &&
			CHECK(text_is("<value><boolean>1</boolean></value>", RPC_BOOLEAN, "1")) &&
			CHECK(text_is("<value><double>3.0e-05</double></value>", RPC_DOUBLE, "3.0e-05")) &&
			CHECK(text_is("<value><dateTime.iso8601>20110313T07:06:40</dateTime.iso8601></value>", RPC_DATE,
				"20110313T07:06:40")) &&
			CHECK(text_is("<value><base64>eA==</base64></value>", RPC_BASE64, "eA==")));
	PROMISE("values: nil, structs and arrays are no text, and are skipped",
		CHECK(text_is("<value><nil/></value>", RPC_NIL, "")) &&
			CHECK(text_is("<value><struct>\n</struct></value>", RPC_STRUCT, "")) &&
			CHECK(text_is("<value><array><data>\n<value>x</value></data></array></value>", RPC_ARRAY, "")));
}

static void numbers(void)
{
	int64_t n = 0;

	answer("<value>9223372036854775807</value>");
	PROMISE("numbers: 64 bits in a value without a type are read",
		CHECK(rpc_number(&rpc, &n)) && CHECK(n == INT64_MAX) && CHECK(!rpc_end(&rpc)));
	answer("<value><int> 5</int></value>");
	PROMISE("numbers: white space makes them invalid", !rpc_number(&rpc, &n) && !rpc_end(&rpc));
	answer("<value><struct></struct></value>");
	PROMISE("numbers: a struct is none, and is skipped", !rpc_number(&rpc, &n) && !rpc_end(&rpc));
}

static void nested(void)
{
	char names[64];
	struct out o = OUT_IN(names);

	answer("<value><struct><member><name>a</name><value><array><data><value>1</value>"
	       "<value><struct/></value></data></array></value></member>\n"
	       "<member>\n<name>b</name>\n<value><struct><member><name>c&amp;</name><value>2</value></member>"
	       "<member><name>d</name><value>skipped</value></member></struct></value>\n</member></struct></value>");
	if (rpc_struct(&rpc))
		while (rpc_member(&rpc)) {
			out_text(&o, rpc.name);
			if (slice_is(rpc.name, SLICE("a")) && rpc_array(&rpc))
				while (rpc_item(&rpc))
					rpc_text(&rpc, &o);
			else if (rpc_struct(&rpc))
				while (rpc_member(&rpc)) {
					out_text(&o, rpc.name);
					rpc_skip(&rpc);
				}
		}
	PROMISE("structs and arrays are read by nested loops",
		slice_is(out_slice(&o), SLICE("a1bc&d")) && !rpc_end(&rpc));
	answer("<value>x</value>");
	PROMISE("a value other than a struct is skipped", !rpc_struct(&rpc) && !rpc_end(&rpc));
	answer("<value><i4>1</i4></value>");
	PROMISE("a value other than an array is skipped", !rpc_array(&rpc) && !rpc_end(&rpc));
}

/* Return the values of the members b and bb of a struct. */
static void read_wanted(uint64_t wanted, struct out *o)
{
	while (rpc_member_of(&rpc, wanted)) {
		if (!slice_is(rpc.name, SLICE("b")) && !slice_is(rpc.name, SLICE("bb"))) {
			rpc_skip(&rpc);
			continue;
		}
		out_text(o, rpc.name);
		rpc_text(&rpc, o);
		out_char(o, ' ');
	}
}

/* What rpc_member_of hands out of VALUE where b and bb are wanted, pulled by windows of that size; in which
 * no more than `limit` elements lie inside the struct's members. */
static bool wanted_are(const char *value, size_t window, unsigned limit, const char *want)
{
	uint64_t wanted = wanted_name(SLICE("b")) | wanted_name(SLICE("bb"));
	char room[4096];
	struct out o = OUT_IN(room);

	answer(value);
	memory.window = window;
	if (!rpc_struct(&rpc))
		return false;
	xml.limit = xml.depth + 2 + limit;
	read_wanted(wanted, &o);
	return !rpc_end(&rpc) && slice_is(out_slice(&o), slice_of(want));
}

static void wanted(void)
{
	static const char *const values[] = { "", "x", "&lt;x&amp;&#65;]", "<boolean>1</boolean>",
		"<double>0.5</double>", "<dateTime.iso8601>x</dateTime.iso8601>", "<int>5</int>", "<struct></struct>",
		"<array><data></data></array>", "<array><data><value>x</value><value>y&gt;</value></data></array>",
		"<struct><member><name>b</name><value>x</value></member><member><name>c</name><value>y</value></member></struct>",
		"<struct><member><name>b</name><value><struct></struct></value></member></struct>",
		"x\n\xc3\xa9<!-- -->" };
	static const char *const deep[] = { "", "<boolean>1</boolean>", "<array><data></data></array>",
		"<array><data><value>x</value></data></array>" };
	char names[300], text[2000];
	bool all = true;

	memset(names, 'b', sizeof(names));
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		snprintf(text, sizeof(text),
			"<value><struct><member><name>%.*s</name><value>%s</value></member>"
			"<member><name>b</name><value>1</value></member><member><name>c</name><value>%s</value></member>"
			"<member><name>&#98;b</name><value>2&amp;</value></member><member><name></name><value>%s</value>"
			"</member><member><name>bb</name><value>3</value></member></struct></value>",
			i & 1 ? (int)sizeof(names) : 1 + (int)i / 2, i & 1 ? names : "aaaaaaa", values[i], values[i],
			values[i]);
		for (size_t window = 1; window < 2000; window = window * 3 + 1)
			all &= wanted_are(text, window, 6, "b1 bb2& bb3 ");
	}
	PROMISE("members: unwanted ones are skipped, with any value", all);
	for (unsigned n = 0; n < sizeof(deep) / sizeof(*deep); n++) {
		snprintf(text, sizeof(text),
			"<value><struct><member><name>a</name><value>%s</value></member>"
			"<member><name>a</name><value></value></member></struct></value>",
			deep[n]);
		for (size_t window = 1; window < 2000; window = window * 3 + 1)
			all &= wanted_are(text, window, n, "") && (!n || !wanted_are(text, window, n - 1, ""));
	}
	PROMISE("members: unwanted ones nested too deep are refused", all);
}

/* Pairs of records in sequence: same members, and differences of each kind. */
#define M(name, value) "<member><name>" name "</name><value>" value "</value></member>"
#define LONG "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
/* clang-format off */
static const char *const records[] = {
	M("a", "1") M("b", "2") M("c", LONG) M("d", "") M("bb", "3") M("e", "4"),
	M("a", "1") M("b", "2") M("c", LONG) M("d", "x") M("bb", "3") M("e", "4"), /* longer */
	M("a", "1") M("b", "22") M("c", LONG) M("d", "") M("bb", "") M("e", "4"), /* another member is wanted */
	M("a", "1") M("b", "2") M("c", LONG "!") M("d", "") M("bb", "3") M("e", "5"),
	M("a", "1") M("b", "2") M("bb", "3") M("c", LONG) M("d", "") M("e", "4"), /* another order */
	M("a", "1") M("c", LONG) M("d", "") M("bb", "3") M("e", "4"), /* one is missing, or comes twice */
	M("a", "1") M("b", "2") M("b", "2") M("c", LONG) M("d", "") M("bb", "3") M("e", "4"),
	M("a", "1") M("b", "2") M("c", LONG) M("d", "</value></member>" M("bb", "forged") "<member><name>f</name><value>")
		M("bb", "3") M("e", "4"),
	M("a", "1") M("b", "2") M("c", LONG) M("bb", "") M("bb", "3") M("e", "4"), /* the name is a wanted one */
	M("bb", "3"), M("e", "4"), "",
	M("b", "2") M("c", "&lt;&#65;") M("d", "<boolean>1</boolean>") M("e", "<struct>" M("b", "no") "</struct>"),
	M("b", "2") M("c", "&lt;&#66;") M("d", "<boolean>0</boolean>") M("e", "<struct>" M("bb", "no") "</struct>"),
	M("b", "2") M("c", "<array><data><value>x</value></data></array>") M("d", "<!-- -->\n\xc3\xa9") M("bb", "<int>1</int>"),
	M("b", "2") M("c", "<array><data><value>y</value></data></array>") M("d", "<!-- -->\n\xc3\xa8") M("bb", "<int>2</int>"),
	M("a", "1") "\n" M("b", "2") M("c", LONG) M("d", "") M("bb", "3") M("e", "4"),
	M("a", "1") M("b", "2") M("c", LONG "&") M("d", "") M("bb", "3") M("e", "4"), /* not well-formed from here on */
	M("a", "1") M("b", "2") M("c", LONG) M("d", "]]>") M("bb", "3") M("e", "4"),
	M("a", "\x01") M("b", "2") M("c", LONG) M("d", "") M("bb", "3") M("e", "4"),
};
/* clang-format on */
enum { RECORDS = sizeof(records) / sizeof(*records) };

/* Return the wanted members of the records of these numbers, as text; "!" for refused ones. */
static void read_records(const size_t *which, size_t count, size_t window, struct out *o)
{
	static char text[8192];
	struct out all = OUT_IN(text);

	out_bytes(&all, SLICE("<value><array><data>"));
	for (size_t i = 0; i < count; i++) {
		out_bytes(&all, SLICE("<value><struct>"));
		out_bytes(&all, slice_of(records[which[i]]));
		out_bytes(&all, SLICE("</struct></value>"));
	}
	out_message(&all, "</data></array></value>%c", '\0');
	answer(text);
	memory.window = window;
	if (!rpc_array(&rpc))
		return;
	while (rpc_item(&rpc)) {
		out_char(o, '(');
		if (rpc_struct(&rpc))
			read_wanted(wanted_name(SLICE("b")) | wanted_name(SLICE("bb")), o);
	}
	if (rpc_end(&rpc))
		*o = (struct out)OUT_AT(o->start, o->end - o->start), out_char(o, '!');
}

/* Each after every two others: as it is read alone. */
static void one_after_another(void)
{
	char alone[RECORDS][64], room[256], want[256];
	bool all = true;

	for (size_t i = 0; i < RECORDS; i++) {
		struct out o = OUT_IN(alone[i]);

		read_records(&i, 1, SIZE_MAX, &o);
		out_char(&o, '\0');
		all &= !o.failed;
	}
	PROMISE("members: records of every kind are read",
		CHECK(all) && CHECK(!strcmp(alone[0], "(b2 bb3 ")) && CHECK(alone[RECORDS - 1][0] == '!') &&
			CHECK(alone[RECORDS - 4][0] == '('));
	for (size_t n = 0; n < (size_t)RECORDS * RECORDS * RECORDS; n++) {
		size_t which[] = { n / RECORDS / RECORDS, n / RECORDS % RECORDS, n % RECORDS };
		struct out o = OUT_IN(room), w = OUT_IN(want);

		read_records(which, 3, n % 5 ? SIZE_MAX : 1 + n % 300, &o);
		for (size_t i = 0; i < 3; i++)
			out_bytes(&w, slice_of(alone[which[i]]));
		all &= memchr(want, '!', out_slice(&w).len) ? slice_is(out_slice(&o), SLICE("!")) :
							      slice_is(out_slice(&o), out_slice(&w));
	}
	PROMISE("members: each record is read after any two others as alone", all);
}

static void calls(void)
{
	static const struct parameter parameters[] = { { { "<&>\"'\\\xc3\xa9", 8 }, "it", NULL },
		{ { "5", 1 }, "it", "int" } };
	static const struct slice refused[] = { { "a\nb", 3 }, { "a\xff", 2 }, { "\x7f", 1 }, { "\0", 1 } };
	char room[400];
	struct out o = OUT_IN(room);
	bool all = true;

	failure = (struct fail){ 0 };
	rpc_call(&o, false, "a.b", parameters, 2, &failure);
	PROMISE("calls: text is escaped",
		slice_is(out_slice(&o),
			SLICE("<?xml version=\"1.0\"?><methodCall><methodName>a.b</methodName><params>"
			      "<param><value><string>&lt;&amp;&gt;&quot;'\\\xc3\xa9</string></value></param>"
			      "<param><value><int>5</int></value></param></params></methodCall>")));
	o = (struct out)OUT_IN(room);
	rpc_call(&o, true, "a.b", parameters, 2, &failure);
	PROMISE("calls: text is escaped in JSON",
		slice_is(out_slice(&o),
			SLICE("{\"jsonrpc\":\"2.0\",\"method\":\"a.b\","
			      "\"params\":[\"<&>\\\"'\\\\\xc3\xa9\",5],\"id\":1}")));
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		const struct parameter parameter = { refused[i], "it", NULL };

		failure = (struct fail){ 0 };
		all &= CHECK(rpc_call(&o, i & 1, "a.b", &parameter, 1, &failure) == FAILED) &&
			CHECK(failure.status == MISUSED);
	}
	PROMISE("calls: controls and bytes that are not UTF-8 are refused", all);
}

void unit_rpc(void)
{
	scalars();
	numbers();
	nested();
	wanted();
	one_after_another();
	calls();
}
