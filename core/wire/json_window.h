/* SPDX-License-Identifier: MIT */
/*
 * The window of the JSON reader: bytes pulled from a stream, and the position of each in the document. Private to the
 * files json*.c.
 *
 *	room: | taken | next bytes (at .. end) | JSON_SLACK times '\' |
 *
 * A '\' stops the scan of a string and is invalid directly outside of one. The fast paths therefore need no check for
 * the end of the window: they stop there, and leave the rest to the general paths.
 */
#ifndef WIRE_JSON_WINDOW_H
#define WIRE_JSON_WINDOW_H

#include "link/stream.h"
#include "wire/fast.h"

enum {
	JSON_ROOM = 24 * 1024,
	JSON_SLACK = 64, /* bytes */
};

struct json_window {
	struct stream *in;
	struct fail *fail;
	bool ended; /* the stream has ended */
	bool refused; /* the document was at fault, not the stream */
	uint64_t base; /* offset of the window in the document */
	uint64_t line, line_at; /* lines before the window; offset of the line at its front */
	const char *at;
	char *end;
	char room[JSON_ROOM + JSON_SLACK];
};

void json_window_open(struct json_window *w, struct stream *in, struct fail *fail);

/* Pull until there are `want` bytes, or the stream has ended. */
void json_window_pull(struct json_window *w, size_t want);

/* Pull for `want` bytes (at most 1 KiB). Return whether they are there. */
static inline bool json_need(struct json_window *w, size_t want)
{
	if ((size_t)(w->end - w->at) < want)
		json_window_pull(w, want);
	return (size_t)(w->end - w->at) >= want;
}

/* Skip white space and return the next byte, without taking it; 0 at the end of the document. */
char json_window_token(struct json_window *w);

/* Refuse the document here: "line 1, column 7: WHAT". Nothing more comes of it. */
void json_window_refuse(struct json_window *w, enum status status, const char *what);

/* Refuse an unexpected byte as BROKEN, or, at the end of the document, say that it "ends too early". Return false. */
bool json_window_bad(struct json_window *w, const char *what);

/* Return the first '"' or '\' from `at` on. There must be one. Up to 16 bytes beyond it are read. */
#if WIRE_SSE2
static inline const char *json_scan(const char *at)
{
	const __m128i quote = _mm_set1_epi8('"'), escape = _mm_set1_epi8('\\');
	unsigned mask;

	do {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)at);

		mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, escape)));
		at += 16;
	} while (!mask);
	return at - 16 + __builtin_ctz(mask);
}
#else
/* The same by words. A byte of `quote` is 0 for a quote; subtracting 1 then sets its top bit, clear in the byte
 * itself. A borrow can set the bit of the byte above, but the lowest hit is a true one. */
static inline const char *json_scan(const char *at)
{
	const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;

	for (;; at += 8) {
		uint64_t quote, escape, hit;

		memcpy(&quote, at, sizeof(quote));
		escape = quote ^ '\\' * ones;
		quote ^= '"' * ones;
		hit = (((quote - ones) & ~quote) | ((escape - ones) & ~escape)) & tops;
		if (!hit)
			continue;
		if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
			return at + (__builtin_ctzll(hit) >> 3);
		while (*at != '"' && *at != '\\')
			at++;
		return at;
	}
}
#endif

#endif
