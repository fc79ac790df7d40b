/* SPDX-License-Identifier: MIT */
#include "frame.h"

#include <stdio.h>
#include <time.h>

static void header(struct buf *out, const struct frame_style *style, const char *name, const char *value)
{
	buf_printf(out, "%s:%s%s\r\n", name, style->no_space ? "" : " ", value);
}

/* Write the framing of the body. */
static void length_header(struct buf *out, const struct frame_style *style, size_t length)
{
	char digits[24];

	if (style->to_end)
		return;
	if (style->chunked) {
		header(out, style, style->xend ? "Transfer-Encoding" : "transfer-encoding", "chunked");
		return;
	}
	snprintf(digits, sizeof(digits), "%zu", length);
	header(out, style, style->xend ? "Content-Length" : "content-length", digits);
}

static void xapi_head(struct buf *out, const struct frame_style *style, const struct frame *frame, size_t length)
{
	length_header(out, style, length);
	header(out, style, "connection", frame->keep ? "keep-alive" : "close");
	header(out, style, "cache-control", "no-cache, no-store");
	header(out, style, "content-type", frame->type);
	if (frame->status != 200 || frame->plain)
		return;
	header(out, style, "Access-Control-Allow-Origin", "*");
	header(out, style, "Access-Control-Allow-Headers", "X-Requested-With");
	if (frame->thumbprint)
		header(out, style, "x-xenapi-response-host-certificate-thumbprint", frame->thumbprint);
}

static void xend_head(struct buf *out, const struct frame_style *style, const struct frame *frame, size_t length)
{
	time_t now = time(NULL);
	struct tm tm;
	char date[64];

	if (!gmtime_r(&now, &tm) || !strftime(date, sizeof(date), "%a, %d %b %Y %T GMT", &tm))
		date[0] = '\0';
	header(out, style, "Server", "BaseHTTP/0.3 Python/2.7.18");
	header(out, style, "Date", date);
	/* Its failures announce the close and have no length; its answers do neither. */
	if (frame->status != 200 || (style->say_close && !frame->keep))
		header(out, style, "Connection", "close");
	header(out, style, "Content-Type", frame->type);
	if (frame->status == 200)
		length_header(out, style, length);
}

static void chunks(struct buf *out, const struct buf *body, size_t most)
{
	size_t at, n;

	for (at = 0; at < body->len; at += n) {
		n = body->len - at < most ? body->len - at : most;
		buf_printf(out, "%zx\r\n", n);
		buf_add(out, body->data + at, n);
		buf_str(out, "\r\n");
	}
	buf_str(out, "0\r\n\r\n");
}

void frame_answer(struct buf *out, const struct frame_style *style, const struct frame *frame, const struct buf *body)
{
	bool plain = frame->status != 200 || style->to_end;

	buf_printf(out, "HTTP/1.%u %d %s\r\n", frame->minor, frame->status, frame->phrase);
	if (style->xend)
		xend_head(out, style, frame, body->len);
	else
		xapi_head(out, style, frame, body->len);
	buf_str(out, "\r\n");
	if (style->chunked && !plain)
		chunks(out, body, style->chunked);
	else
		buf_add(out, body->data, body->len);
}

void frame_ok(struct buf *out, const struct frame_style *style, unsigned minor, bool keep, const struct buf *body)
{
	struct frame frame = { .minor = minor, .keep = keep, .status = 200, .phrase = "OK", .type = "text/xml" };

	frame_answer(out, style, &frame, body);
}

static const char *phrase(int status)
{
	switch (status) {
	case 431:
		return "Request Header Fields Too Large";
	case 501:
		return "Method Not Implemented";
	default:
		return "Internal Error";
	}
}

void frame_failure(struct buf *out, const struct frame_style *style, unsigned minor, int status, const char *reason)
{
	struct frame frame = { .minor = minor, .status = status, .phrase = phrase(status), .type = "text/html" };
	struct frame_style plain = { .xend = style->xend, .no_space = style->no_space };
	struct buf page = { 0 };

	buf_printf(&page, "<html><body><h1>HTTP %d %s</h1>\n", status, frame.phrase);
	buf_printf(&page, "<h2>Additional information</h2>\n<p>%s</p></body></html>\n", reason);
	frame_answer(out, &plain, &frame, &page);
	buf_free(&page);
}
