/* SPDX-License-Identifier: MIT */
/* Bytes in memory as a stream, pulled in pieces of any size: what units and fuzzers feed. */
#ifndef TESTS_MEMORY_H
#define TESTS_MEMORY_H

#include "link/stream.h"

struct memory {
	struct stream stream;
	const char *at;
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

static inline struct memory memory_of(const void *data, size_t size, size_t window)
{
	return (struct memory){ { memory_read, NULL }, data, size, window };
}

#endif
