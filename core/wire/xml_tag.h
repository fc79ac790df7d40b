/* SPDX-License-Identifier: MIT */
/*
 * Attributes one by one, after XML_START:
 *
 *	while (xml_attribute(&xml))
 *		xml_attribute_value(&xml, slice_is(xml.name, SLICE("uuid")) ? &text : NULL);
 */
#ifndef WIRE_XML_TAG_H
#define WIRE_XML_TAG_H

#include "wire/xml.h"

/* Enter the value of the next attribute, `name`; return false after the last. */
bool xml_attribute(struct xml *x);

/* Read the value that was entered to its end and append it to text, whose `failed` is set if it does not fit;
 * without text, skip it. */
void xml_attribute_value(struct xml *x, struct out *text);

/* Take the value that was entered if all of it is in the window and stands for itself. *value is valid until
 * the next call. */
bool xml_attribute_plain(struct xml *x, struct slice *value);

/* Return whether the attribute has the name of the one in its place, `attributes`, in the element right before. */
static inline bool xml_alike(const struct xml *x)
{
	return x->attributes <= x->own.alike;
}

/* Private to the reader */

/* Return the length of the name at `at`, which is in the window with XML_LOOK bytes from x->own.at on; 0 if there is
 * none, or if the name exceeds its limit and the document is refused. */
size_t xml_name_length(struct xml *x, const char *at);

/* Take white space; return whether there was any. */
bool xml_blanks(struct xml *x);

/* Read the XML declaration after "<?xml". */
bool xml_declaration(struct xml *x);

/* One step within a tag, and within the value of an attribute. */
enum xml_event xml_in_tag(struct xml *x);
enum xml_event xml_in_value(struct xml *x);

/* At the start of a tag's attributes: find out how many names of the tag before may come again. */
void xml_expect(struct xml *x);

/* Name of the attribute whose length byte ends before p: each name of a tag, followed by its length, lies below
 * the one before. */
static inline struct slice xml_name_below(const char *p)
{
	size_t len = (unsigned char)p[-1] + 1U;

	return (struct slice){ p - 1 - len, len };
}

/* Return the quote of the value if ` NAME="` with that name is at at, else NULL. */
static inline const char *xml_stands(const char *at, struct slice name)
{
	const char *end = at + 1 + name.len;

	if (*at != ' ' || *end != '=' || (end[1] != '"' && end[1] != '\'') || !slice_same(at + 1, name.at, name.len))
		return NULL;
	return end + 1;
}

#endif
