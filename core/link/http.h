/* SPDX-License-Identifier: MIT */
/*
 * HTTP/1.1 as a client of XML-RPC needs it: POST requests written, answers read in order. An answer's
 * body is a stream that ends where the body ends, however it is framed (by length, in chunks, to the
 * end), so that the next of several pipelined answers begins where this one stops.
 *
 *	http_post(&out, &uri, call, fail); ...            any number of requests into one write
 *	http_open(&http, &conn.stream, fail);
 *	if (http_answer(&http) == 0) ... http.body ...    to its end, then the next http_answer
 *
 * Refused, as BROKEN: any status but 200, a body that is HTML or encoded, lengths that contradict each
 * other or are no numbers, broken chunks, a body cut short; as EXCEEDED: headers over their limits.
 * Redirects are never followed.
 */
#ifndef LINK_HTTP_H
#define LINK_HTTP_H

#include "link/stream.h"
#include "link/uri.h"

enum {
	HTTP_REQUEST_HEAD = 1024, /* XAPI's limit: 431 beyond it */
	HTTP_REQUEST_BODY = 300 * 1024, /* XAPI's limit */
	HTTP_HEAD = 16 * 1024, /* bytes of an answer's head, or of its trailers */
	HTTP_LINES = 100, /* in it */
	HTTP_INTERIM = 8, /* answers 1xx before the real one */
	HTTP_LINE = 512, /* bytes of a line that are kept: what we look at is far shorter */
	HTTP_CHUNK = 0x7fffffff, /* bytes of one chunk */
	HTTP_NOTE = 128, /* bytes of the value of a field that is noted */
	HTTP_ROOM = 2048,
};

struct http {
	struct stream body; /* of the answer being read */
	bool keep; /* the connection stays open after it */
	size_t note_len; /* of the answer's x-xenapi-response-host-certificate-thumbprint; 0: it has none */
	char note[HTTP_NOTE];

	/* the rest is its own */
	struct stream *wire;
	struct fail *fail;
	enum http_framing { HTTP_BY_LENGTH, HTTP_IN_CHUNKS, HTTP_TO_END } framing;
	uint64_t left; /* bytes of the body, or of its chunk */
	bool over; /* the body */
	const char *at, *end; /* bytes read from the wire and not yet taken */
	char line[HTTP_LINE];
	char room[HTTP_ROOM];
};

/* Appends a whole POST request: path of the URI (/RPC2 where it has none), its host, another field with its
 * line's end (NULL: none), the body. */
int http_post(struct out *o, const struct uri *u, const char *field, struct slice body, struct fail *f);

void http_open(struct http *h, struct stream *wire, struct fail *fail);

/* Reads an answer's head: 0, ABSENT where the stream ended before its first byte (not said in fail),
 * or FAILED. */
int http_answer(struct http *h);

#endif
