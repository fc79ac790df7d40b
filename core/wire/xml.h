/* SPDX-License-Identifier: MIT */
/*
 * An XML reader: pulls a document through one fixed window and hands it out piece by piece. It takes
 * no memory, does not recurse, and a document of any length costs what a short one costs.
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
 * What it reads is XML 1.0, fifth edition, in UTF-8, without a DTD: it checks every rule of
 * well-formedness, in skipped parts as in those that are handed out, and refuses a DOCTYPE (with it
 * go external entities and entity bombs). Comments are checked and left out. Line ends and the white
 * space of attribute values are normalized (2.11, 3.3.3).
 *
 * xml_tag.h reads attributes one by one; xml_skip.h skips elements and attributes, and has short cuts for the
 * values and members of XML-RPC.
 *
 * Failure: fail has status BROKEN (EXCEEDED for a limit), a message with line and column (in bytes),
 * and every later call returns XML_DONE: loops end by themselves, one check follows.
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
	unsigned depth; /* elements that are open */
	unsigned limit; /* of them: XML_DEPTH; the caller may lower it */
	bool plain; /* set by the caller: comments, CDATA and PIs are refused from here on */
	bool refused; /* something about the document was wrong, not about the stream */
	bool deep; /* and that was that elements lay deeper than `limit` */
	unsigned attributes; /* of this tag so far: the place of the last one, from 1 on */

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

#endif
