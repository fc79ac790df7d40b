/* SPDX-License-Identifier: MIT */
/*
 * The state of the XML reader, private to the files xml*.c.
 *
 * The window and the names of open elements share one buffer, so that the window is large while names are
 * short, and every limit holds while they are long:
 *
 *	room: | unread bytes (at .. end) | NULs | free ... | names: innermost ... root |
 *
 * A name is copied from the window to the names after it was taken from the window. Bringing the unread bytes
 * to the front therefore always frees at least the space that all names taken since then need.
 */
#ifndef WIRE_XML_OWN_H
#define WIRE_XML_OWN_H

#include "link/stream.h"

enum {
	XML_DEPTH = 64, /* XAPI's deepest answer is 23 (event.from) */
	XML_NAME = 256, /* bytes of a name */
	XML_ATTRIBUTES = 256, /* of one element; each is compared with all others */
	XML_ATTRIBUTE_NAMES = 8192, /* bytes of their names together */
	XML_SLACK = 64, /* NULs after the window stop every look-ahead */
	XML_LOOK = XML_NAME + 8, /* bytes of a tag examined together */
	XML_ROOM = 26 * 1024 - 320, /* shared by window and names; the whole struct is within 26 KiB */
};

struct xml_own {
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
	bool ended; /* the stream has ended */
	bool ascii; /* the document is declared as US-ASCII */
	bool rooted; /* the root element has begun */
	unsigned brackets; /* ']' directly before the window's next byte; at most 2 are counted */
	size_t attribute_names; /* bytes */
	char *tag_names; /* names of the previous tag that may recur, in its order */
	unsigned alike; /* names of the tag before that may come again, in its order */
	const char *alike_tag, *alike_names; /* its tag_names, and names at its end */
	uint64_t alike_end; /* a decoded reference or normalized white space */
	char small[4]; /* text that does not stand in the document as such */
	uint64_t base; /* offset of the window in the document */
	bool breaks; /* a line may have ended in the window, before at */
	uint64_t line, line_at; /* lines before the window, offset of the line in which it begins */
	const char *at; /* next byte of the window */
	char *end; /* of the window; XML_SLACK NULs follow */
	char *names; /* open elements, innermost first, each a length byte and a name; attributes before */
	unsigned char words[XML_DEPTH + 1]; /* index of a known word (xml_chars.h); 0: the name is in names */

	/* window --> | free | <-- names */
	char room[XML_ROOM];
};

#endif
