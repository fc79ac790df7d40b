/* SPDX-License-Identifier: MIT */
/* Names, attributes, and the XML declaration: what stands inside tags. */
#include "wire/xml_parts.h"
#include "base/utf8.h"

static size_t beyond_ascii(const struct xml *x, const char *at, uint32_t *c)
{
	return (*at & 0x80) && !x->ascii ? utf8_char(at, (size_t)(x->end - at), c) : 0;
}

/* The bytes of the name (2.3) at at, which is in the window with XML_LOOK bytes from x->at on; 0 where
 * none stands there. A name over its limit is refused, also with 0. */
size_t xml_name_length(struct xml *x, const char *at)
{
	uint32_t c;
	size_t len = xml_is(*at, NAME_START) ? 1 : beyond_ascii(x, at, &c);
	const char *p = at + len;

	if (!len || (len > 1 && !xml_name_start(c)))
		return 0;
	for (;;) {
		while (xml_is(*p, NAME_CHAR))
			p++;
		len = beyond_ascii(x, p, &c);
		if (!len || !xml_name_char(c))
			break;
		p += len;
	}
	if (p - at <= XML_NAME)
		return (size_t)(p - at);
	xml_limit(x, "a name of more than 256 bytes");
	return 0;
}

/* Takes white space: was there any? */
bool xml_blanks(struct xml *x)
{
	bool any = false;

	while (xml_need(x, 1) && xml_is(*x->at, SPACE)) {
		any = x->breaks = true;
		x->at++;
	}
	return any;
}

/* Was an attribute of this tag named so before? */
static bool twice(const struct xml *x, struct slice name)
{
	for (const char *p = x->tag_names; p > x->names; p = xml_name_below(p).at)
		if ((unsigned char)p[-1] + 1U == name.len && !memcmp(p - 1 - name.len, name.at, name.len))
			return true;
	return false;
}

/* At the start of a tag's attributes: how many of the names that the tag before had may come again, its
 * names still lying where this one's will. They do where both are empty elements with names of one length,
 * and nothing but white space, all of it in the window, is between them that could have overwritten one. */
void xml_expect(struct xml *x)
{
	uint64_t begin = xml_offset(x) - 2 - (unsigned char)*x->names, end = x->alike_end;

	while (end < begin && end >= x->base && xml_is(x->room[end - x->base], SPACE))
		end++;
	if (x->alike_tag != x->tag_names || end != begin)
		x->alike = 0;
}

/* Does the attribute that the tag before had in this place stand here, as ` NAME="`? Then its name is
 * known to be one, and to differ from those before it. */
static bool comes_again(struct xml *x)
{
	struct slice name;
	const char *quote;

	if (x->attributes >= x->alike)
		return false;
	name = xml_name_below(x->names);
	quote = xml_stands(x->at, name);
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
	x->alike_end = xml_offset(x);
	x->names = x->tag_names;
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
	if (*x->at == '>' || (*x->at == '/' && x->at[1] == '>')) {
		end_tag(x);
		return XML_DONE;
	}
	if (!blank)
		return xml_bad(x, "white space, '>' or '/>' should stand here");
	return attribute(x);
}

enum xml_event xml_in_value(struct xml *x)
{
	const char *from = x->at;

	x->at = xml_scan(from, x->quote);
	x->text = (struct slice){ from, (size_t)(x->at - from) };
	if (x->text.len)
		return XML_VALUE;
	if (*x->at == x->quote) {
		x->at++;
		x->state = XML_IN_TAG;
		return XML_DONE;
	}
	switch (*x->at) {
	case '>':
		x->text = (struct slice){ x->at++, 1 };
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
	const char *end = xml_scan(x->at, x->quote);

	if (x->state != XML_IN_VALUE || *end != x->quote)
		return false;
	*value = (struct slice){ x->at, (size_t)(end - x->at) };
	x->at = end + 1;
	x->state = XML_IN_TAG;
	return true;
}

bool xml_attribute(struct xml *x)
{
	return x->state == XML_IN_TAG && xml_in_tag(x) == XML_ATTRIBUTE;
}

void xml_attribute_value(struct xml *x, struct out *text)
{
	while (x->state == XML_IN_VALUE)
		if (xml_in_value(x) == XML_VALUE && text)
			out_bytes(text, x->text);
}

/* NAME = "VALUE" of the XML declaration, where it stands next: 1 and the value, 0 where another thing
 * does, FAILED. The value, of less than XML_LOOK bytes, stays until the next pull. */
static int pseudo(struct xml *x, struct slice name, struct slice *value)
{
	size_t len = 1;

	if (!xml_need(x, name.len) || memcmp(x->at, name.at, name.len))
		return 0;
	x->at += name.len;
	xml_blanks(x);
	if (*x->at != '=')
		return FAILED;
	x->at++;
	xml_blanks(x);
	xml_need(x, XML_LOOK);
	if (*x->at != '"' && *x->at != '\'')
		return FAILED;
	while (len < XML_LOOK - 1 && x->at[len] && x->at[len] != *x->at)
		len++;
	if (x->at[len] != *x->at)
		return FAILED;
	*value = (struct slice){ x->at + 1, len - 1 };
	x->at += len + 1;
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

/* Is it one that we read? */
static bool encoding(struct xml *x, struct slice name)
{
	x->ascii = slice_is_word(name, SLICE("US-ASCII"));
	return x->ascii || slice_is_word(name, SLICE("UTF-8"));
}

/* At what follows "<?xml": VersionInfo EncodingDecl? SDDecl? S? '?>' (2.8), with S before each. */
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
	if (there < 0 || x->at[0] != '?' || x->at[1] != '>')
		return xml_bad(x, "a malformed XML declaration");
	x->at += 2;
	return true;
}
