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
 * Failure: fail has status BROKEN (EXCEEDED for a limit), a message with line and column (in bytes),
 * and every later call returns XML_DONE: loops end by themselves, one check follows.
 */
#ifndef WIRE_XML_H
#define WIRE_XML_H

#include "link/stream.h"

enum {
	XML_DEPTH = 64, /* XAPI's deepest answer is 23 (event.from) */
	XML_NAME = 256, /* bytes of a name */
	XML_ATTRIBUTES = 256, /* of one element; they are compared with each other */
	XML_ATTRIBUTE_NAMES = 8192, /* bytes of their names together */
	XML_SLACK = 64, /* NULs behind the window: what looks ahead stops there */
	XML_LOOK = XML_NAME + 8, /* bytes of a tag that are looked at together */
	XML_ROOM = 26 * 1024 - 320, /* shared by window and names; the whole struct is within 26 KiB */
};

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

	/* the rest is the reader's own */
	struct stream *in;
	struct fail *fail;
	enum xml_state {
		XML_AT_START, /* nothing read yet */
		XML_BEFORE, /* the root element */
		XML_IN_TAG, /* after the name or an attribute of a start tag */
		XML_IN_VALUE, /* of an attribute, which ends with `quote` */
		XML_EMPTY, /* after <a/>: its CLOSE is due */
		XML_INSIDE, /* content of an element */
		XML_IN_CDATA,
		XML_IN_PI,
		XML_AFTER, /* the root element */
		XML_OVER, /* nothing more comes */
	} state;
	char quote;
	bool ended; /* the stream has */
	bool ascii; /* declared so */
	bool rooted; /* the root element has begun */
	unsigned brackets; /* ']' (at most 2 count) right before the window's next byte */
	unsigned attributes; /* of this tag so far */
	size_t attribute_names; /* bytes */
	char *tag_names; /* `names` as it was before the first attribute */
	unsigned alike; /* names of the tag before that may come again, in its order */
	const char *alike_tag, *alike_names; /* its tag_names, and names at its end */
	uint64_t alike_end; /* offset */
	char small[4]; /* text that does not stand in the document as such */
	uint64_t base; /* offset of the window in the document */
	bool breaks; /* a line may have ended in the window, before at */
	uint64_t line, line_at; /* lines before the window, offset of the line in which it begins */
	const char *at; /* next byte of the window */
	char *end; /* of the window; XML_SLACK NULs follow */
	char *names; /* open elements, innermost first, each a length byte and a name; attributes before */
	unsigned char words[XML_DEPTH + 1]; /* a known word instead (xml_chars.h), 0: it is in names */

	/* window --> | free | <-- names */
	char room[XML_ROOM];
};

/* Begins to read a document. fail must be one that the stream uses too. */
void xml_open(struct xml *x, struct stream *in, struct fail *fail);

enum xml_event xml_next(struct xml *x);

/* Leaves the innermost open element: takes all up to its end tag, that included, at the speed of the
 * wire and with the same checks. */
void xml_skip(struct xml *x);

/* Short cuts through the sequence that records consist of. Where the next members of XML-RPC's struct stand
 * here as "<member><name>NAME</name><value>", after "</member>" if it is not the first, those that are not
 * wanted are taken as xml_skip would, and the first that may be is entered up to its value: true, and `name`
 * until the next call. False: the next member, if there is one, is to be read by its tags. */
bool xml_member(struct xml *x, uint64_t wanted);

/* Names that are wanted are a set of these, XML_ALL is all; some other names are in the same. The factor is one
 * of some that tell XAPI's other members from those that a list wants. */
#define XML_ALL UINT64_MAX
static inline uint64_t xml_set_of(struct slice name)
{
	const unsigned char *at = (const unsigned char *)name.at, *end = at + name.len; /* it may be empty */
	uint32_t of = at[0] | (uint32_t)end[-1] << 8 | (uint32_t)at[name.len / 2] << 16 | (uint32_t)name.len << 24;

	return UINT64_C(1) << (of * UINT32_C(0xea84b1f5) >> 26);
}

/* Does the struct end here, and with it its value? Then they are left, as the last member is. */
bool xml_leave(struct xml *x);

/* Is the innermost element a value with nothing but plain text from here on, or nothing but a boolean? Then
 * `text` is that, until the next call, and it is left; else nothing was taken. */
bool xml_value(struct xml *x);
bool xml_boolean(struct xml *x);

/* Attributes one by one, after XML_START: the next one's `name`, its value just entered; false after the
 * last. The value is then left by xml_attribute_value: added to text (whose `failed` says that it did not fit), or,
 * without one, skipped at the speed of the wire.
 *
 *	while (xml_attribute(&xml))
 *		xml_attribute_value(&xml, slice_is(xml.name, SLICE("uuid")) ? &text : NULL);
 */
bool xml_attribute(struct xml *x);
void xml_attribute_value(struct xml *x, struct out *text);

/* The value itself, where all of it is in the window and stands for itself: then it is left, and valid until
 * the next call. */
bool xml_attribute_plain(struct xml *x, struct slice *value);

/* Skips the attributes that follow as far as they have, in their places, the names of those of the element
 * right before (which may have another name), and marks[PLACE] is mark (without marks: all of them). What
 * xml_attribute then finds may be one of them still. */
void xml_pass(struct xml *x, const signed char *marks, signed char mark);

/* In the document: of a byte of the window, of the next byte. */
static inline uint64_t xml_offset_of(const struct xml *x, const char *at)
{
	return x->base + (size_t)(at - x->room);
}
static inline uint64_t xml_offset(const struct xml *x)
{
	return xml_offset_of(x, x->at);
}

/* Was the attribute's name that of the one in its place, `attributes`, in the element right before? */
static inline bool xml_alike(const struct xml *x)
{
	return x->attributes <= x->alike;
}

/* Refuses the document here, for a reason of the caller's: "line 1, column 7: WHAT". */
void xml_refuse(struct xml *x, enum status status, const char *what);

#endif
