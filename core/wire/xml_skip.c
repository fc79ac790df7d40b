/* SPDX-License-Identifier: MIT */
/*
 * Short cuts through the repetitions of XML-RPC. Each accepts exactly the bytes that the generic path would accept: its
 * literals contain no byte that needs a check, the text between them is scanned as all text is, and any other spelling
 * (`<value >`, a comment) is left to the generic path. A literal cannot match beyond the window: NULs follow there.
 *
 * Instructions a byte without each of them (x86-64, gcc 12 -O2): a list of 1000 VMs, which takes 2.7, and the same
 * answer skipped as a whole, which takes 1.6, and 14.8 without any:
 *	xml_member()                   15.8
 *	 its set of wanted names        8.5
 *	typed() values                  4.9   2.8
 *	references in text_end()        3.1   1.9
 *	xml_value()                     2.9
 *	xml_boolean()                   2.8
 *	xml_leave()                     2.7
 *	known_tag()                     2.8   9.1
 *	 skip_unwanted() among them    2.7   5.4
 */
#include "wire/xml_skip.h"
#include "wire/xml_chars.h"
#include "wire/xml_tag.h"
#include "wire/xml_window.h"

#define FIRST "<member><name>"
#define NEXT "</member><member><name>"
#define TO_VALUE "</name><value>"
#define TO_NAME "</value>" NEXT
#define LEN(text) (sizeof(text) - 1)

/* Return the end of the text at `at`; references to the five entities are text. */
static inline const char *text_end(const char *at)
{
	const struct xml_entity *entity = NULL;

	do {
		at = xml_scan(entity ? at + entity->word.len : at, 0);
	} while (*at == '&' && (entity = xml_entity(at)));
	return at;
}

/* Return the end of the array of texts whose first text is at `at`; NULL: not such an array. */
static const char *texts(const char *at)
{
	for (;;) {
		at = text_end(at);
		if (!XML_SAME(at, "</value><value>"))
			break;
		at += LEN("</value><value>");
	}
	return XML_SAME(at, "</value></data></array>") ? at + LEN("</value></data></array>") : NULL;
}

/* Return the end of the struct of texts whose first name is at `at`; NULL: not such a struct. */
static const char *pairs(const char *at)
{
	for (;;) {
		at = xml_scan(at, 0);
		if (!XML_SAME(at, TO_VALUE))
			return NULL;
		at = text_end(at + LEN(TO_VALUE));
		if (!XML_SAME(at, TO_NAME))
			break;
		at += LEN(TO_NAME);
	}
	return XML_SAME(at, "</value></member></struct>") ? at + LEN("</value></member></struct>") : NULL;
}

/* Return the end of the number, date, boolean, array or struct of texts at `at`; NULL: none of these. At most three
 * elements are nested in it. */
static const char *typed(const char *at)
{
	const char *end;

	if (XML_SAME(at, "<array><data></data></array>"))
		return at + LEN("<array><data></data></array>");
	if (XML_SAME(at, "<array><data><value>"))
		return texts(at + LEN("<array><data><value>"));
	if (XML_SAME(at, "<struct></struct>"))
		return at + LEN("<struct></struct>");
	if (XML_SAME(at, "<struct>" FIRST))
		return pairs(at + LEN("<struct>" FIRST));
	if (XML_SAME(at, "<boolean>") && (at[9] | 1) == '1' && XML_SAME(at + 10, "</boolean>"))
		return at + LEN("<boolean>0</boolean>");
	if (XML_SAME(at, "<double>")) {
		end = xml_scan(at + LEN("<double>"), 0);
		return XML_SAME(end, "</double>") ? end + LEN("</double>") : NULL;
	}
	if (XML_SAME(at, "<dateTime.iso8601>")) {
		end = xml_scan(at + LEN("<dateTime.iso8601>"), 0);
		return XML_SAME(end, "</dateTime.iso8601>") ? end + LEN("</dateTime.iso8601>") : NULL;
	}
	return NULL;
}

/*
 * At the first byte of a member's name: skip this member and those after it as long as they are not wanted, their
 * names are plain text and their values text or typed(). True: inside the value of a wanted one, x->name. False:
 * at anything else, the first byte of a name or of a value, or the struct's last "</member>"; the innermost word
 * tells these apart.
 */
static bool skip_unwanted(struct xml *x, uint64_t wanted)
{
	bool deeper = x->depth + 3 <= x->limit, found = false;
	const char *at = x->own.at, *end;
	struct slice name;
	unsigned word;

	x->own.brackets = 0;
	for (;;) {
		word = NAME;
		end = xml_scan(at, 0);
		if (!XML_SAME(end, TO_VALUE))
			break;
		name = (struct slice){ at, (size_t)(end - at) };
		found = wanted & wanted_name(name);
		if (found && name.len > XML_NAME)
			break;
		word = VALUE;
		at = end + LEN(TO_VALUE);
		if (found) {
			x->name = name;
			break;
		}
		end = text_end(at);
		if (*end == '<' && end[1] != '/')
			end = deeper ? typed(end) : NULL;
		if (!end)
			break;
		if (!XML_SAME(end, TO_NAME)) {
			if (XML_SAME(end, "</value></member>")) {
				word = MEMBER;
				x->depth--;
				at = end + LEN("</value>");
			}
			break;
		}
		at = end + LEN(TO_NAME);
	}
	x->own.words[x->depth] = (unsigned char)word;
	x->own.at = at;
	return found && word == VALUE;
}

/* While `levels` elements are being skipped: take plain text up to a tag, and the tag if it is of a known word, or
 * the end of a member and those after it, unless that ends the outermost element. */
static inline bool known_tag(struct xml *x, unsigned levels)
{
	const char *at = xml_scan(x->own.at, 0);
	unsigned char *word = &x->own.words[x->depth];
	unsigned next;

	if (*at != '<')
		return false;
	x->own.at = at;
	x->own.brackets = 0;
	if (at[1] != '/') {
		next = x->depth < x->limit ? xml_word(at + 1) : NO_WORD;
		if (!next)
			return false;
		x->own.at += xml_words[next].len + 2;
		x->own.words[++x->depth] = (unsigned char)next;
	} else if (levels > 2 && *word == VALUE && word[-1] == MEMBER && XML_SAME(at, TO_NAME)) {
		x->own.at += LEN(TO_NAME);
		skip_unwanted(x, 0);
	} else if (x->depth > 1 && xml_word_at(at + 2, *word)) {
		x->own.at += xml_words[*word].len + 3;
		x->depth--;
	} else {
		return false;
	}
	return true;
}

void xml_skip(struct xml *x)
{
	unsigned outer = x->depth ? x->depth - 1 : 0;

	while (x->depth > outer) {
		if (x->own.state != XML_INSIDE)
			xml_next(x);
		else if (!known_tag(x, x->depth - outer))
			*x->own.at == '<' ? xml_markup(x) : xml_next(x);
	}
}

bool xml_member(struct xml *x, uint64_t wanted)
{
	while (x->own.state == XML_INSIDE && x->depth + 2 <= x->limit) {
		bool first = x->own.words[x->depth] == STRUCT;
		const char *begin;

		xml_need(x, XML_LOOK);
		if (first && XML_SAME(x->own.at, FIRST)) {
			x->own.at += LEN(FIRST);
			x->own.words[++x->depth] = MEMBER;
		} else if (x->own.words[x->depth] == MEMBER && XML_SAME(x->own.at, NEXT)) {
			x->own.at += LEN(NEXT);
		} else {
			break;
		}
		x->depth++;
		begin = x->own.at;
		if (skip_unwanted(x, wanted))
			return true;
		if (x->own.words[x->depth] == NAME) { /* back to where its tags begin */
			first &= x->own.at == begin;
			x->own.at -= first ? LEN(FIRST) : LEN(NEXT);
			x->depth -= 1U + first;
			if (x->own.ended || x->own.end - x->own.at >= XML_LOOK)
				break;
			continue; /* the window ended in it */
		}
		if (x->own.words[x->depth] == VALUE)
			xml_skip(x);
	}
	return false;
}

bool xml_leave(struct xml *x)
{
	const unsigned char *word = &x->own.words[x->depth];

	if (x->own.state != XML_INSIDE || x->depth < 4 || *word != MEMBER || word[-1] != STRUCT || word[-2] != VALUE ||
		!XML_SAME(x->own.at, "</member></struct></value>"))
		return false;
	x->own.at += LEN("</member></struct></value>");
	x->own.brackets = 0;
	x->depth -= 3;
	return true;
}

/* Leave a value that ends with </value> at `end`; its text begins at `from`. */
static bool leave_value(struct xml *x, const char *from, size_t len, const char *end)
{
	x->text = (struct slice){ from, len };
	x->own.at = end + LEN("</value>");
	x->own.brackets = 0;
	x->depth--;
	return true;
}

bool xml_value(struct xml *x)
{
	const char *end;

	if (x->own.state != XML_INSIDE || x->depth < 2 || x->own.words[x->depth] != VALUE)
		return false;
	end = xml_scan(x->own.at, 0);
	return XML_SAME(end, "</value>") && leave_value(x, x->own.at, (size_t)(end - x->own.at), end);
}

bool xml_boolean(struct xml *x)
{
	const char *digit = x->own.at + LEN("<boolean>");

	return x->own.state == XML_INSIDE && x->depth >= 2 && x->depth < x->limit && x->own.words[x->depth] == VALUE &&
		XML_SAME(x->own.at, "<boolean>") && (*digit | 1) == '1' && XML_SAME(digit + 1, "</boolean></value>") &&
		leave_value(x, digit, 1, digit + 1 + LEN("</boolean>"));
}

/* Unwanted attributes: most bytes of XAPI's database. */

/* Scan as xml_scan does, but pass '>', which is plain in a value. " and & differ in one bit, ' and & too. */
static inline const char *value_scan(const char *at, const char quote)
{
#if WIRE_SSE2
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

/* Return the end of the plain characters and the usual entities of a value. */
static inline const char *past(const char *at, char quote)
{
	for (;;) {
		at = value_scan(at, quote);
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
	const char quote = x->own.quote; /* one writer always uses the same quote */
	const char *at, *last, *names = x->own.names;
	unsigned i = x->attributes;

	if (x->own.state != XML_IN_TAG)
		return;
	xml_need(x, XML_LOOK);
	if (!i)
		xml_expect(x);
	at = x->own.at;
	last = x->own.end - XML_LOOK;
	while (i < x->own.alike && (!marks || marks[i] == mark) && at <= last) {
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
	x->own.attribute_names += (size_t)(x->own.names - names) - (i - x->attributes);
	x->attributes = i;
	x->own.names -= x->own.names - names;
	x->own.at = at;
}
