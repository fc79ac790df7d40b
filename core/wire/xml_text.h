/* SPDX-License-Identifier: MIT */
/* Private to the XML reader: characters other than plain text; the contents of comments, CDATA and PIs. A piece of
 * text, possibly empty, is left in x->text. */
#ifndef WIRE_XML_TEXT_H
#define WIRE_XML_TEXT_H

#include "wire/xml.h"

/* Take a piece at a byte that stops the scan of text, or pull at the window's end. Return false after a failure. */
bool xml_odd(struct xml *x, bool in_value);

/* Take a reference, at its '&'. Return false after a failure. */
bool xml_reference(struct xml *x);

/* Read the rest of a comment after "<!--". */
void xml_comment(struct xml *x);

enum xml_event xml_in_cdata(struct xml *x);
enum xml_event xml_in_pi(struct xml *x);

#endif
