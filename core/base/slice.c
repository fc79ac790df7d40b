/* SPDX-License-Identifier: MIT */
#include "base/slice.h"

extern inline struct slice slice_of(const char *text);
extern inline bool slice_same(const char *a, const char *b, size_t len);

bool slice_begins(struct slice s, struct slice with)
{
	return s.len >= with.len && slice_same(s.at, with.at, with.len);
}

bool slice_is(struct slice a, struct slice b)
{
	return a.len == b.len && slice_same(a.at, b.at, b.len);
}

int slice_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (unsigned char)c;
}

bool slice_is_word(struct slice a, struct slice b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (slice_lower(a.at[i]) != slice_lower(b.at[i]))
			return false;
	return true;
}

int slice_order(struct slice a, struct slice b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.at, b.at, common) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

struct slice slice_before(struct slice *s, char c)
{
	const char *found = s->len ? memchr(s->at, c, s->len) : NULL;
	struct slice before = { s->at, found ? (size_t)(found - s->at) : s->len };
	size_t taken = before.len + (found ? 1 : 0);

	*s = slice_drop(*s, taken);
	return before;
}

void slice_hide(char *text, size_t len, struct slice secret)
{
	for (size_t i = 0; secret.len >= 4 && i + secret.len <= len; i++)
		if (!memcmp(text + i, secret.at, secret.len))
			memset(text + i, '*', secret.len);
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

bool slice_blank(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != ' ' && s.at[i] != '\t' && s.at[i] != '\n')
			return false;
	return true;
}

struct slice slice_trim(struct slice s)
{
	while (s.len && blank(s.at[0]))
		s = slice_drop(s, 1);
	while (s.len && blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool slice_number(struct slice s, int64_t *n)
{
	bool minus = s.len && s.at[0] == '-';
	uint64_t limit = (uint64_t)INT64_MAX + minus, sum = 0;
	size_t i = minus;

	if (i == s.len)
		return false;
	for (; i < s.len; i++) {
		unsigned digit = (unsigned)(unsigned char)s.at[i] - '0';

		if (digit > 9 || __builtin_mul_overflow(sum, 10, &sum) || __builtin_add_overflow(sum, digit, &sum) ||
			sum > limit)
			return false;
	}
	*n = minus ? (int64_t)(0 - sum) : (int64_t)sum;
	return true;
}

/* Parse digits with at most one point: the number is sum x 10^-places. Return false for anything else. */
static bool parse_digits(struct slice s, uint64_t *sum, int *places)
{
	bool point = false, any = false;

	*sum = 0;
	*places = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned)(unsigned char)s.at[i] - '0';

		if (s.at[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (digit > 9)
			return false;
		any = true;
		if (*sum > (INT64_MAX - 9) / 10) {
			*places -= !point; /* further digits do not matter */
			continue;
		}
		*sum = *sum * 10 + digit;
		*places += point;
	}
	return any;
}

bool slice_billionths(struct slice s, uint64_t *n)
{
	struct slice exponent = s, number = slice_before(&exponent, memchr(s.at, 'E', s.len) ? 'E' : 'e');
	int64_t power = 0;
	uint64_t sum;
	int places;

	if (number.len < s.len) {
		if (slice_begins(exponent, SLICE("+")))
			exponent = slice_drop(exponent, 1);
		if (!slice_number(exponent, &power) || power > 400 || power < -400)
			return false;
	}
	if (!parse_digits(number, &sum, &places))
		return false;
	for (power += 9 - places; power > 0 && sum; power--) {
		if (sum > INT64_MAX / 10)
			return false;
		sum *= 10;
	}
	for (; power < 0; power++)
		sum /= 10;
	*n = sum;
	return true;
}

/* Split n characters off s as a number, then the separator; a hyphen may be missing, '\0' means none. */
static bool date_field(struct slice *s, size_t n, char separator, int64_t *value)
{
	if (s->len < n || s->at[0] == '-' || !slice_number((struct slice){ s->at, n }, value))
		return false;
	*s = slice_drop(*s, n);
	if (!separator || (separator == '-' && (!s->len || s->at[0] != '-')))
		return true;
	if (!s->len || s->at[0] != separator)
		return false;
	*s = slice_drop(*s, 1);
	return true;
}

/* Return the days from 1970 to a Gregorian date. Years begin in March, so that the leap day is the last one. */
static int64_t days_from_1970(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month < 3 ? year - 1 : year, m = month < 3 ? month + 9 : month - 3;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

bool slice_date(struct slice s, int64_t *seconds)
{
	int64_t year, month, day, hour, minute, second, zone_hour = 0, zone_minute = 0, sign = 1;

	if (!date_field(&s, 4, '-', &year) || !date_field(&s, 2, '-', &month) || !date_field(&s, 2, 'T', &day) ||
		!date_field(&s, 2, ':', &hour) || !date_field(&s, 2, ':', &minute) || !date_field(&s, 2, '\0', &second))
		return false;
	if (month < 1 || month > 12 || day < 1 || hour > 24 || minute > 59 || second > 60)
		return false;
	if (day > days_from_1970(year + month / 12, month % 12 + 1, 1) - days_from_1970(year, month, 1))
		return false;
	if (slice_begins(s, SLICE("+")) || slice_begins(s, SLICE("-"))) {
		sign = s.at[0] == '-' ? -1 : 1;
		s = slice_drop(s, 1);
		if (!date_field(&s, 2, ':', &zone_hour) || !date_field(&s, 2, '\0', &zone_minute) || s.len)
			return false;
	} else if (s.len && !slice_is(s, SLICE("Z"))) {
		return false;
	}
	*seconds = days_from_1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second -
		sign * (zone_hour * 3600 + zone_minute * 60);
	return true;
}

int slice_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)slice_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Convert two groups of four hexadecimal digits to four bytes, in one go for speed. */
static bool hex_bytes(const char *first, const char *second, unsigned char bytes[4])
{
	const uint64_t ones = 0x0101010101010101;
	const bool swap = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
	uint64_t v, letter, n;
	uint32_t four;

	memcpy(&v, first, 4);
	memcpy((char *)&v + 4, second, 4);
	v = swap ? __builtin_bswap64(v) : v;
	letter = v >> 6 & ones;
	n = (v & 15 * ones) + 9 * letter;
	if ((n & 0xf0 * ones) || ((n + 6 * ones) >> 4 & ones) != letter ||
		(v | letter << 5) != n + '0' * ones + ('a' - 10 - '0') * letter)
		return false;
	n = (n | n >> 4) & 0x00ff00ff00ff00ff;
	n |= n >> 8;
	four = (uint32_t)(n >> 16 & 0xffff0000) | (uint32_t)(n & 0xffff);
	four = swap ? __builtin_bswap32(four) : four;
	memcpy(bytes, &four, sizeof(four));
	return true;
}

bool slice_uuid(struct slice s, unsigned char uuid[16])
{
	const char *at = s.at;

	return s.len == 36 && at[8] == '-' && at[13] == '-' && at[18] == '-' && at[23] == '-' &&
		hex_bytes(at, at + 4, uuid) && hex_bytes(at + 9, at + 14, uuid + 4) &&
		hex_bytes(at + 19, at + 24, uuid + 8) && hex_bytes(at + 28, at + 32, uuid + 12);
}
