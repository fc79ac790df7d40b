/* SPDX-License-Identifier: MIT */
/* Characters other than plain text: references, white space, UTF-8; comments, CDATA and PIs. */
#include "wire/xml_text.h"
#include "base/utf8.h"
#include "wire/xml_chars.h"
#include "wire/xml_window.h"

/* Take plain characters up to `stop`. */
static bool run_to(struct xml *x, char stop)
{
	const char *from = x->own.at;

	while (xml_is(*x->own.at, PLAIN) && *x->own.at != stop)
		x->own.at++;
	x->text = (struct slice){ from, (size_t)(x->own.at - from) };
	return x->text.len > 0;
}

static void take_bytes(struct xml *x, size_t n)
{
	x->text = (struct slice){ x->own.at, n };
	x->own.at += n;
}

/* Take characters beyond ASCII, as many as are in the window. */
static bool take_beyond_ascii(struct xml *x)
{
	const char *p;

	xml_need(x, 4);
	if (x->own.ascii)
		return xml_bad(x, "a byte beyond ASCII in a document declared as US-ASCII");
	p = x->own.at;
	while ((unsigned char)*p >= 0x80) {
		uint32_t c;
		size_t len = utf8_char(p, (size_t)(x->own.end - p), &c);

		if (!len || !xml_char(c))
			break;
		p += len;
	}
	if (p == x->own.at)
		return xml_bad(x, "bytes that are not UTF-8, or a character that XML does not allow");
	take_bytes(x, (size_t)(p - x->own.at));
	return true;
}

/* At the end of the window: return an empty piece and pull. */
static bool more(struct xml *x)
{
	x->text.len = 0;
	return xml_need(x, 1) || xml_bad(x, "the document ends too early");
}

/* Take one piece: normalized white space, or characters beyond ASCII. */
bool xml_odd(struct xml *x, bool in_value)
{
	char c = *x->own.at;

	if (x->own.at == x->own.end)
		return more(x);
	if (c & 0x80)
		return take_beyond_ascii(x);
	if (!xml_is(c, SPACE))
		return xml_bad(x, "a control character");
	if (c == '\r' && xml_need(x, 2) && x->own.at[1] == '\n')
		x->own.at++;
	take_bytes(x, 1);
	x->own.breaks = true;
	if (in_value)
		x->text = SLICE(" ");
	else if (c == '\r')
		x->text = SLICE("\n");
	return true;
}

static bool take_character(struct xml *x, uint32_t c)
{
	bool control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';

	if (control || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff || !xml_char(c))
		return xml_bad(x, "a reference to a character that XML does not allow");
	x->text = (struct slice){ x->own.small, utf8_put(x->own.small, c) };
	return true;
}

static int digit(char c, bool hex)
{
	int n = slice_hex(c);

	return hex || n < 10 ? n : -1;
}

/* Decode &#N; or &#xN;, at the character after the '#'. Any number of leading zeros is legal. */
static bool numeric(struct xml *x)
{
	bool hex = xml_need(x, 1) && *x->own.at == 'x';
	uint32_t c = 0;
	int n, seen = 0;

	x->own.at += hex;
	while (xml_need(x, 1) && (n = digit(*x->own.at, hex)) >= 0) {
		if (c <= 0x10ffff)
			c = c * (hex ? 16 : 10) + (unsigned)n;
		seen = 1;
		x->own.at++;
	}
	if (!seen || *x->own.at != ';')
		return xml_bad(x, "a character reference without its number or ';'");
	x->own.at++;
	return take_character(x, c);
}

bool xml_reference(struct xml *x)
{
	const struct xml_entity *entity;

	xml_need(x, 6);
	if (x->own.at[1] == '#') {
		x->own.at += 2;
		return numeric(x);
	}
	entity = xml_entity(x->own.at);
	if (!entity)
		return xml_bad(x, "an '&' without a character reference or predefined entity");
	x->own.at += entity->word.len;
	x->own.small[0] = entity->c;
	x->text = (struct slice){ x->own.small, 1 };
	return true;
}

/* Read the rest of a comment after "<!--". Two hyphens may only stand at its end (2.5). */
void xml_comment(struct xml *x)
{
	for (;;) {
		if (run_to(x, '-'))
			continue;
		if (*x->own.at != '-') {
			if (!xml_odd(x, false))
				return;
			continue;
		}
		xml_need(x, 3);
		if (x->own.at[1] == '-') {
			if (x->own.at[2] == '>')
				x->own.at += 3;
			else
				xml_bad(x, "\"--\" inside a comment");
			return;
		}
		x->own.at++;
	}
}

enum xml_event xml_in_cdata(struct xml *x)
{
	if (run_to(x, ']'))
		return XML_TEXT;
	if (*x->own.at != ']')
		return xml_odd(x, false) ? XML_TEXT : XML_DONE;
	xml_need(x, 3);
	if (x->own.at[1] == ']' && x->own.at[2] == '>') {
		x->own.at += 3;
		x->own.state = XML_INSIDE;
		return XML_DONE;
	}
	take_bytes(x, 1);
	return XML_TEXT;
}

enum xml_event xml_in_pi(struct xml *x)
{
	if (run_to(x, '?'))
		return XML_VALUE;
	if (*x->own.at != '?')
		return xml_odd(x, false) ? XML_VALUE : XML_DONE;
	xml_need(x, 2);
	if (x->own.at[1] == '>') {
		x->own.at += 2;
		x->own.state = xml_around(x);
		return XML_DONE;
	}
	take_bytes(x, 1);
	return XML_VALUE;
}
