/* SPDX-License-Identifier: MIT */
/* Names of last resort: texts of each kind, as their writers write them and as they must not be taken. */
#include "unit.h"

#include "source/lastname.h"
#include "tests/memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define UUID "11111111-2222-3333-4444-555555555501"
#define OTHER_UUID "11111111-2222-3333-4444-555555555502"

static const unsigned char nobody[16];
static unsigned char mine[16];

/* Return the name in a text, read in pieces of `window` bytes; empty: none. It is valid until the next call. */
static struct slice name_of(enum lastname_kind kind, struct slice text, const unsigned char uuid[16], size_t window)
{
	static char room[NESTED_WORD];
	struct memory memory = memory_of(text.at, text.len, window);
	struct out name = OUT_IN(room);

	return lastname_read(&memory.stream, kind, uuid, &name) ? out_slice(&name) : SLICE("");
}

/* Is `want` the name for every size of reads? */
static bool gives(enum lastname_kind kind, struct slice text, const unsigned char uuid[16], struct slice want)
{
	static const size_t windows[] = { 1, 2, 7, SIZE_MAX };

	for (size_t i = 0; i < sizeof(windows) / sizeof(*windows); i++)
		if (!slice_is(name_of(kind, text, uuid, windows[i]), want))
			return false;
	return true;
}

/* How many of the beginnings of a text, itself among them, give want; -1: one gives another name. */
static int beginnings(enum lastname_kind kind, struct slice text, const unsigned char uuid[16], struct slice want)
{
	int n = 0;

	for (size_t len = 0; len <= text.len; len++) {
		struct slice name = name_of(kind, (struct slice){ text.at, len }, uuid, SIZE_MAX);

		if (name.len && !slice_is(name, want))
			return -1;
		n += name.len > 0;
	}
	return n;
}

static struct slice recorded(const char *file)
{
	static char room[16 * 1024];
	const char *tests = getenv("TESTS");
	struct out path = OUT_IN(room);
	int fd;
	ssize_t len;

	out_message(&path, "%s/recorded/disk/%s%c", tests ? tests : "tests", file, '\0');
	fd = open(room, O_RDONLY);
	len = fd < 0 ? 0 : read(fd, room, sizeof(room));
	if (fd >= 0)
		close(fd);
	return (struct slice){ room, len > 0 ? (size_t)len : 0 };
}

/* Files of libxl with both of its JSON libraries, and xl's list of four domains. */
static bool libxl_samples(void)
{
	static const struct {
		const char *file, *uuid, *name;
	} samples[] = { { "yajl-0.json", UUID, "alpha" }, { "yajl-1.json", UUID, "q\"uote\\back/slash" },
		{ "yajl-2.json", UUID, "tab\there\nnl\rcr\bbs\fff\1\x1f\x7f" }, { "yajl-3.json", UUID, "tést 中" },
		{ "jsonc-0.json", UUID, "alpha" }, { "jsonc-1.json", UUID, "q\"uote\\back/slash" },
		{ "jsonc-2.json", UUID, "tab\there\nnl\rcr\bbs\fff\1\x1f\x7f" }, { "jsonc-3.json", UUID, "tést 中" },
		{ "real-0.json", UUID, "Domain-0" }, { "real-1.json", UUID, "alpha" },
		{ "real-2.json", OTHER_UUID, "beta-with-a-rather-long-domain-name-that-overflows" },
		{ "real-3.json", "11111111-2222-3333-4444-555555555503", "gamma" } };
	bool good = true;

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		struct slice text = recorded(samples[i].file), want = slice_of(samples[i].name), b_info = text;
		unsigned char uuid[16];
		int rest = 0; /* bytes after the end of c_info */

		while (b_info.len && !slice_begins(b_info, SLICE("\"b_info\"")))
			b_info.at++, b_info.len--;
		for (const char *at = b_info.at; *at != '}'; at--)
			rest++;
		good &= slice_uuid(slice_of(samples[i].uuid), uuid) && gives(LASTNAME_LIBXL, text, uuid, want);
		good &= beginnings(LASTNAME_LIBXL, text, uuid, want) == (int)b_info.len + rest;
		good &= i == 8 || gives(LASTNAME_LIBXL, text, nobody, SLICE(""));
	}
	return good;
}

/* Every domain of a file of several, each of 13 lines and a blank one, cut at every byte. */
static bool xend_samples(void)
{
	static const char *const names[] = { "web1", "a b", "it's", "q\"x", "both'\"", "back\\slash", "tést",
		"tab\tnl\n", "", "123", "x,y", "(a)", "a+b", "name uuid" };
	struct slice rest = recorded("xend.sxp");
	unsigned char uuid[16];
	bool good = slice_uuid(SLICE("0edd2597-3803-2a27-9262-c7fc3b66cc16"), uuid);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct slice text = rest, want = slice_of(names[i]);

		for (int lines = 0; lines < 13; lines++)
			slice_before(&rest, '\n');
		text.len -= rest.len;
		slice_before(&rest, '\n');
		good &= gives(LASTNAME_XEND, text, uuid, want) && gives(LASTNAME_XEND, text, mine, SLICE(""));
		good &= beginnings(LASTNAME_XEND, text, uuid, want) == (want.len ? 2 : 0);
	}
	return good && !rest.len;
}

struct trap {
	enum lastname_kind kind;
	struct slice text;
	const char *name; /* "": none */
};

#define TEXT(literal) \
	{ \
		"" literal, sizeof(literal) - 1 \
	}
#define LIBXL(literal) LASTNAME_LIBXL, TEXT(literal)
#define XENOPSD(literal) LASTNAME_XENOPSD, TEXT(literal)
#define XEND(literal) LASTNAME_XEND, TEXT(literal)
#define XL(literal) LASTNAME_XL, TEXT(literal)

static bool all_of(const struct trap *traps, size_t count)
{
	bool good = true;

	for (size_t i = 0; i < count; i++) {
		if (gives(traps[i].kind, traps[i].text, mine, slice_of(traps[i].name)))
			continue;
		printf("     %.*s\n", (int)traps[i].text.len, traps[i].text.at);
		good = false;
	}
	return good;
}

#define ALL_OF(traps) all_of((traps), sizeof(traps) / sizeof(*(traps)))

static void places(void)
{
	static const struct trap libxl[] = {
		{ LIBXL("{\"c_info\":{\"type\":\"pv\"},\"channels\":[{\"name\":\"evil\"}],\"name\":\"evil\"}"), "" },
		{ LIBXL("{\"c_info\":{\"ssid_label\":\"name\",\"name\":\"a\"}}"), "a" },
		{ LIBXL("{\"c_info\":{\"ssid_label\":\"name\",\"type\":\"pv\"}}"), "" },
		{ LIBXL("{\"c_info\":{\"xsdata\":{\"name\":\"evil\",\"uuid\":\"x\"},\"name\":\"a\"}}"), "a" },
		{ LIBXL("{\"c_info\":{\"xsdata\":{\"name\":\"evil\"}},\"b_info\":{\"name\":\"evil\"}}"), "" },
		{ LIBXL("{\"x\":{\"c_info\":{\"name\":\"evil\"}},\"c_info\":{\"name\":\"a\"}}"), "a" },
		{ LIBXL("{\"x\":\"c_info\",\"b_info\":{\"name\":\"evil\"}}"), "" },
		{ LIBXL("{\"c_info\":1,\"b_info\":{\"name\":\"evil\"}}"), "" },
		{ LIBXL("{\"c_info\":{\"name\":\"a\",\"name\":\"b\"},\"c_info\":{\"name\":\"c\"}}"), "a" },
		{ LIBXL("{\"c_info\":{\"name\":\"\\\"},\\\"c_info\\\":{\\\"name\\\":\\\"evil\"}}"), "\"},\"c_info\":{\"name\":\"evil" },
		{ LIBXL("{\"c_info\":{\"x\":\"\\\\\",\"name\":\"a\"}}"), "a" },
		{ LIBXL("{\"c_info\":{\"name\\u0000\":\"evil\"}}"), "" },
		{ LIBXL("{\"c_info\":{\"name\":null}}"), "" },
		{ LIBXL("{\"c_info\":{\"name\":12}}"), "" },
		{ LIBXL("{\"c_info\":{\"name\":[\"evil\"]}}"), "" },
		{ LIBXL("{\"c_info\":{\"x\":[\"name\",\"evil\"]}}"), "" },
		{ LIBXL("{\"c_info\":{\"name\":\"a\"\0\"b\"}}"), "" },
		{ LIBXL("{\"c_info\":{\"name\":\"a\"]}"), "" },
		{ LIBXL("{\"c_info\":{\"x\":[}],\"name\":\"a\"}}"), "" },
	}, xenopsd[] = {
		{ XENOPSD("{\"id\": \"" UUID "\", \"name\": \"a\", \"platformdata\": {\"name\": \"evil\"}}"), "a" },
		{ XENOPSD("{\"platformdata\":{\"name\":\"evil\"},\"bios_strings\":[[\"name\",\"evil\"]],\"name\":\"a\"}"), "a" },
		{ XENOPSD("{\"name\":\"a\",\"id\":\"" OTHER_UUID "\"}"), "" },
		{ XENOPSD("[{\"name\":\"evil\"}]"), "" },
		{ XENOPSD("{\"c_info\":{\"name\":\"evil\"}}"), "" },
	}, xend[] = {
		{ XEND("(domain (domid 3) (uuid " UUID ") (image (linux (name evil))) (name_label a) (name a) (uuid " UUID "))"), "a" },
		{ XEND("(domain (device (vif (name evil))) (on name evil) (x name) (name (evil)))"), "" },
		{ XEND("(domain (name a) (uuid " OTHER_UUID "))"), "" },
		{ XEND("(domain (uuid " UUID ") (name a) (uuid " OTHER_UUID "))"), "" },
		{ XEND("(domain (name ) (PV_args ) (name_label a))"), "a" },
		{ XEND("(domain (name u'caf\\xe9'))"), "" },
		{ XEND("(domain (name a b))"), "" },
		{ XEND("(domain (name 'a') 'b')"), "a" },
		{ XEND("(domain (PV_args ') (name evil)') (name 'it\\'s'))"), "it's" },
		{ XEND("(domain (name a)"), "" },
		{ XEND("(domain (name a))"), "a" },
	}, xl[] = {
		{ XL("name = \"a\"\nmemory = 512\ndisk = [ 'phy:/dev/x,xvda,w' ]\n"), "a" },
		{ XL("name='a'"), "a" },
		{ XL("#name = 'evil'\n  # it's\nname = 'a' # \"\nextra = \"name='evil'\"\nhostname = 'evil'\nmyname='evil'\n"), "a" },
		{ XL("name = \"a\"\nname = \"b\"\n"), "b" },
		{ XL("name = \"a\"\nname = \"b\n"), "" },
		{ XL("name = \"a\"\nvif = [ 'name=evil', name = \"evil\" ]\n"), "a" },
		{ XL("name = \"a\"\nvif = [ 'x'"), "" },
		{ XL("uuid = '" OTHER_UUID "'; name = 'a';"), "a" },
		{ XL("name = a\n"), "" },
		{ XL("x = name 'evil'\n"), "" },
	};

	PROMISE("libxl's json: only the name in c_info is used", ALL_OF(libxl));
	PROMISE("xenopsd's json: only the name of the VM is used", ALL_OF(xenopsd));
	PROMISE("xend's s-expression: only the domain's name is used", ALL_OF(xend));
	PROMISE("xl's assignments: the last name is used", ALL_OF(xl));
}

static void characters(void)
{
	static const struct trap escapes[] = {
		{ XENOPSD("{\"name\":\"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\\/\\u001F\"}"), "Aé€😀/\x1f" },
		{ XEND("(domain (name 't\\xc3\\xa9st\\x1b[2J'))"), "tést\x1b[2J" },
		{ XENOPSD("{\"name\":\"\x7f\xff\xc3\"}"), "\x7f\xff\xc3" },
		{ XENOPSD("{\"x\":\"\\ud800\\q\\u12\tz\",\"name\":\"a\"}"), "a" },
	}, none[] = {
		{ XENOPSD("{\"name\":\"a\\u0000b\"}"), "" }, { XENOPSD("{\"name\":\"a\0b\"}"), "" },
		{ XEND("(domain (name 'a\\x00b'))"), "" }, { XENOPSD("{\"name\":\"a\tb\"}"), "" },
		{ XENOPSD("{\"name\":\"a\nb\"}"), "" }, { XENOPSD("{\"name\":\"a\x1b[2J\"}"), "" },
		{ XEND("(domain (name 'a\x1b[2J'))"), "" }, { XEND("(domain (name a\x1b[2J))"), "" },
		{ XENOPSD("{\"name\":\"\\ud83d\"}"), "" }, { XENOPSD("{\"name\":\"\\ude00\"}"), "" },
		{ XENOPSD("{\"name\":\"\\ud83d\\u0041\"}"), "" }, { XENOPSD("{\"name\":\"\\ud83d\\n\"}"), "" },
		{ XENOPSD("{\"name\":\"\\ud83d\\xde00\"}"), "" },
		{ XENOPSD("{\"name\":\"\\u12\"}"), "" }, { XENOPSD("{\"name\":\"\\q\"}"), "" },
		{ XENOPSD("{\"x\":\"\n\",\"name\":\"a\"}"), "" },
		{ XENOPSD("{\"name\":\"\\u12"), "" }, { XENOPSD("{\"name\":\"\\"), "" }, { XEND("(domain (name '\\x4'))"), "" },
		{ XENOPSD("{\"name\":\"\"}"), "" }, { XENOPSD(""), "" }, { XENOPSD("\0\0\0\0"), "" }, { XEND("(domain)"), "" },
		{ XEND(")"), "" }, { XENOPSD("\xef\xbb\xbf"), "" }, { LIBXL("{\"c_info\":}}{\"x\":{\"name\":\"evil\"}}"), "" },
	};

	PROMISE("names: every escape and bytes that are not UTF-8 are read", ALL_OF(escapes));
	PROMISE("names: a NUL, a raw control, half a character or an unknown escape is refused", ALL_OF(none));
}

/* Check the name in a text: n times c between begin and end. */
static struct slice stretched(enum lastname_kind kind, const char *begin, char c, size_t n, const char *end)
{
	static char room[NESTED_LONGEST + 4096];
	struct out text = OUT_IN(room);

	out_bytes(&text, slice_of(begin));
	memset(text.at, c, n);
	text.at += n;
	out_bytes(&text, slice_of(end));
	return name_of(kind, out_slice(&text), mine, SIZE_MAX);
}

static void limits(void)
{
	PROMISE("names: 1024 bytes are read, 1025 refused",
		CHECK(stretched(LASTNAME_XENOPSD, "{\"name\":\"", 'x', 1024, "\"}").len == 1024) &&
			CHECK(!stretched(LASTNAME_XENOPSD, "{\"name\":\"", 'x', 1025, "\"}").len) &&
			CHECK(stretched(LASTNAME_XEND, "((name ", 'x', 1024, "))").len == 1024) &&
			CHECK(!stretched(LASTNAME_XEND, "((name ", 'x', 1025, "))").len));
	PROMISE("names: other words may have any length",
		stretched(LASTNAME_XENOPSD, "{\"x\":\"", 'x', 1000000, "\",\"name\":\"a\"}").len == 1 &&
			stretched(LASTNAME_XEND, "((x ", 'x', 1000000, ") (name a))").len == 1);
	PROMISE("names: a file is read up to 4 MiB",
		CHECK(stretched(LASTNAME_XENOPSD, "{\"name\":\"a\"", ' ', NESTED_LONGEST - 12, "}").len == 1) &&
			CHECK(!stretched(LASTNAME_XENOPSD, "{\"name\":\"a\"", ' ', NESTED_LONGEST - 11, "}").len) &&
			CHECK(stretched(LASTNAME_LIBXL, "{\"c_info\":{\"name\":\"a\"}", '{', NESTED_LONGEST, "").len ==
				1));
	PROMISE("names: 64 nested brackets are read, 65 refused",
		CHECK(stretched(LASTNAME_XEND, "((name a) ", '(', 63,
			      ")))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))")
				.len == 1) &&
			CHECK(!stretched(LASTNAME_XEND, "((name a) ", '(', 64,
				"))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))")
					.len) &&
			CHECK(!stretched(LASTNAME_XEND, "((name a) ", '(', NESTED_LONGEST, "").len));
}

void unit_lastname(void)
{
	slice_uuid(SLICE(UUID), mine);
	PROMISE("libxl's json of both its libraries, cut at every byte", libxl_samples());
	PROMISE("xend's s-expressions, cut at every byte", xend_samples());
	places();
	characters();
	limits();
}
