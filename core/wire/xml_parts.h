/* SPDX-License-Identifier: MIT */
/*
 * Inside the XML reader: what its files share with each other and with nobody else.
 *
 * The window and the names of open elements share one room, so that the window is large while names
 * are short, and every limit holds while they are long:
 *
 *	room: | unread bytes (at .. end) | NULs | free ... | names: innermost ... root |
 *
 * A name moves from the window to the names only after it was taken from the window, so bringing the
 * unread bytes to the front always frees at least as much as all names taken since then need.
 */
#ifndef WIRE_XML_PARTS_H
#define WIRE_XML_PARTS_H

#include "wire/xml.h"
#include "wire/xml_chars.h"

/* xml_window.c; the last two refuse, BROKEN and EXCEEDED, and return XML_DONE, which is also false */
void xml_pull(struct xml *x, size_t want);
void xml_compact(struct xml *x);
enum xml_event xml_bad(struct xml *x, const char *what);
enum xml_event xml_limit(struct xml *x, const char *what);

/* Are there want unread bytes (at most XML_LOOK)? Pulls until there are, or the stream has ended. */
static inline bool xml_need(struct xml *x, size_t want)
{
	if ((size_t)(x->end - x->at) < want)
		xml_pull(x, want);
	return (size_t)(x->end - x->at) >= want;
}

/* Makes sure that a name fits between window and names. */
static inline void xml_space(struct xml *x)
{
	if ((size_t)(x->names - x->end) < XML_SLACK + XML_LOOK)
		xml_compact(x);
}

/* xml.c: at '<'; at another byte that stopped the scan of text, or at the window's end; the ']' that text
 * from `from` on ends with: "]]>" may not stand in text (2.4) */
enum xml_event xml_markup(struct xml *x);
bool xml_special(struct xml *x);
void xml_count_brackets(struct xml *x, const char *from);

/* xml_text.c: a piece, which may be empty, into x->text and true, or false for a failure */
bool xml_odd(struct xml *x, bool in_value);
bool xml_reference(struct xml *x);
void xml_comment(struct xml *x);
enum xml_event xml_in_cdata(struct xml *x);
enum xml_event xml_in_pi(struct xml *x);

/* xml_tag.c */
size_t xml_name_length(struct xml *x, const char *at);
bool xml_blanks(struct xml *x);
bool xml_declaration(struct xml *x);
enum xml_event xml_in_tag(struct xml *x);
enum xml_event xml_in_value(struct xml *x);
void xml_expect(struct xml *x);

/* The attribute's name whose length byte ends before p: each name of a tag, its length behind it, stands
 * below the one before. */
static inline struct slice xml_name_below(const char *p)
{
	size_t len = (unsigned char)p[-1] + 1U;

	return (struct slice){ p - 1 - len, len };
}

/* Does ` NAME="` stand at at, with that name? The value's quote; NULL: no. */
static inline const char *xml_stands(const char *at, struct slice name)
{
	const char *end = at + 1 + name.len;

	if (*at != ' ' || *end != '=' || (end[1] != '"' && end[1] != '\'') || !slice_same(at + 1, name.at, name.len))
		return NULL;
	return end + 1;
}

static inline enum xml_state xml_around(const struct xml *x)
{
	return x->depth ? XML_INSIDE : x->rooted ? XML_AFTER : XML_BEFORE;
}

#endif
