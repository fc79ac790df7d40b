/* SPDX-License-Identifier: MIT */
/* Names, attributes and the XML declaration. */
#include "wire/xml_tag.h"
#include "base/utf8.h"
#include "wire/xml_chars.h"
#include "wire/xml_text.h"
#include "wire/xml_window.h"

static size_t char_beyond_ascii(const struct xml *x, const char *at, uint32_t *c)
{
	return (*at & 0x80) && !x->own.ascii ? utf8_char(at, (size_t)(x->own.end - at), c) : 0;
}

/* Return the length of the name (2.3) at `at`, which is in the window with XML_LOOK bytes from x->own.at on. Return 0
 * if there is no name, and, with the document refused, for a name over its limit. */
size_t xml_name_length(struct xml *x, const char *at)
{
	uint32_t c;
	size_t len = xml_is(*at, NAME_START) ? 1 : char_beyond_ascii(x, at, &c);
	const char *p = at + len;

	if (!len || (len > 1 && !xml_name_start(c)))
		return 0;
	for (;;) {
		while (xml_is(*p, NAME_CHAR))
			p++;
		len = char_beyond_ascii(x, p, &c);
		if (!len || !xml_name_char(c))
			break;
		p += len;
	}
	if (p - at <= XML_NAME)
		return (size_t)(p - at);
	xml_limit(x, "a name of more than 256 bytes");
	return 0;
}

/* Skip white space. Was there any? */
bool xml_blanks(struct xml *x)
{
	bool any = false;

	while (xml_need(x, 1) && xml_is(*x->own.at, SPACE)) {
		any = x->own.breaks = true;
		x->own.at++;
	}
	return any;
}

/* Did this tag have an attribute of that name before? */
static bool twice(const struct xml *x, struct slice name)
{
	for (const char *p = x->own.tag_names; p > x->own.names; p = xml_name_below(p).at)
		if ((unsigned char)p[-1] + 1U == name.len && !memcmp(p - 1 - name.len, name.at, name.len))
			return true;
	return false;
}

/* Count the attribute names of the previous tag that may recur in this one. Their bytes must still lie in the place
 * of this tag's names: both tags are empty elements with names of one length, with only white space between them, all
 * of it in the window. */
void xml_expect(struct xml *x)
{
	uint64_t begin = xml_offset(x) - 2 - (unsigned char)*x->own.names, end = x->own.alike_end;

	while (end < begin && end >= x->own.base && xml_is(x->own.room[end - x->own.base], SPACE))
		end++;
	if (x->own.alike_tag != x->own.tag_names || end != begin)
		x->own.alike = 0;
}

/* Is the previous tag's attribute of this place next, as ` NAME="`? Its name is then known to be valid and unique. */
static bool comes_again(struct xml *x)
{
	struct slice name;
	const char *quote;

	if (x->attributes >= x->own.alike)
		return false;
	name = xml_name_below(x->own.names);
	quote = xml_stands(x->own.at, name);
	if (!quote)
		return false;
	x->attributes++;
	x->own.attribute_names += name.len;
	x->name = name;
	x->own.names -= name.len + 1;
	x->own.quote = *quote;
	x->own.at = quote + 1;
	x->own.state = XML_IN_VALUE;
	return true;
}

static enum xml_event attribute(struct xml *x)
{
	struct slice name = { x->own.at, xml_name_length(x, x->own.at) };

	x->own.alike = 0;
	if (!name.len)
		return xml_bad(x, "an attribute, '>' or '/>' should stand here");
	if (twice(x, name))
		return xml_bad(x, "a repeated attribute");
	x->own.attribute_names += name.len;
	if (++x->attributes > XML_ATTRIBUTES || x->own.attribute_names > XML_ATTRIBUTE_NAMES)
		return xml_limit(x, "more than 256 attributes, or 8 KiB of their names, in one element");
	x->own.names[-1] = (char)(name.len - 1);
	x->own.names -= name.len + 1;
	x->name = (struct slice){ memcpy(x->own.names, name.at, name.len), name.len };
	x->own.at += name.len;
	xml_blanks(x);
	if (*x->own.at != '=')
		return xml_bad(x, "an attribute without '='");
	x->own.at++;
	xml_blanks(x);
	if (*x->own.at != '"' && *x->own.at != '\'')
		return xml_bad(x, "an attribute's value without quotes");
	x->own.quote = *x->own.at++;
	x->own.state = XML_IN_VALUE;
	return XML_ATTRIBUTE;
}

/* Read '>' or "/>". */
static void end_tag(struct xml *x)
{
	x->own.state = *x->own.at == '>' ? XML_INSIDE : XML_EMPTY;
	x->own.at += *x->own.at == '>' ? 1 : 2;
	x->own.alike = x->own.state == XML_EMPTY ? x->attributes : 0;
	x->own.alike_tag = x->own.tag_names;
	x->own.alike_names = x->own.names;
	x->own.alike_end = xml_offset(x);
	x->own.names = x->own.tag_names;
}

enum xml_event xml_in_tag(struct xml *x)
{
	bool blank;

	xml_need(x, XML_LOOK);
	if (!x->attributes)
		xml_expect(x);
	if (comes_again(x))
		return XML_ATTRIBUTE;
	blank = xml_blanks(x);
	xml_need(x, XML_LOOK);
	xml_space(x);
	if (*x->own.at == '>' || (*x->own.at == '/' && x->own.at[1] == '>')) {
		end_tag(x);
		return XML_DONE;
	}
	if (!blank)
		return xml_bad(x, "white space, '>' or '/>' should stand here");
	return attribute(x);
}

enum xml_event xml_in_value(struct xml *x)
{
	const char *from = x->own.at;

	x->own.at = xml_scan(from, x->own.quote);
	x->text = (struct slice){ from, (size_t)(x->own.at - from) };
	if (x->text.len)
		return XML_VALUE;
	if (*x->own.at == x->own.quote) {
		x->own.at++;
		x->own.state = XML_IN_TAG;
		return XML_DONE;
	}
	switch (*x->own.at) {
	case '>':
		x->text = (struct slice){ x->own.at++, 1 };
		return XML_VALUE;
	case '<':
		return xml_bad(x, "a '<' in the value of an attribute");
	case '&':
		return xml_reference(x) ? XML_VALUE : XML_DONE;
	}
	return xml_odd(x, true) ? XML_VALUE : XML_DONE;
}

bool xml_attribute_plain(struct xml *x, struct slice *value)
{
	const char *end = xml_scan(x->own.at, x->own.quote);

	if (x->own.state != XML_IN_VALUE || *end != x->own.quote)
		return false;
	*value = (struct slice){ x->own.at, (size_t)(end - x->own.at) };
	x->own.at = end + 1;
	x->own.state = XML_IN_TAG;
	return true;
}

bool xml_attribute(struct xml *x)
{
	return x->own.state == XML_IN_TAG && xml_in_tag(x) == XML_ATTRIBUTE;
}

void xml_attribute_value(struct xml *x, struct out *text)
{
	while (x->own.state == XML_IN_VALUE)
		if (xml_in_value(x) == XML_VALUE && text)
			out_bytes(text, x->text);
}

/* Read NAME = "VALUE" of the XML declaration. Return 1 and the value, 0 if something else is next, or FAILED. The
 * value, shorter than XML_LOOK bytes, is valid until the next pull. */
static int pseudo(struct xml *x, struct slice name, struct slice *value)
{
	size_t len = 1;

	if (!xml_need(x, name.len) || memcmp(x->own.at, name.at, name.len))
		return 0;
	x->own.at += name.len;
	xml_blanks(x);
	if (*x->own.at != '=')
		return FAILED;
	x->own.at++;
	xml_blanks(x);
	xml_need(x, XML_LOOK);
	if (*x->own.at != '"' && *x->own.at != '\'')
		return FAILED;
	while (len < XML_LOOK - 1 && x->own.at[len] && x->own.at[len] != *x->own.at)
		len++;
	if (x->own.at[len] != *x->own.at)
		return FAILED;
	*value = (struct slice){ x->own.at + 1, len - 1 };
	x->own.at += len + 1;
	return 1;
}

static bool version_one(struct slice v)
{
	if (!slice_begins(v, SLICE("1.")) || v.len < 3)
		return false;
	for (size_t i = 2; i < v.len; i++)
		if (v.at[i] < '0' || v.at[i] > '9')
			return false;
	return true;
}

/* Is the encoding a supported one? */
static bool encoding(struct xml *x, struct slice name)
{
	x->own.ascii = slice_is_word(name, SLICE("US-ASCII"));
	return x->own.ascii || slice_is_word(name, SLICE("UTF-8"));
}

/* Read the rest of the declaration after "<?xml": VersionInfo EncodingDecl? SDDecl? S? '?>' (2.8), with S before
 * each. */
bool xml_declaration(struct xml *x)
{
	struct slice value;
	bool blank;
	int there;

	xml_blanks(x);
	if (pseudo(x, SLICE("version"), &value) != 1 || !version_one(value))
		return xml_bad(x, "an XML declaration without version=\"1.0\"");
	blank = xml_blanks(x);
	there = blank ? pseudo(x, SLICE("encoding"), &value) : 0;
	if (there == 1 && !encoding(x, value))
		return xml_bad(x, "the declared encoding is neither UTF-8 nor US-ASCII");
	if (there == 1)
		blank = xml_blanks(x);
	if (there >= 0 && blank)
		there = pseudo(x, SLICE("standalone"), &value);
	else if (there == 1)
		there = 0;
	if (there == 1 && !slice_is(value, SLICE("yes")) && !slice_is(value, SLICE("no")))
		there = FAILED;
	xml_blanks(x);
	xml_need(x, 2);
	if (there < 0 || x->own.at[0] != '?' || x->own.at[1] != '>')
		return xml_bad(x, "a malformed XML declaration");
	x->own.at += 2;
	return true;
}
