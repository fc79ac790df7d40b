/* SPDX-License-Identifier: MIT */
#include "link/http.h"

#include <stddef.h>

enum { TLS_ALERT = 21 }; /* first byte of what TLS answers to HTTP */

/* The relevant fields of an answer's head. */
struct head {
	unsigned status;
	bool http10, chunked, length_given, close, keep_alive;
	uint64_t length;
};

int http_post(struct out *o, const struct uri *u, const struct http_form *form, const char *field, struct slice body,
	struct fail *f)
{
	size_t before = (size_t)(o->at - o->start);
	struct slice path = u->path.len && u->host.len ? u->path : SLICE("/RPC2");

	if (body.len > HTTP_REQUEST_BODY)
		return fail(f, EXCEEDED, "a request of %zu bytes: servers take %d", body.len, HTTP_REQUEST_BODY);
	out_bytes(o, SLICE("POST "));
	out_bytes(o, form->path ? slice_of(form->path) : path);
	out_bytes(o, SLICE(" HTTP/1.1\r\nHost: "));
	out_bytes(o, u->literal6 ? SLICE("[") : SLICE(""));
	out_bytes(o, u->host.len ? u->host : SLICE("localhost"));
	out_bytes(o, u->literal6 ? SLICE("]") : SLICE(""));
	out_bytes(o, u->port.len ? SLICE(":") : SLICE(""));
	out_bytes(o, u->port);
	out_bytes(o, SLICE("\r\n"));
	out_bytes(o, slice_of(field ? field : ""));
	out_bytes(o, SLICE("User-Agent: xmbox\r\nContent-Type: "));
	out_bytes(o, slice_of(form->type));
	out_bytes(o, SLICE("\r\nContent-Length: "));
	out_number(o, (int64_t)body.len);
	out_bytes(o, SLICE("\r\n\r\n"));
	if (o->failed || (size_t)(o->at - o->start) - before > HTTP_REQUEST_HEAD)
		return fail(f, MISUSED, "host and path of the URI are too long: servers take a head of %d bytes",
			HTTP_REQUEST_HEAD);
	out_bytes(o, body);
	return o->failed ? fail(f, EXCEEDED, "the requests are too long") : 0;
}

static int bad_answer(struct http *h, const char *what)
{
	return fail(h->fail, BROKEN, "not an HTTP answer: %s", what);
}

/* Fill the empty buffer. Return the number of bytes, 0 at the end of the stream, or FAILED. */
static ssize_t fill(struct http *h)
{
	ssize_t n = h->wire->read(h->wire, h->room, sizeof(h->room));

	h->at = h->room;
	h->end = h->room + (n > 0 ? n : 0);
	return n;
}

/* Read one byte outside of a body. */
static int next_byte(struct http *h, char *c)
{
	if (h->at == h->end) {
		ssize_t n = fill(h);

		if (n <= 0)
			return n < 0 ? FAILED : fail(h->fail, BROKEN, "the answer is cut short in its header");
	}
	*c = *h->at++;
	return 0;
}

/* Read one line without its line end into *line. Bytes after the first HTTP_LINE are dropped, and h->cut is set.
 * Subtract the line's length from *bytes. */
static int next_line(struct http *h, struct slice *line, size_t *bytes)
{
	size_t len = 0;

	for (;;) {
		char c = 0;

		if (next_byte(h, &c))
			return FAILED;
		if (!(*bytes)--)
			return fail(h->fail, EXCEEDED, "an answer with more than %d bytes of header", HTTP_HEAD);
		if (c == '\n')
			break;
		if (c == '\0')
			return bad_answer(h, "a NUL in its header");
		if (len < HTTP_LINE)
			h->line[len] = c;
		len++;
	}
	h->cut = len > HTTP_LINE;
	len = h->cut ? HTTP_LINE : len;
	*line = (struct slice){ h->line, len && h->line[len - 1] == '\r' ? len - 1 : len };
	return 0;
}

static bool parse_length(struct slice s, uint64_t *n)
{
	int64_t number;

	if (!s.len || s.at[0] == '-' || !slice_number(s, &number))
		return false;
	*n = (uint64_t)number;
	return true;
}

/* Does a comma-separated list contain the word? */
static bool lists(struct slice list, struct slice word)
{
	while (list.len)
		if (slice_is_word(slice_trim(slice_before(&list, ',')), word))
			return true;
	return false;
}

static enum http_type type_of(struct slice word)
{
	static const struct {
		struct slice word;
		enum http_type type;
	} types[] = {
		{ { "text/xml", 8 }, HTTP_XML },
		{ { "application/xml", 15 }, HTTP_XML },
		{ { "application/json", 16 }, HTTP_JSON },
		{ { "text/html", 9 }, HTTP_HTML },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (slice_is_word(word, types[i].word))
			return types[i].type;
	return HTTP_UNTYPED;
}

static int header_field(struct http *h, struct head *head, struct slice line)
{
	struct slice value = line, name = slice_before(&value, ':');
	uint64_t length;

	if (!name.len || name.len == line.len || memchr(name.at, ' ', name.len) || memchr(name.at, '\t', name.len) ||
		memchr(line.at, '\r', line.len))
		return bad_answer(h, "a malformed header line");
	value = slice_trim(value);
	if (slice_is_word(name, SLICE("content-length"))) {
		if (!parse_length(value, &length) || (head->length_given && length != head->length))
			return bad_answer(h, "an invalid or second Content-Length");
		head->length = length;
		head->length_given = true;
	} else if (slice_is_word(name, SLICE("transfer-encoding"))) {
		if (head->chunked || !slice_is_word(value, SLICE("chunked")))
			return bad_answer(h, "a Transfer-Encoding other than chunked");
		head->chunked = true;
	} else if (slice_is_word(name, SLICE("content-encoding"))) {
		if (!slice_is_word(value, SLICE("identity")))
			return bad_answer(h, "an unrequested Content-Encoding");
	} else if (slice_is_word(name, SLICE("connection"))) {
		head->close |= lists(value, SLICE("close"));
		head->keep_alive |= lists(value, SLICE("keep-alive"));
	} else if (slice_is_word(name, h->noted)) {
		h->note_len = value.len < HTTP_NOTE ? value.len : 0;
		memcpy(h->note, value.at, h->note_len);
	} else if (slice_is_word(name, SLICE("content-type"))) {
		h->type = type_of(slice_trim(slice_before(&value, ';')));
	} else {
		return 0;
	}
	if (h->cut)
		return fail(h->fail, EXCEEDED, "a %.*s of more than %d bytes", (int)name.len, name.at, HTTP_LINE);
	return 0;
}

/* Parse "HTTP/1.x NNN reason". */
static int status_line(struct http *h, struct head *head, struct slice line)
{
	struct slice rest = line, version = slice_before(&rest, ' '), code = slice_before(&rest, ' ');
	uint64_t status;

	head->http10 = slice_is(version, SLICE("HTTP/1.0"));
	if (!head->http10 && !slice_is(version, SLICE("HTTP/1.1")))
		return bad_answer(h, "it does not begin with HTTP/1.1");
	if (code.len != 3 || !parse_length(code, &status) || status < 100)
		return bad_answer(h, "a malformed status code");
	head->status = (unsigned)status;
	return 0;
}

static bool is_location(struct slice line)
{
	return slice_is_word(slice_before(&line, ':'), SLICE("location"));
}

/* Read a head up to its empty line. Keep the status line of a refusal, and where it redirects to, in `reason`. */
static int read_head(struct http *h, struct head *head, struct out *reason)
{
	size_t bytes = HTTP_HEAD;
	struct slice line;

	*head = (struct head){ 0 };
	h->note_len = 0;
	h->type = HTTP_UNTYPED;
	if (next_line(h, &line, &bytes) || status_line(h, head, line))
		return FAILED;
	out_bytes(reason, line);
	for (int lines = 1; !next_line(h, &line, &bytes); lines++) {
		if (!line.len)
			return 0;
		if (lines == HTTP_LINES)
			return fail(h->fail, EXCEEDED, "an answer with more than %d header lines", HTTP_LINES);
		if (header_field(h, head, line))
			return FAILED;
		if (head->status / 100 == 3 && !h->cut && is_location(line)) {
			out_bytes(reason, SLICE(", "));
			out_bytes(reason, line);
		}
	}
	return FAILED;
}

/* Determine the body's framing and whether the connection stays open (RFC 9112, 6.3 and 9.3). */
static int frame(struct http *h, const struct head *head)
{
	if (head->chunked && head->length_given)
		return bad_answer(h, "both a Content-Length and chunks");
	h->framing = head->chunked ? HTTP_IN_CHUNKS : head->length_given ? HTTP_BY_LENGTH : HTTP_TO_END;
	h->left = head->length;
	h->over = head->length_given && !head->length;
	h->keep = h->framing != HTTP_TO_END && !head->close && (!head->http10 || head->keep_alive);
	return 0;
}

/* Read raw bytes: first those in the buffer, then those of the wire. */
static ssize_t read_raw(struct http *h, char *at, size_t room)
{
	size_t there = (size_t)(h->end - h->at);

	if (!there)
		return h->wire->read(h->wire, at, room);
	if (room > there)
		room = there;
	memcpy(at, h->at, room);
	h->at += room;
	return (ssize_t)room;
}

static int parse_chunk_size(struct slice digits, uint64_t *n)
{
	*n = 0;
	for (size_t i = 0; i < digits.len; i++) {
		int digit = slice_hex(digits.at[i]);

		if (digit < 0 || *n > HTTP_CHUNK / 16)
			return FAILED;
		*n = *n * 16 + (unsigned)digit;
	}
	return digits.len ? 0 : FAILED;
}

/* Read the size of the first or next chunk. Read the trailers after the last chunk. */
static int next_chunk(struct http *h)
{
	size_t bytes = HTTP_HEAD;
	struct slice line, size;

	if (next_line(h, &line, &bytes))
		return FAILED;
	size = slice_before(&line, ';');
	if (h->cut || parse_chunk_size(slice_trim(size), &h->left))
		return bad_answer(h, "an invalid chunk size");
	if (h->left)
		return 0;
	for (int lines = 0; !next_line(h, &line, &bytes); lines++) {
		if (!line.len) {
			h->over = true;
			return 0;
		}
		if (lines == HTTP_LINES)
			return fail(h->fail, EXCEEDED, "an answer with more than %d trailers", HTTP_LINES);
	}
	return FAILED;
}

/* Read the line end after a chunk's data. */
static int chunk_end(struct http *h)
{
	char c = 0;

	if (next_byte(h, &c) || (c == '\r' && next_byte(h, &c)))
		return FAILED;
	return c == '\n' ? 0 : bad_answer(h, "a chunk that is longer than its size");
}

static ssize_t body_read(struct stream *s, char *at, size_t room)
{
	struct http *h = (struct http *)s;
	ssize_t n;

	if (!h->over && !h->left && h->framing == HTTP_IN_CHUNKS && next_chunk(h))
		return FAILED;
	if (h->over)
		return 0;
	if (h->framing != HTTP_TO_END && room > h->left)
		room = (size_t)h->left;
	n = read_raw(h, at, room);
	if (n < 0)
		return n;
	if (n == 0 && h->framing != HTTP_TO_END)
		return fail(h->fail, BROKEN, "the answer is cut short");
	if (n == 0)
		h->over = true;
	if (h->framing != HTTP_TO_END)
		h->left -= (size_t)n;
	if (h->framing == HTTP_BY_LENGTH)
		h->over = !h->left;
	if (h->framing == HTTP_IN_CHUNKS && !h->left && chunk_end(h))
		return FAILED;
	return n;
}

/* Append the words of an HTML error page to the status line. */
static void explain(struct http *h, struct out *reason)
{
	char page[1024];
	size_t len = 0;
	bool in_tag = false, gap = false;
	ssize_t n;

	while (len < sizeof(page) && (n = body_read(&h->body, page + len, sizeof(page) - len)) > 0)
		len += (size_t)n;
	for (size_t i = 0; i < len; i++) {
		char c = page[i];

		if (c == '<')
			in_tag = gap = true;
		else if (c == '>' && in_tag)
			in_tag = false;
		else if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
			gap = true;
		else if (!in_tag) {
			if (gap)
				out_char(reason, ' ');
			gap = false;
			out_char(reason, c);
		}
	}
}

void http_open(struct http *h, struct stream *wire, struct slice noted, struct fail *fail)
{
	h->body = (struct stream){ body_read, NULL };
	h->wire = wire;
	h->fail = fail;
	h->noted = noted;
	h->at = h->end = h->room;
	h->keep = true;
	h->status = 0;
}

static int report_refusal(struct http *h, const struct head *head, struct out *reason)
{
	struct fail unread = { 0 }, *said = h->fail;

	h->fail = &unread; /* the status is the message, even if the page cannot be read */
	if (h->type == HTTP_HTML && (head->length_given || head->chunked) && !frame(h, head))
		explain(h, reason);
	h->fail = said;
	return fail(said, BROKEN, "the server refuses: %.*s", (int)out_slice(reason).len, reason->start);
}

int http_answer(struct http *h)
{
	char room[400];
	struct head head;

	h->status = 0;
	if (h->at == h->end) {
		ssize_t n = fill(h);

		if (n <= 0)
			return n < 0 ? FAILED : ABSENT;
	}
	if (*h->at == TLS_ALERT)
		return fail(h->fail, BROKEN, "the server speaks TLS here (try https:)");
	for (int interim = 0; interim <= HTTP_INTERIM; interim++) {
		struct out reason = OUT_IN(room);

		if (read_head(h, &head, &reason))
			return FAILED;
		if (head.status / 100 == 1 && head.status != 101)
			continue;
		h->status = head.status;
		if (head.status != 200)
			return report_refusal(h, &head, &reason);
		if (h->type == HTTP_HTML)
			return fail(h->fail, BROKEN, "the server answers with a web page, not with XML-RPC");
		return frame(h, &head);
	}
	return fail(h->fail, EXCEEDED, "more than %d interim answers (1xx)", HTTP_INTERIM);
}
