/* SPDX-License-Identifier: MIT */
/*
 * Memory that lives as long as one answer: taken in chunks from the kernel, not from malloc, which only TLS and
 * the resolver need; given back as a whole. What is kept has a ceiling (CONFIG_KEPT_MIB); passing it is a failure
 * with status EXCEEDED, not a crash.
 *
 *	struct arena arena = { 0 };
 *	struct domain *d = arena_take(&arena, sizeof(*d), f);     NULL: said in f
 *	arena_free(&arena);
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/fail.h"

struct arena {
	struct arena_chunk *last; /* the newest chunk; each knows the one before it */
	char *at, *end; /* what is free in it */
	size_t kept; /* bytes of all chunks */
};

/* Room for size bytes, all zero, aligned for pointers and numbers of 64 bits. */
void *arena_take(struct arena *a, size_t size, struct fail *f);

/* A copy of text, not aligned, not ended by NUL; at is NULL on failure only. */
struct slice arena_text(struct arena *a, struct slice text, struct fail *f);

void arena_free(struct arena *a);

#endif
