/* SPDX-License-Identifier: MIT */
/* Names, white space, and the XML declaration: what stands inside tags and is not read often. */
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
		any = true;
		x->at++;
	}
	return any;
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
