/* SPDX-License-Identifier: MIT */
/* Inside the XML reader: characters that are not plain text, and what stands between "<!--", "<![CDATA[" or "<?"
 * and its end. A piece of text, possibly empty, is left in x->text. */
#ifndef WIRE_XML_TEXT_H
#define WIRE_XML_TEXT_H

#include "wire/xml.h"

/* Take a piece at a byte that stops the scan of text, or pull at the window's end: false after a failure. */
bool xml_odd(struct xml *x, bool in_value);

/* Take a reference, at its '&': false after a failure. */
bool xml_reference(struct xml *x);

/* Take a comment, at what follows "<!--". */
void xml_comment(struct xml *x);

enum xml_event xml_in_cdata(struct xml *x);
enum xml_event xml_in_pi(struct xml *x);

#endif
