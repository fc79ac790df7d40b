/* SPDX-License-Identifier: MIT */
#include "http.h"

#include <string.h>
#include <strings.h>

/* A piece of the input. */
struct span {
	const char *at;
	size_t len;
};

/* Headers seen, besides those stored in the request. */
struct seen {
	unsigned host, length, type, agent, connection;
};

static enum http_verdict bad(struct request *req, int status, const char *reason)
{
	req->status = status;
	req->reason = reason;
	return HTTP_BAD;
}

static bool is(struct span s, const char *word)
{
	return s.len == strlen(word) && strncasecmp(s.at, word, s.len) == 0;
}

static bool is_token_char(char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
		return true;
	return c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL;
}

static bool is_token(struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (!is_token_char(s.at[i]))
			return false;
	}
	return s.len > 0;
}

/* Visible ASCII and blanks: nothing else has a place in a head. */
static bool is_plain(struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (s.at[i] < ' ' || s.at[i] > '~')
			return false;
	}
	return true;
}

/*
 * Takes the line at *pos.  A lone LF ends a line for xend, as its library has it; strictly it
 * is wrong, and so is a CR anywhere but before the LF.
 */
static enum http_verdict next_line(const char *data, size_t len, bool strict, size_t *pos, struct span *line,
	struct request *req)
{
	const char *at = data + *pos;
	const char *end = memchr(at, '\n', len - *pos);

	if (!end)
		return HTTP_MORE;
	*line = (struct span){ at, (size_t)(end - at) };
	*pos += line->len + 1;
	if (line->len && at[line->len - 1] == '\r')
		line->len--;
	else if (strict)
		return bad(req, 500, "a line of the head does not end in CRLF");
	if (memchr(line->at, '\r', line->len))
		return bad(req, 500, "stray CR in the head");
	return HTTP_OK;
}

/* Split the part before the first `c` off *rest. Return false if there is none. */
static bool cut_at(struct span *rest, char c, struct span *part)
{
	const char *at = memchr(rest->at, c, rest->len);

	if (!at)
		return false;
	*part = (struct span){ rest->at, (size_t)(at - rest->at) };
	rest->at = at + 1;
	rest->len -= part->len + 1;
	return true;
}

static enum http_verdict request_line(struct span line, struct request *req)
{
	struct span method, path;

	if (!is_plain(line) || !cut_at(&line, ' ', &method) || !is_token(method))
		return bad(req, 500, "malformed request line");
	if (!cut_at(&line, ' ', &path) || path.len == 0)
		return bad(req, 500, "malformed request line");
	if (line.len != 8 || memcmp(line.at, "HTTP/1.", 7) != 0)
		return bad(req, 500, "unknown HTTP version");
	if (line.at[7] != '0' && line.at[7] != '1')
		return bad(req, 500, "unknown HTTP version");
	req->minor = line.at[7] == '1';
	req->keep = req->minor == 1;
	if (method.len != 4 || memcmp(method.at, "POST", 4) != 0)
		return bad(req, 501, "only POST is served");
	if (path.at[0] != '/')
		return bad(req, 500, "the path does not begin with a slash");
	req->jsonrpc = path.len >= 8 && memcmp(path.at, "/jsonrpc", 8) == 0;
	return HTTP_OK;
}

static enum http_verdict content_length(struct span value, bool strict, struct request *req)
{
	size_t i, n = 0, most = strict ? HTTP_MAX_BODY : HTTP_XEND_MAX_BODY;

	if (value.len == 0 || (value.at[0] == '0' && value.len > 1))
		return bad(req, 500, "malformed content-length");
	for (i = 0; i < value.len; i++) {
		if (value.at[i] < '0' || value.at[i] > '9')
			return bad(req, 500, "malformed content-length");
		n = n * 10 + (size_t)(value.at[i] - '0');
		if (n > most)
			return bad(req, 500, "request body too large");
	}
	req->body = n;
	return HTTP_OK;
}

static enum http_verdict connection(struct span value, bool strict, struct request *req)
{
	if (is(value, "close"))
		req->keep = false;
	else if (is(value, "keep-alive"))
		req->keep = req->asked = true;
	else if (strict)
		return bad(req, 500, "unknown connection header");
	return HTTP_OK;
}

static enum http_verdict content_type(struct span value, struct request *req)
{
	const char *want = req->jsonrpc ? "application/json" : "text/xml";
	size_t n = strlen(want);

	if (value.len >= n && strncasecmp(value.at, want, n) == 0 && (value.len == n || value.at[n] == ';'))
		return HTTP_OK;
	return bad(req, 500, "content-type is not that of the path");
}

/* Check headers for strict rules only. */
static enum http_verdict strict_header(struct span name, struct span value, struct seen *seen, struct request *req)
{
	if (is(name, "host")) {
		seen->host++;
		return value.len ? HTTP_OK : bad(req, 500, "empty host header");
	}
	if (is(name, "content-type")) {
		seen->type++;
		return content_type(value, req);
	}
	if (is(name, "user-agent")) {
		seen->agent++;
		if (value.len < 5 || memcmp(value.at, "xmbox", 5) != 0)
			return bad(req, 500, "user-agent does not begin with xmbox");
	}
	if (is(name, "x-xenapi-request-host-certificate-thumbprint"))
		req->thumbprint = is(value, "sha-256:master");
	if (is(name, "expect"))
		return bad(req, 500, "expect header");
	return HTTP_OK;
}

static enum http_verdict header(struct span line, bool strict, struct seen *seen, struct request *req)
{
	struct span name;

	if (!cut_at(&line, ':', &name))
		return strict ? bad(req, 500, "header line without a colon") : HTTP_OK;
	if (strict && (!is_token(name) || !is_plain(line)))
		return bad(req, 500, "malformed header line");
	for (; line.len && (*line.at == ' ' || *line.at == '\t'); line.len--)
		line.at++;
	while (line.len && (line.at[line.len - 1] == ' ' || line.at[line.len - 1] == '\t'))
		line.len--;
	if (is(name, "content-length")) {
		seen->length++;
		return content_length(line, strict, req);
	}
	if (is(name, "transfer-encoding"))
		return bad(req, 500, "transfer-encoding on a request");
	if (is(name, "connection")) {
		seen->connection++;
		return connection(line, strict, req);
	}
	return strict ? strict_header(name, line, seen, req) : HTTP_OK;
}

static enum http_verdict check_seen(const struct seen *seen, bool strict, struct request *req)
{
	if (seen->length == 0)
		return bad(req, 500, "a content-length header is required");
	if (!strict)
		return HTTP_OK;
	if (seen->length > 1)
		return bad(req, 500, "more than one content-length");
	if (seen->host != 1)
		return bad(req, 500, "not exactly one host header");
	if (seen->type != 1)
		return bad(req, 500, "not exactly one content-type header");
	if (seen->agent != 1)
		return bad(req, 500, "not exactly one user-agent header");
	if (seen->connection > 1)
		return bad(req, 500, "more than one connection header");
	return HTTP_OK;
}

enum http_verdict http_request(const char *data, size_t len, bool strict, struct request *req)
{
	size_t most = strict ? HTTP_MAX_HEAD : HTTP_XEND_MAX_HEAD;
	size_t pos = 0, have = len < most ? len : most;
	struct seen seen = { 0 };
	struct span line;
	enum http_verdict v;
	bool first = true;

	*req = (struct request){ .minor = 1 };
	if (len == 0)
		return HTTP_MORE;
	for (;; first = false) {
		v = next_line(data, have, strict, &pos, &line, req);
		if (v == HTTP_MORE && len >= most)
			return bad(req, 431, "request head too large");
		if (v != HTTP_OK)
			return v;
		if (line.len == 0 && !first)
			break;
		v = first ? request_line(line, req) : header(line, strict, &seen, req);
		if (v != HTTP_OK)
			return v;
	}
	req->head = pos;
	return check_seen(&seen, strict, req);
}
