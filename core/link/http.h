/* SPDX-License-Identifier: MIT */
/*
 * An HTTP/1.1 client: write POST requests, read the answers in order. An answer's body is a stream that ends where
 * the body ends, whatever its framing (length, chunks, end of connection), so that the next pipelined answer begins
 * there.
 *
 *	http_post(&out, &uri, &form, NULL, call, fail); ...            any number of requests into one write
 *	http_open(&http, &conn.stream, SLICE(""), fail);
 *	if (http_answer(&http) == 0) ... http.body ...    to its end, then the next http_answer
 *
 * Refused as BROKEN: any status but 200, an HTML body, an encoded body, lengths that are malformed or contradict each
 * other, broken chunks, a body cut short. Refused as EXCEEDED: headers over the limits below. Redirects are never
 * followed.
 */
#ifndef LINK_HTTP_H
#define LINK_HTTP_H

#include "link/stream.h"
#include "link/uri.h"

enum {
	HTTP_REQUEST_HEAD = 1024, /* XAPI's limit; it answers 431 to more */
	HTTP_REQUEST_BODY = 300 * 1024, /* XAPI's limit */
	HTTP_HEAD = 16 * 1024, /* bytes of an answer's head, or of its trailers */
	HTTP_LINES = 100, /* lines of a head */
	HTTP_INTERIM = 8, /* 1xx answers before the final one */
	HTTP_LINE = 512, /* bytes kept of a line */
	HTTP_CHUNK = 0x7fffffff, /* bytes of one chunk */
	HTTP_NOTE = 128, /* bytes kept of a header field's value */
	HTTP_ROOM = 2048,
};

struct http {
	struct stream body; /* the body of the current answer */
	bool keep; /* the connection stays open after this answer */
	unsigned status; /* of the current answer; 0: none came */
	enum http_type { HTTP_UNTYPED, HTTP_XML, HTTP_JSON, HTTP_HTML } type; /* Content-Type */
	size_t note_len; /* length of `note`; 0: the answer lacks that field, or its value is longer */
	char note[HTTP_NOTE]; /* value of the header field named in http_open */

	/* private */
	struct stream *wire;
	struct fail *fail;
	struct slice noted; /* name of the field whose value goes to `note` */
	enum http_framing { HTTP_BY_LENGTH, HTTP_IN_CHUNKS, HTTP_TO_END } framing;
	uint64_t left; /* bytes left of the body, or of its chunk */
	bool over; /* the body has ended */
	const char *at, *end; /* buffered bytes of the wire */
	bool cut; /* the line read last was longer than `line` */
	char line[HTTP_LINE];
	char room[HTTP_ROOM];
};

/* What is posted, and where. */
struct http_form {
	const char *path; /* NULL: the URI's, by default /RPC2 */
	const char *type;
};

/* Append a POST request to the URI's host, with one more header field with its line end (NULL: none), and the
 * body. */
int http_post(struct out *o, const struct uri *u, const struct http_form *form, const char *field, struct slice body,
	struct fail *f);

/* Begin to read answers from `wire`. Keep the value of the header field `noted` of each answer in h->note; an empty name
 * keeps none. */
void http_open(struct http *h, struct stream *wire, struct slice noted, struct fail *fail);

/* Read the head of the next answer. Return 0, FAILED, or ABSENT if the stream ended before its first byte (fail is
 * left alone). */
int http_answer(struct http *h);

#endif
