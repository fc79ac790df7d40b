/* SPDX-License-Identifier: MIT */
/*
 * http - reads the head of one request out of what a connection has sent so far.
 *
 * Strict rules are today's XAPI and, beyond it, everything a well-behaved client does: CRLF line
 * ends only, exactly one Host, Content-Length and Content-Type (that of the path), a User-Agent that
 * begins with "xmbox", no header twice, nothing that XAPI ignores or cannot do (Expect, Transfer-Encoding).
 * Lenient rules are an old xend: it wants a POST with a length and cares about nothing else.
 */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>

#define HTTP_MAX_HEAD 1024
#define HTTP_MAX_BODY 307200
#define HTTP_XEND_MAX_HEAD 65536
#define HTTP_XEND_MAX_BODY 1048576

enum http_verdict { HTTP_MORE, HTTP_OK, HTTP_BAD };

struct request {
	unsigned minor; /* HTTP/1.minor; 1 as long as it is not known */
	bool keep; /* the client wants the connection kept */
	bool asked; /* it said so itself */
	bool jsonrpc; /* the path is that of JSON-RPC */
	bool thumbprint; /* it asks for the digest of the master's certificate */
	size_t head; /* bytes of the head, its blank line included */
	size_t body; /* bytes of the body, perhaps not received yet */
	int status; /* for HTTP_BAD: the status to answer */
	const char *reason; /* for HTTP_BAD: constant text */
};

/* HTTP_OK as soon as the head is whole, whether or not the body is. */
enum http_verdict http_request(const char *data, size_t len, bool strict, struct request *req);

#endif
