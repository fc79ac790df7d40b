/* SPDX-License-Identifier: MIT */
/*
 * An XML reader: it pulls a document through one fixed window and returns it event by event. It allocates no memory and
 * does not recurse; its cost in memory does not depend on the document.
 *
 *	struct xml xml;                                  26 KiB: not on the stack
 *	xml_open(&xml, stream, fail);
 *	while ((event = xml_next(&xml)) != XML_DONE)
 *		switch (event) { case XML_START: ... xml.name ... }
 *	if (fail->status) ...
 *
 *	<a b="x&amp;y">text<?pi data?></a>
 *	START a, ATTRIBUTE b, VALUE x, VALUE &, VALUE y, TEXT text, PI pi, VALUE data, CLOSE a, DONE
 *
 * It reads XML 1.0, fifth edition, in UTF-8, without a DTD. It checks every rule of well-formedness, in skipped parts
 * too, and refuses a DOCTYPE (and so external entities and entity bombs). Comments are checked and dropped. Line ends
 * and the white space of attribute values are normalized (2.11, 3.3.3).
 *
 * xml_tag.h reads attributes one by one; xml_skip.h skips elements and attributes, and has short cuts for the values
 * and members of XML-RPC.
 *
 * Failure: fail has the status BROKEN (EXCEEDED for a limit) and a message with line and column (in bytes). Every later
 * call returns XML_DONE: loops end by themselves, and one check of fail at the end is enough.
 */
#ifndef WIRE_XML_H
#define WIRE_XML_H

#include "wire/xml_own.h"

enum xml_event {
	XML_DONE, /* the end of the document, or a failure */
	XML_START, /* of the element `name` */
	XML_ATTRIBUTE, /* `name`, of the element just started; its value follows in pieces */
	XML_VALUE, /* `text`: a piece of the value of an attribute, or of the data of a PI */
	XML_TEXT, /* `text`: a piece of character data; CDATA is text */
	XML_CLOSE, /* of the element `name`; also follows <empty/> */
	XML_PI, /* a processing instruction for `name`; its data follows in pieces */
};

struct xml {
	struct slice name, text; /* of the event; until the next call */
	unsigned depth; /* open elements */
	unsigned limit; /* most open elements: XML_DEPTH; the caller may lower it */
	bool plain; /* set by the caller: refuse comments, CDATA and PIs from here on, and take an '&' in <name>, unless
		     * it begins one of the five entities, for itself */
	bool refused; /* the document was at fault, not the stream */
	bool deep; /* the fault was elements nested deeper than `limit` */
	unsigned attributes; /* attributes of this tag so far */

	struct xml_own own; /* private */
};

/* Begin to read a document. The stream must report its failures in fail too. */
void xml_open(struct xml *x, struct stream *in, struct fail *fail);

enum xml_event xml_next(struct xml *x);

/* Refuse the document here, for a reason of the caller: "line 1, column 7: WHAT". */
void xml_refuse(struct xml *x, enum status status, const char *what);

/* Offset of the next byte in the document. */
static inline uint64_t xml_offset(const struct xml *x)
{
	return x->own.base + (size_t)(x->own.at - x->own.room);
}

/* Private to the reader: take the markup that begins with the '<' at hand. */
enum xml_event xml_markup(struct xml *x);

#endif
