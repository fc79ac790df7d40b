/* SPDX-License-Identifier: MIT */
/*
 * Skip elements and attributes, and short cuts through what XML-RPC repeats. All of it is checked as xml_next
 * checks it.
 */
#ifndef WIRE_XML_SKIP_H
#define WIRE_XML_SKIP_H

#include "wire/wanted.h"
#include "wire/xml.h"

/* Leave the innermost open element: take everything up to its end tag, and that. */
void xml_skip(struct xml *x);

/* Find a member of an XML-RPC struct. If the next members are spelled "<member><name>NAME</name><value>", after
 * "</member>" unless it is the first, skip those that are not wanted and enter the value of the first one that
 * may be: true, and `name` is valid until the next call. False: read the next member, if there is one, by its
 * tags. */
bool xml_member(struct xml *x, uint64_t wanted);

/* If the struct ends here, and with it its value, leave both. */
bool xml_leave(struct xml *x);

/* If the rest of the innermost element, a value, is plain text (xml_value) or a boolean (xml_boolean), leave it:
 * `text` is valid until the next call. Else take nothing. */
bool xml_value(struct xml *x);
bool xml_boolean(struct xml *x);

/* Skip the attributes that follow as long as they have the same names in the same places as the attributes of
 * the element right before, whatever its own name, and marks[PLACE] is mark (without marks: all of them). The
 * next xml_attribute may still find one of them. */
void xml_pass(struct xml *x, const signed char *marks, signed char mark);

#endif
