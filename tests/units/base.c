/* SPDX-License-Identifier: MIT */
#include "unit.h"
#include "base/arena.h"
#include "base/utf8.h"

#include <stdio.h>
#include <sys/types.h>
#include <time.h>

_Static_assert(sizeof(off_t) == 8 && sizeof(time_t) == 8,
	"files over 2 GiB, times after 2038: also with a libc of 32 bits");

static bool number_is(const char *text, bool good, int64_t want)
{
	int64_t n = 77;

	return slice_number(slice_of(text), &n) == good && n == (good ? want : 77);
}

static void numbers(void)
{
	static const char *const wrong[] = { "", "-", "+1", " 1", "1 ", "0x1", "1.0", "1e3", "--1", "a",
		"9223372036854775808", "-9223372036854775809", "99999999999999999999999999" };
	bool all = true;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		all &= number_is(wrong[i], false, 0);
	PROMISE("numbers: malformed ones and those beyond 64 bits are refused", all);
	PROMISE("numbers: the whole range of 64 bits is read",
		CHECK(number_is("0", true, 0)) && CHECK(number_is("-1", true, -1)) &&
			CHECK(number_is("007", true, 7)) && CHECK(number_is("9223372036854775807", true, INT64_MAX)) &&
			CHECK(number_is("-9223372036854775808", true, INT64_MIN)));
}

static bool billionths_are(const char *text, uint64_t want)
{
	uint64_t n = 0;

	return slice_billionths(slice_of(text), &n) && n == want;
}

static void decimals(void)
{
	static const char *const wrong[] = { "", ".", "-1", "1e", "e5", "1.2.3", "nan", "inf", " 1", "1 ", "1e99",
		"0x1", "99999999999999999999", "1e1e1", "+1" };
	bool all = true;
	uint64_t n;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		all &= !slice_billionths(slice_of(wrong[i]), &n);
	PROMISE("decimals: malformed and too large ones are refused", all);
	PROMISE("decimals: point, exponent and excess digits are read",
		CHECK(billionths_are("0", 0)) && CHECK(billionths_are("12.5", 12500000000)) &&
			CHECK(billionths_are("5", 5000000000)) && CHECK(billionths_are(".5", 500000000)) &&
			CHECK(billionths_are("5.", 5000000000)) &&
			CHECK(billionths_are("3.0000022251041112e-05", 30000)) &&
			CHECK(billionths_are("1.5E+3", 1500000000000)) &&
			CHECK(billionths_are("0.12345678999999999999999", 123456789)) &&
			CHECK(billionths_are("98.7654321", 98765432100)) &&
			CHECK(billionths_are("9.99988867182683e-321", 0)) && CHECK(billionths_are("0e300", 0)));
}

static bool date_is(const char *text, int64_t want)
{
	int64_t n = -77;

	return slice_date(slice_of(text), &n) && n == want;
}

static void dates(void)
{
	int64_t n;

	PROMISE("dates: hyphens, zones and leap days are read",
		CHECK(date_is("19700101T00:00:00Z", 0)) && CHECK(date_is("20231114T22:13:20", 1700000000)) &&
			CHECK(date_is("2023-11-14T22:13:20Z", 1700000000)) &&
			CHECK(date_is("20231115T00:13:20+02:00", 1700000000)) &&
			CHECK(date_is("20231114T17:43:20-04:30", 1700000000)) &&
			CHECK(date_is("20240229T00:00:00Z", 1709164800)) &&
			CHECK(date_is("20000301T00:00:00Z", 951868800)) &&
			CHECK(date_is("20231231T00:00:00Z", 1703980800)));
	PROMISE("dates: malformed ones are refused",
		CHECK(!slice_date(SLICE(""), &n)) && CHECK(!slice_date(SLICE("2023"), &n)) &&
			CHECK(!slice_date(SLICE("20231314T00:00:00Z"), &n)) &&
			CHECK(!slice_date(SLICE("20230230T00:00:00Z"), &n)) &&
			CHECK(!slice_date(SLICE("20230229T00:00:00Z"), &n)) &&
			CHECK(!slice_date(SLICE("21000229T00:00:00Z"), &n)) &&
			CHECK(!slice_date(SLICE("20230431T00:00:00Z"), &n)) &&
			CHECK(!slice_date(SLICE("20231232T00:00:00Z"), &n)) &&
			CHECK(!slice_date(SLICE("20231114T22:13:20X"), &n)) &&
			CHECK(!slice_date(SLICE("20231114 22:13:20"), &n)) &&
			CHECK(!slice_date(SLICE("20231114T22:13"), &n)) &&
			CHECK(!slice_date(SLICE("-0231114T22:13:20"), &n)));
}

/* Does out_date write what slice_date reads? */
static bool date_returns(int64_t seconds)
{
	char room[24];
	struct out o = OUT_IN(room);
	int64_t n = -77;

	out_date(&o, seconds);
	return out_slice(&o).len == 20 && slice_date(out_slice(&o), &n) && n == seconds;
}

static bool date_writes(int64_t seconds, const char *want)
{
	char room[24];
	struct out o = OUT_IN(room);

	out_date(&o, seconds);
	return slice_is(out_slice(&o), slice_of(want));
}

static bool dates_return(void)
{
	for (int64_t seconds = 0; seconds < INT64_C(253402300800); seconds += 86399 * 7)
		if (!date_returns(seconds))
			return false;
	return date_returns(INT64_C(253402300799));
}

static void dates_written(void)
{
	PROMISE("dates: each is read back as it was written, from 1970 to 9999; others are numbers",
		CHECK(dates_return()) && CHECK(date_writes(1785575287, "2026-08-01T09:08:07Z")) &&
			CHECK(date_writes(1709164799, "2024-02-28T23:59:59Z")) &&
			CHECK(date_writes(1709164800, "2024-02-29T00:00:00Z")) && CHECK(date_writes(-1, "-1")) &&
			CHECK(date_writes(INT64_C(253402300800), "253402300800")) &&
			CHECK(date_writes(INT64_MIN, "-9223372036854775808")));
}

static void widths(void)
{
	PROMISE("widths: cells of a terminal, of escapes as they are shown",
		CHECK(out_width(SLICE("abc")) == 3) && CHECK(out_width(SLICE("caf\xc3\xa9")) == 4) &&
			CHECK(out_width(SLICE("\xe5\x8c\x97\xe6\xb5\xb7")) == 4) && /* 北海 */
			CHECK(out_width(SLICE("e\xcc\x81")) == 1) && /* U+0301 */
			CHECK(out_width(SLICE("\xf0\x9f\x9a\xa2")) == 2) && /* U+1F6A2 */
			CHECK(out_width(SLICE("\xea\xb0\x80\xef\xbc\xa1")) == 4) && /* U+AC00 U+FF21 */
			CHECK(out_width(SLICE("\xf0\xa0\x80\x80\xe2\x80\x8d")) == 2) && /* U+20000 U+200D */
			CHECK(out_width(SLICE("\xe2\x80\x8f")) == 6) && CHECK(out_width(SLICE("\xff\x1b")) == 8) &&
			CHECK(out_width(SLICE("\xc2\xad\xf0\x9d\x95\x8f")) == 2)); /* U+00AD U+1D54F */
}

static void uuids(void)
{
	static const unsigned char want[16] = { 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb,
		0xcc, 0xdd, 0xee, 0xff };
	unsigned char uuid[16];

	PROMISE("uuids: 36 characters of either case are read",
		slice_uuid(SLICE("00112233-4455-6677-8899-aAbBcCdDeEfF"), uuid) && !memcmp(uuid, want, 16));
	PROMISE("uuids: any other form is refused",
		CHECK(!slice_uuid(SLICE("00112233-4455-6677-8899-aabbccddeef"), uuid)) &&
			CHECK(!slice_uuid(SLICE("00112233-4455-6677-8899-aabbccddeegg"), uuid)) &&
			CHECK(!slice_uuid(SLICE("001122334-455-6677-8899-aabbccddeeff"), uuid)));
}

/* Every code point there and back, and nothing else is a character. */
static void utf8(void)
{
	bool all = true;
	uint32_t c, back;
	char at[4];

	for (c = 0; c <= 0x10ffff; c++) {
		size_t len = utf8_put(at, c), got;

		back = ~c;
		got = utf8_char(at, len, &back);
		all &= c - 0xd800 < 0x800 ? got == 0 : got == len && back == c;
		all &= len == 1 || utf8_char(at, len - 1, &back) == 0;
	}
	PROMISE("UTF-8: every character is encoded and decoded, surrogates and cut ones are refused", all);
	PROMISE("UTF-8: overlong forms and characters above U+10FFFF are refused",
		CHECK(!utf8_char("\xc0\x80", 2, &c)) && CHECK(!utf8_char("\xc1\xbf", 2, &c)) &&
			CHECK(!utf8_char("\xe0\x9f\xbf", 3, &c)) && CHECK(!utf8_char("\xf0\x8f\xbf\xbf", 4, &c)) &&
			CHECK(!utf8_char("\xf4\x90\x80\x80", 4, &c)) && CHECK(!utf8_char("\xf5\x80\x80\x80", 4, &c)) &&
			CHECK(!utf8_char("\x80", 1, &c)));
}

static bool shown_as(struct slice text, const char *want)
{
	char room[100];
	struct out o = OUT_IN(room);

	out_text(&o, text);
	return slice_is(out_slice(&o), slice_of(want));
}

static void safe_text(void)
{
	bool all = true;

	PROMISE("safe text: ASCII controls and bytes that are not UTF-8 become \\xNN",
		shown_as(SLICE("a\0b\x1b[1m\n\t\x7f\xff\xc3z"), "a\\x00b\\x1b[1m\\x0a\\x09\\x7f\\xff\\xc3z"));
	PROMISE("safe text: C1, separators and bidi controls become \\uNNNN",
		shown_as(SLICE("\xc2\x80\xc2\x9f\xe2\x80\xa8\xe2\x80\xae\xe2\x81\xa6\xd8\x9c"),
			"\\u0080\\u009f\\u2028\\u202e\\u2066\\u061c"));
	PROMISE("safe text: all other text is unchanged, backslashes too",
		shown_as(SLICE("\\x \xc2\xa0\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80"),
			"\\x \xc2\xa0\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80"));
	PROMISE("safe text: width is counted in cells", out_width(SLICE("a\xc3\xa9\xf0\x9f\x98\x80\x1b")) == 8);
	for (int c = 0; c < 256; c++) {
		char room[8], byte = (char)c;
		struct out o = OUT_IN(room);

		out_text(&o, (struct slice){ &byte, 1 });
		for (const char *p = room; p < o.at; p++)
			all &= *p >= 0x20 && *p < 0x7f;
	}
	PROMISE("safe text: a single byte is printed only if it is printable ASCII", all);
}

static void bounded(void)
{
	char room[8];
	struct out o = OUT_IN(room);
	struct fail f = { 0 }, cut = { 0 };
	char longer[2000];

	out_message(&o, "%s-%d", "ab", -12);
	PROMISE("output: text that fits is stored", !o.failed && slice_is(out_slice(&o), SLICE("ab--12")));
	out_message(&o, "%zu", (size_t)1234);
	PROMISE("output: text that does not fit sets `failed`", o.failed && out_slice(&o).len == 8);
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	fail(&cut, BROKEN, "%s: %.*s is too long", longer, 3, longer);
	PROMISE("failures: a long text is cut if the message does not fit",
		cut.len < 300 &&
			slice_is((struct slice){ cut.text + cut.len - 24, 24 }, SLICE("xxxx...: xxx is too long")));
	fail(&f, BROKEN, "%s%s%s%s", longer, longer, longer, longer);
	PROMISE("failures: a long message ends with ...",
		f.len == sizeof(f.text) && !memcmp(f.text + f.len - 4, "x...", 4));
	fail(&f, DENIED, "second");
	PROMISE("failures: the first one is kept", f.status == BROKEN && f.text[0] == 'x');
}

static void arenas(void)
{
	struct arena a = { 0 };
	struct fail f = { 0 };
	bool all = true;

	for (size_t size = 1; size < 20000; size += 37) {
		unsigned char *p = arena_take(&a, size, &f);

		all &= p && (uintptr_t)p % _Alignof(int64_t) == 0 && (uintptr_t)p % _Alignof(void *) == 0 && !p[0] &&
			!p[size - 1];
		if (p)
			memset(p, 0xff, size);
	}
	PROMISE("arena: memory is aligned and zero", all);
	PROMISE("arena: passing the ceiling is a failure", !arena_take(&a, SIZE_MAX / 2, &f) && f.status == EXCEEDED);
	arena_free(&a);
	PROMISE("arena: empty text costs nothing", arena_text(&a, SLICE(""), &f).at && !a.kept);
}

void unit_base(void)
{
	numbers();
	decimals();
	dates();
	dates_written();
	widths();
	uuids();
	utf8();
	safe_text();
	bounded();
	arenas();
}
