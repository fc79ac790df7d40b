/* SPDX-License-Identifier: MIT */
/* The reader's state machine: tags and text, the path of every byte outside the short cuts. */
#include "wire/xml.h"
#include "wire/xml_chars.h"
#include "wire/xml_tag.h"
#include "wire/xml_text.h"
#include "wire/xml_window.h"

#include <stddef.h>

void xml_open(struct xml *x, struct stream *in, struct fail *fail)
{
	memset(x, 0, offsetof(struct xml, own.room));
	x->own.in = in;
	x->own.fail = fail;
	x->limit = XML_DEPTH;
	x->own.breaks = true;
	x->own.at = x->own.end = x->own.room;
	x->own.names = x->own.room + sizeof(x->own.room);
	memset(x->own.end, 0, XML_SLACK);
}

/* Return the name of the innermost open element. */
static struct slice innermost(const struct xml *x)
{
	unsigned word = x->own.words[x->depth];

	if (word)
		return (struct slice){ xml_words[word].tag, xml_words[word].len };
	return (struct slice){ x->own.names + 1, (unsigned char)*x->own.names + 1U };
}

static enum xml_event close_element(struct xml *x)
{
	x->name = innermost(x);
	if (!x->own.words[x->depth])
		x->own.names += x->name.len + 1;
	x->depth--;
	x->own.state = xml_around(x);
	return XML_CLOSE;
}

/* Read an end tag, at "</". */
static enum xml_event close_tag(struct xml *x)
{
	struct slice name = innermost(x);

	if (xml_word_at(x->own.at + 2, x->own.words[x->depth])) {
		x->own.at += 2 + name.len + 1;
		return close_element(x);
	}
	if (memcmp(x->own.at + 2, name.at, name.len))
		return xml_bad(x, "an end tag that does not match its start tag");
	x->own.at += 2 + name.len;
	xml_blanks(x);
	if (*x->own.at != '>')
		return xml_bad(x, "an end tag without '>'");
	x->own.at++;
	return close_element(x);
}

static enum xml_event open_element(struct xml *x, unsigned word)
{
	if (x->depth == XML_DEPTH)
		return xml_limit(x, "more than 64 nested elements");
	x->deep = x->depth >= x->limit;
	if (x->deep)
		return xml_bad(x, "elements are nested deeper than expected here");
	x->own.words[++x->depth] = (unsigned char)word;
	x->own.rooted = true;
	x->name = innermost(x);
	return XML_START;
}

/* Read a start tag, at '<' before a character of a name. */
static enum xml_event open_tag(struct xml *x)
{
	unsigned word = xml_word(x->own.at + 1);
	size_t len;

	if (word) {
		x->own.at += 1 + xml_words[word].len + 1;
		x->own.state = XML_INSIDE;
		return open_element(x, word);
	}
	xml_space(x);
	len = xml_name_length(x, x->own.at + 1);
	if (!len)
		return xml_bad(x, "a '<' that begins no tag");
	x->own.names -= len + 1;
	x->own.names[0] = (char)(len - 1);
	memcpy(x->own.names + 1, x->own.at + 1, len);
	x->own.at += 1 + len;
	x->own.tag_names = x->own.names;
	x->attributes = 0;
	x->own.attribute_names = 0;
	x->own.state = XML_IN_TAG;
	if (*x->own.at == '>') {
		x->own.at++;
		x->own.state = XML_INSIDE;
	}
	return open_element(x, 0);
}

/* Read a comment or CDATA, at "<!". */
static enum xml_event declaration(struct xml *x)
{
	if (x->plain)
		return xml_bad(x, "a comment or CDATA, which this server never sends");
	if (slice_begins((struct slice){ x->own.at, XML_SLACK }, SLICE("<!--"))) {
		x->own.at += 4;
		xml_comment(x);
		return XML_DONE;
	}
	if (x->depth && slice_begins((struct slice){ x->own.at, XML_SLACK }, SLICE("<![CDATA["))) {
		x->own.at += 9;
		x->own.state = XML_IN_CDATA;
		return XML_DONE;
	}
	if (!x->own.rooted && slice_begins((struct slice){ x->own.at, XML_SLACK }, SLICE("<!DOCTYPE")))
		return xml_bad(x, "a DOCTYPE: documents with a DTD are refused, entities could do harm");
	return xml_bad(x, "\"<!\" that is not allowed here");
}

/* Read a processing instruction, at "<?". */
static enum xml_event instruction(struct xml *x)
{
	struct slice name;

	if (x->plain)
		return xml_bad(x, "a processing instruction, which this server never sends");
	xml_space(x);
	name = (struct slice){ x->own.at + 2, xml_name_length(x, x->own.at + 2) };
	if (!name.len)
		return xml_bad(x, "a processing instruction without a name");
	if (slice_is_word(name, SLICE("xml")))
		return xml_bad(x, "an XML declaration that does not stand at the very beginning");
	x->own.at = name.at + name.len;
	if (xml_is(*x->own.at, SPACE)) {
		name.at = memcpy(x->own.names - name.len, name.at, name.len); /* a pull moves the window */
		xml_blanks(x);
	} else if (x->own.at[0] != '?' || x->own.at[1] != '>') {
		return xml_bad(x, "a processing instruction whose name does not end");
	}
	x->name = name;
	x->own.state = XML_IN_PI;
	return XML_PI;
}

enum xml_event xml_markup(struct xml *x)
{
	x->own.brackets = 0;
	xml_need(x, XML_LOOK);
	switch (x->own.at[1]) {
	case '/':
		return x->depth ? close_tag(x) : xml_bad(x, "an end tag outside the root element");
	case '!':
		return declaration(x);
	case '?':
		return instruction(x);
	}
	return x->depth || !x->own.rooted ? open_tag(x) : xml_bad(x, "a second root element");
}

/* Count the ']' at the end of the text just read: "]]>" is illegal in text (2.4). */
static void count_brackets(struct xml *x, const char *from)
{
	const char *p = x->own.at;
	size_t n;

	while (p > from && p[-1] == ']')
		p--;
	n = (size_t)(x->own.at - p) + (p == from ? x->own.brackets : 0);
	x->own.brackets = n > 2 ? 2 : (unsigned)n;
}

/* Is the '&' at hand one that a server which does not escape names has written into a <name>? */
static bool bare(struct xml *x)
{
	xml_need(x, 6);
	return x->plain && x->own.words[x->depth] == NAME && !xml_entity(x->own.at);
}

/* Handle the byte that stopped the scan of text (not '<'), or the end of the window. */
static bool special(struct xml *x)
{
	if (x->own.at == x->own.end)
		return xml_odd(x, false);
	if (*x->own.at == '>') {
		if (x->own.brackets == 2)
			return xml_bad(x, "\"]]>\" in text");
		x->text = (struct slice){ x->own.at++, 1 };
		x->own.brackets = 0;
		return true;
	}
	x->own.brackets = 0;
	if (*x->own.at != '&')
		return xml_odd(x, false);
	if (!bare(x))
		return xml_reference(x);
	x->text = (struct slice){ x->own.at++, 1 };
	return true;
}

static enum xml_event content(struct xml *x)
{
	const char *from = x->own.at;

	x->own.at = xml_scan(from, 0);
	if (x->own.at > from) {
		count_brackets(x, from);
		x->text = (struct slice){ from, (size_t)(x->own.at - from) };
		return XML_TEXT;
	}
	if (*x->own.at == '<')
		return xml_markup(x);
	return special(x) ? XML_TEXT : XML_DONE;
}

/* Read the byte order mark and the XML declaration. */
static enum xml_event start_document(struct xml *x)
{
	xml_need(x, 6);
	if (!memcmp(x->own.at, "\xfe\xff", 2) || !memcmp(x->own.at, "\xff\xfe", 2) ||
		(x->own.end > x->own.at && (!memcmp(x->own.at, "\0<", 2) || !memcmp(x->own.at, "<\0", 2))))
		return xml_bad(x, "UTF-16 or UTF-32: only UTF-8 is read");
	if (!memcmp(x->own.at, "\xef\xbb\xbf", 3))
		x->own.at += 3;
	x->own.state = XML_BEFORE;
	xml_need(x, 6);
	if (!memcmp(x->own.at, "<?xml", 5) && xml_is(x->own.at[5], SPACE)) {
		x->own.at += 5;
		xml_declaration(x);
	}
	return XML_DONE;
}

/* Read white space, comments and PIs before and after the root element. */
static enum xml_event outside(struct xml *x)
{
	xml_blanks(x);
	if (xml_need(x, 1)) {
		if (*x->own.at == '<')
			return xml_markup(x);
		return xml_bad(x, x->own.rooted ? "text after the root element" : "text before the root element");
	}
	if (!x->own.rooted)
		return xml_bad(x, "the document ends without an element");
	x->own.state = XML_OVER;
	return XML_DONE;
}

/* Make one step. Return XML_DONE if there is no event yet. */
static enum xml_event step(struct xml *x)
{
	switch (x->own.state) {
	case XML_AT_START:
		return start_document(x);
	case XML_BEFORE:
	case XML_AFTER:
		return outside(x);
	case XML_IN_TAG:
		return xml_in_tag(x);
	case XML_IN_VALUE:
		return xml_in_value(x);
	case XML_EMPTY:
		return close_element(x);
	case XML_INSIDE:
		return content(x);
	case XML_IN_CDATA:
		return xml_in_cdata(x);
	case XML_IN_PI:
		return xml_in_pi(x);
	case XML_OVER:
		break;
	}
	return XML_DONE;
}

enum xml_event xml_next(struct xml *x)
{
	enum xml_event event = XML_DONE;

	while (x->own.state != XML_OVER) {
		event = step(x);
		if (event == XML_TEXT || event == XML_VALUE ? x->text.len > 0 : event != XML_DONE)
			return event;
	}
	return XML_DONE;
}

void xml_refuse(struct xml *x, enum status status, const char *what)
{
	xml_stop(x, status, what);
}
