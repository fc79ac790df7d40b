/* SPDX-License-Identifier: MIT */
/* The window of the XML reader: bytes pulled and not yet taken. */
#ifndef WIRE_XML_WINDOW_H
#define WIRE_XML_WINDOW_H

#include "wire/xml.h"

/* Pull until the window has `want` unread bytes (at most XML_LOOK), or the stream has ended. */
void xml_pull(struct xml *x, size_t want);

/* Bring the unread bytes to the front of the window. */
void xml_compact(struct xml *x);

/* Refuse the document here: "line 1, column 7: WHAT". */
void xml_stop(struct xml *x, enum status status, const char *what);

/* Refuse the document as BROKEN, or as EXCEEDED. Return XML_DONE, equal to false. */
enum xml_event xml_bad(struct xml *x, const char *what);
enum xml_event xml_limit(struct xml *x, const char *what);

/* Pull until the window has `want` unread bytes (at most XML_LOOK). Return false if the stream ends before. */
static inline bool xml_need(struct xml *x, size_t want)
{
	if ((size_t)(x->own.end - x->own.at) < want)
		xml_pull(x, want);
	return (size_t)(x->own.end - x->own.at) >= want;
}

/* Make room for a name between the window and the stored names. */
static inline void xml_space(struct xml *x)
{
	if ((size_t)(x->own.names - x->own.end) < XML_SLACK + XML_LOOK)
		xml_compact(x);
}

/* Return the state after markup: the content continues. */
static inline enum xml_state xml_around(const struct xml *x)
{
	return x->depth ? XML_INSIDE : x->own.rooted ? XML_AFTER : XML_BEFORE;
}

#endif
