/* SPDX-License-Identifier: MIT */
/* What the fuzzers share: bytes of the fuzzer's as a stream, pulled in pieces of any size. */
#ifndef FUZZ_H
#define FUZZ_H

#include "link/stream.h"

#include <stdlib.h>

struct memory {
	struct stream stream;
	const unsigned char *at;
	size_t left, window;
};

static ssize_t memory_read(struct stream *s, char *at, size_t room)
{
	struct memory *m = (struct memory *)s;
	size_t n = m->left < m->window ? m->left : m->window;

	n = n < room ? n : room;
	if (n)
		memcpy(at, m->at, n);
	m->at += n;
	m->left -= n;
	return (ssize_t)n;
}

static inline struct memory memory_of(const unsigned char *data, size_t size, size_t window)
{
	return (struct memory){ { memory_read, NULL }, data, size, window };
}

/* The fuzzer takes this for a crash. */
static inline void must(int condition)
{
	if (!condition)
		abort();
}

#endif
