/* SPDX-License-Identifier: MIT */
/* Attributes: the path that a database's bytes take. */
#include "wire/xml_parts.h"

/* The attribute's name whose length byte ends before p: each name of a tag, its length behind it, stands
 * below the one before. */
static struct slice name_below(const char *p)
{
	size_t len = (unsigned char)p[-1] + 1U;

	return (struct slice){ p - 1 - len, len };
}

/* Was an attribute of this tag named so before? */
static bool twice(const struct xml *x, struct slice name)
{
	for (const char *p = x->tag_names; p > x->names; p = name_below(p).at)
		if (slice_is(name_below(p), name))
			return true;
	return false;
}

/* At an offset of the document. */
static uint64_t offset(const struct xml *x)
{
	return x->base + (size_t)(x->at - x->room);
}

/* At the start of a tag's attributes: how many of the names that the tag before had may come again, its
 * names still lying where this one's will. They do where both are elements of one name, <a b=""/><a b=""/>,
 * with nothing between them that could have overwritten one. */
static void expect(struct xml *x)
{
	if (x->alike_tag != x->tag_names || offset(x) - 2 - (unsigned char)*x->names != x->alike_end)
		x->alike = 0;
}

/* By words that overlap, since memcmp may be a call. */
static inline bool same(const char *a, const char *b, size_t len)
{
	size_t i = 0;

	if (len < 8) {
		while (i < len && a[i] == b[i])
			i++;
		return i == len;
	}
	for (; i + 8 < len; i += 8)
		if (xml_load(a + i) != xml_load(b + i))
			return false;
	return xml_load(a + len - 8) == xml_load(b + len - 8);
}

/* Does ` NAME="` stand at at, with that name? The value's quote; NULL: no. */
static inline const char *stands(const char *at, struct slice name)
{
	const char *end = at + 1 + name.len;

	if (*at != ' ' || *end != '=' || (end[1] != '"' && end[1] != '\'') || !same(at + 1, name.at, name.len))
		return NULL;
	return end + 1;
}

/* Does the attribute that the tag before had in this place stand here, as ` NAME="`? Then its name is
 * known to be one, and to differ from those before it. */
static bool comes_again(struct xml *x)
{
	struct slice name;
	const char *quote;

	if (x->attributes >= x->alike)
		return false;
	name = name_below(x->names);
	quote = stands(x->at, name);
	if (!quote)
		return false;
	x->attributes++;
	x->attribute_names += name.len;
	x->name = name;
	x->names -= name.len + 1;
	x->quote = *quote;
	x->at = quote + 1;
	x->state = XML_IN_VALUE;
	return true;
}

/* As xml_scan, but for '>', which is nothing special in a value. " and & differ in one bit, ' and & too. */
static inline const char *scan(const char *at, const char quote)
{
#if XML_SSE2
	const __m128i control = _mm_set1_epi8(0x20), angle = _mm_set1_epi8('<'), bit = _mm_set1_epi8(quote ^ '&'),
		      both = _mm_set1_epi8(quote | '&');

	for (;; at += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)at);
		__m128i hit = _mm_or_si128(_mm_cmplt_epi8(v, control),
			_mm_or_si128(_mm_cmpeq_epi8(_mm_or_si128(v, bit), both), _mm_cmpeq_epi8(v, angle)));
		unsigned mask = (unsigned)_mm_movemask_epi8(hit);

		if (mask)
			return at + __builtin_ctz(mask);
	}
#else
	while (*(at = xml_scan(at, quote)) == '>' && quote != '>')
		at++;
	return at;
#endif
}

/* The end of a value's part that is well-formed by itself: plain characters and the usual entities. */
static inline const char *past(const char *at, char quote)
{
	for (;;) {
		at = scan(at, quote);
		if (*at == quote)
			return at;
		if (!memcmp(at, "&lt;", 4) || !memcmp(at, "&gt;", 4))
			at += 4;
		else if (!memcmp(at, "&quot;", 6))
			at += 6;
		else if (!memcmp(at, "&amp;", 5))
			at += 5;
		else
			return at;
	}
}

void xml_pass(struct xml *x, const signed char *marks, signed char mark)
{
	const char quote = x->quote; /* always the same, in what was written by one */
	const char *at, *last, *names = x->names;
	unsigned i = x->attributes;

	if (x->state != XML_IN_TAG)
		return;
	xml_need(x, XML_LOOK);
	if (!i)
		expect(x);
	at = x->at;
	last = x->end - XML_LOOK;
	while (i < x->alike && (!marks || marks[i] == mark) && at <= last) {
		struct slice name = name_below(names);
		const char *value = stands(at, name);

		if (!value || *value != quote)
			break;
		value = past(value + 1, quote);
		if (*value != quote)
			break;
		at = value + 1;
		names = name.at;
		i++;
	}
	x->attribute_names += (size_t)(x->names - names) - (i - x->attributes);
	x->attributes = i;
	x->names -= x->names - names;
	x->at = at;
}

static enum xml_event attribute(struct xml *x)
{
	struct slice name = { x->at, xml_name_length(x, x->at) };

	x->alike = 0;
	if (!name.len)
		return xml_bad(x, "an attribute, '>' or '/>' should stand here");
	if (twice(x, name))
		return xml_bad(x, "an attribute that this element already has");
	x->attribute_names += name.len;
	if (++x->attributes > XML_ATTRIBUTES || x->attribute_names > XML_ATTRIBUTE_NAMES)
		return xml_limit(x, "more than 256 attributes, or 8 KiB of their names, in one element");
	x->names[-1] = (char)(name.len - 1);
	x->names -= name.len + 1;
	x->name = (struct slice){ memcpy(x->names, name.at, name.len), name.len };
	x->at += name.len;
	xml_blanks(x);
	if (*x->at != '=')
		return xml_bad(x, "an attribute without '='");
	x->at++;
	xml_blanks(x);
	if (*x->at != '"' && *x->at != '\'')
		return xml_bad(x, "an attribute's value without quotes");
	x->quote = *x->at++;
	x->state = XML_IN_VALUE;
	return XML_ATTRIBUTE;
}

/* At '>' or "/>". */
static void end_tag(struct xml *x)
{
	x->state = *x->at == '>' ? XML_INSIDE : XML_EMPTY;
	x->at += *x->at == '>' ? 1 : 2;
	x->alike = x->state == XML_EMPTY ? x->attributes : 0;
	x->alike_tag = x->tag_names;
	x->alike_names = x->names;
	x->alike_end = offset(x);
	x->names = x->tag_names;
}

enum xml_event xml_in_tag(struct xml *x)
{
	bool blank;

	xml_need(x, XML_LOOK);
	if (!x->attributes)
		expect(x);
	if (comes_again(x))
		return XML_ATTRIBUTE;
	blank = xml_blanks(x);
	xml_need(x, XML_LOOK);
	xml_space(x);
	if (*x->at == '>' || (*x->at == '/' && x->at[1] == '>')) {
		end_tag(x);
		return XML_DONE;
	}
	if (!blank)
		return xml_bad(x, "white space, '>' or '/>' should stand here");
	return attribute(x);
}

bool xml_plain(struct xml *x, struct slice *value)
{
	const char *end = x->state == XML_IN_VALUE ? scan(x->at, x->quote) : x->end;

	if (*end != x->quote || !x->quote)
		return false;
	*value = (struct slice){ x->at, (size_t)(end - x->at) };
	x->at = end + 1;
	x->state = XML_IN_TAG;
	return true;
}

bool xml_attribute(struct xml *x)
{
	if (x->state != XML_IN_TAG)
		return false;
	return (x->attributes && xml_need(x, XML_LOOK) && comes_again(x)) || xml_in_tag(x) == XML_ATTRIBUTE;
}

void xml_value(struct xml *x, struct out *text)
{
	if (!text && x->state == XML_IN_VALUE) {
		x->at = past(x->at, x->quote);
		if (*x->at == x->quote) {
			x->at++;
			x->state = XML_IN_TAG;
		}
	}
	while (x->state == XML_IN_VALUE)
		if (xml_in_value(x) == XML_VALUE && text)
			out_bytes(text, x->text);
}
