/* SPDX-License-Identifier: MIT */
#include "wire/json_text.h"
#include "base/utf8.h"

/* Parse four hexadecimal digits; FAILED: not four digits. */
static int32_t four_digits(const char *at)
{
	int32_t sum = 0;

	for (int i = 0; i < 4; i++) {
		int digit = slice_hex(at[i]);

		if (digit < 0)
			return FAILED;
		sum = sum << 4 | digit;
	}
	return sum;
}

/* Decode "\uXXXX", or two of them that are a surrogate pair. Store its length in *len. Return FAILED if it is no
 * character. */
static int32_t unicode_escape(struct json_window *w, size_t *len)
{
	int32_t c = json_need(w, 6) ? four_digits(w->at + 2) : FAILED, low;

	*len = 6;
	if (c < 0xd800 || c > 0xdfff)
		return c;
	low = c < 0xdc00 && json_need(w, 12) && w->at[6] == '\\' && w->at[7] == 'u' ? four_digits(w->at + 8) : FAILED;
	*len = 12;
	return low < 0xdc00 || low > 0xdfff ? FAILED : 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
}

/* At a '\'. */
static bool decode_escape(struct json_window *w, struct out *text)
{
	char bytes[4];
	size_t len = 2, count = 1;
	int32_t c;

	json_need(w, 2);
	if (w->at[1] == 'u') {
		c = unicode_escape(w, &len);
		if (c < 0)
			return json_window_bad(w, "\\u without four digits, or with half of a surrogate pair");
		count = utf8_put(bytes, (uint32_t)c);
	} else {
		bytes[0] = w->at + 1 < w->end ? json_meaning(w->at[1]) : 0;
		if (!bytes[0])
			return json_window_bad(w, "a '\\' that begins no escape");
	}
	w->at += len;
	if (text)
		out_bytes(text, (struct slice){ bytes, count });
	return true;
}

bool json_text_string(struct json_window *w, struct out *text)
{
	for (;;) {
		const char *from = w->at;

		w->at = json_scan(from);
		if (text)
			out_bytes(text, (struct slice){ from, (size_t)(w->at - from) });
		if (*w->at == '"') {
			w->at++;
			return true;
		}
		if (!json_need(w, 1))
			return json_window_bad(w, "");
		if (*w->at == '\\' && !decode_escape(w, text))
			return false;
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *past_digits(const char *p, const char *end)
{
	while (p < end && is_digit(*p))
		p++;
	return p;
}

/* Return the type of a number by RFC 8259, 6; JSON_NONE: not a number. */
static enum json_type number_type(struct slice word)
{
	const char *p = word.at, *end = p + word.len, *from;
	enum json_type type = JSON_INTEGER;

	p += p < end && *p == '-';
	from = p;
	p = past_digits(p, end);
	if (p == from || (*from == '0' && p > from + 1))
		return JSON_NONE;
	if (p < end && *p == '.') {
		from = ++p;
		p = past_digits(p, end);
		type = p > from ? JSON_REAL : JSON_NONE;
	}
	if (p < end && (*p == 'e' || *p == 'E') && type != JSON_NONE) {
		p++;
		p += p < end && (*p == '+' || *p == '-');
		from = p;
		p = past_digits(p, end);
		type = p > from ? JSON_REAL : JSON_NONE;
	}
	return p == end ? type : JSON_NONE;
}

static const struct {
	struct slice word;
	enum json_type type;
} words[] = {
	{ { "true", 4 }, JSON_TRUE }, { { "false", 5 }, JSON_FALSE }, { { "null", 4 }, JSON_NULL },
	{ { "NaN", 3 }, JSON_REAL }, { { "Infinity", 8 }, JSON_REAL }, { { "-Infinity", 9 }, JSON_REAL }, /* Yojson */
	{ { "nan", 3 }, JSON_REAL }, { { "inf", 3 }, JSON_REAL }, { { "-inf", 4 }, JSON_REAL }, /* rpclib's own */
	{ { "-nan", 4 }, JSON_REAL }, /* glibc's printf in it */
};

static bool of_word(char c)
{
	return is_digit(c) || (slice_lower(c) >= 'a' && slice_lower(c) <= 'z') || c == '-' || c == '+' || c == '.';
}

enum json_type json_text_word(struct json_window *w, struct slice *text)
{
	enum json_type type;
	size_t len = 0;

	json_need(w, JSON_WORD + 1);
	while (len <= JSON_WORD && of_word(w->at[len]))
		len++;
	if (len > JSON_WORD) {
		json_window_refuse(w, EXCEEDED, "a number of more than 512 bytes");
		return JSON_NONE;
	}
	*text = (struct slice){ w->at, len };
	type = number_type(*text);
	for (size_t i = 0; i < COUNT(words) && type == JSON_NONE; i++)
		if (slice_is(*text, words[i].word))
			type = words[i].type;
	if (type == JSON_NONE)
		json_window_bad(w, len ? "neither a number nor true, false or null" : "a value should stand here");
	w->at += type == JSON_NONE ? 0 : len;
	return type;
}
