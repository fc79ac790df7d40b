/* SPDX-License-Identifier: MIT */
/*
 * Memory for the facts of one answer. Chunks come from the kernel, not from malloc, which only TLS and the resolver
 * need, and are freed together. The total has a limit (CONFIG_KEPT_MIB); exceeding it is a failure with status EXCEEDED.
 *
 *	struct arena arena = { 0 };
 *	struct domain *d = arena_take(&arena, sizeof(*d), f);     NULL: said in f
 *	arena_free(&arena);
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/fail.h"

struct arena {
	struct arena_chunk *last; /* the newest chunk; each points to the one before */
	char *at, *end; /* free space of the newest chunk */
	size_t kept; /* bytes of all chunks */
};

/* Return size zeroed bytes, aligned for pointers and 64-bit numbers, or NULL with f set. */
void *arena_take(struct arena *a, size_t size, struct fail *f);

/* Copy a text, unaligned and without a NUL. `at` of the result is NULL only on failure. */
struct slice arena_text(struct arena *a, struct slice text, struct fail *f);

/* Drop everything but keep one chunk, so that the arena can be filled again at little cost. */
void arena_empty(struct arena *a);

void arena_free(struct arena *a);

#endif
