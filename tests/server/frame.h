/* SPDX-License-Identifier: MIT */
/*
 * frame - puts the HTTP head in front of an answer's body.
 *
 * An all-zero style is today's XAPI: lower-case names, a content-length, `connection:
 * keep-alive` or `close`.  The rest of the style are the variations a client may meet.
 */
#ifndef FRAME_H
#define FRAME_H

#include "buf.h"

struct frame_style {
	bool xend; /* the header of Python's HTTP server in an old xend */
	bool no_space; /* nothing between a header's colon and its value */
	bool say_close; /* xend: write a Connection header, which it does not by default */
	bool to_end; /* no length: the body ends with the connection */
	size_t chunked; /* the body in chunks of this many bytes; 0: a length */
};

struct frame {
	unsigned minor; /* HTTP/1.minor */
	bool keep;
	int status;
	const char *phrase;
	const char *type; /* content type */
	bool plain; /* from outside the dispatcher: nothing about origins */
	const char *thumbprint; /* of the master's certificate; NULL: none */
};

/* A good answer with an XML body. */
void frame_ok(struct buf *out, const struct frame_style *style, unsigned minor, bool keep, const struct buf *body);
void frame_answer(struct buf *out, const struct frame_style *style, const struct frame *frame, const struct buf *body);

/* An HTTP-level failure with its page; the connection ends with it. */
void frame_failure(struct buf *out, const struct frame_style *style, unsigned minor, int status, const char *reason);

#endif
