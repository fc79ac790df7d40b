/* SPDX-License-Identifier: MIT */
/* Attributes that nobody wants: the path that most bytes of a database take. */
#include "wire/xml_parts.h"

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
		xml_expect(x);
	at = x->at;
	last = x->end - XML_LOOK;
	while (i < x->alike && (!marks || marks[i] == mark) && at <= last) {
		struct slice name = xml_name_below(names);
		const char *value = xml_stands(at, name);

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
