/* SPDX-License-Identifier: MIT */
/* What a SAX parser calls: elements are told by their depth, as XAPI's answers have them. */
#ifndef SAX_H
#define SAX_H

#include "bench.h"

enum { REF = 10, MEMBER = 13 }; /* depths of a record's name, of those of its members */

static struct {
	uint64_t sum;
	unsigned depth;
	int wanted; /* the text that comes */
	int next; /* the value that follows */
	size_t len;
	char text[4096];
} sax;

static void sax_start(const char *name)
{
	sax.depth++;
	if (sax.depth != REF && sax.depth != MEMBER)
		return;
	sax.wanted = *name == 'n' || (sax.depth == MEMBER && sax.next);
	sax.len = 0;
}

static void sax_text(const char *at, size_t len)
{
	if (!sax.wanted || sax.len + len > sizeof(sax.text))
		return;
	memcpy(sax.text + sax.len, at, len);
	sax.len += len;
}

static void sax_end(const char *name)
{
	if (sax.wanted && (sax.depth == REF || sax.depth == MEMBER)) {
		if (sax.depth == MEMBER && *name == 'n')
			sax.next = bench_name(sax.text, sax.len) < BENCH_NAMES;
		else
			sax.sum += bench_text(sax.text, sax.len);
		sax.wanted = 0;
	}
	sax.depth--;
}

#endif
