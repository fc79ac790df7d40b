/* SPDX-License-Identifier: MIT */
/*
 * The window of the JSON reader: bytes that are pulled from a stream, and the place of each in the document.
 * Private to the files json*.c.
 *
 *	room: | taken | next bytes (at .. end) | JSON_SLACK times '\' |
 *
 * A '\' stops the scan of a string and is nowhere right outside of one. The paths for what is usual therefore need
 * not look for the end of the window: they stop there, and leave it to those that do.
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
	bool ended; /* the stream has */
	bool refused; /* something about the document was wrong, not about the stream */
	uint64_t base; /* offset of the window in the document */
	uint64_t line, line_at; /* lines before the window; offset of the line in which it begins */
	const char *at;
	char *end;
	char room[JSON_ROOM + JSON_SLACK];
};

void json_window_open(struct json_window *w, struct stream *in, struct fail *fail);

/* Pull until there are `want` bytes, or the stream has ended. */
void json_window_pull(struct json_window *w, size_t want);

/* Are there `want` bytes (at most 1 KiB)? Pulls them. */
static inline bool json_need(struct json_window *w, size_t want)
{
	if ((size_t)(w->end - w->at) < want)
		json_window_pull(w, want);
	return (size_t)(w->end - w->at) >= want;
}

/* The next byte after white space, which is taken; 0 at the end of the document. */
char json_window_token(struct json_window *w);

/* Refuse the document here: "line 1, column 7: WHAT". Nothing comes of it any more. */
void json_window_refuse(struct json_window *w, enum status status, const char *what);

/* The same with BROKEN, for a byte that should not be there: where there is none, the document "ends too early".
 * False. */
bool json_window_bad(struct json_window *w, const char *what);

/* The first '"' or '\' from at on. There must be one. Reads up to 16 bytes beyond it. */
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
/* The same by words. A byte of `quote` is 0 where a quote stands. Subtracting 1 then sets its top bit, which the
 * byte itself has not; a borrow can do so in the byte above, but the lowest hit is a true one. */
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
