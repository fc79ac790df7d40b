/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <config.h>
#include <stdalign.h>
#include <sys/mman.h>

enum {
	CHUNK = 32 * 1024, /* untouched pages cost no memory */
	ALIGN = alignof(int64_t), /* no kept type needs a larger alignment */
};

struct arena_chunk {
	struct arena_chunk *before;
	size_t size;
	alignas(int64_t) char room[];
};

static int chunk(struct arena *a, size_t size, struct fail *f)
{
	struct arena_chunk *c;

	size = size + sizeof(*c) < CHUNK ? CHUNK : size + sizeof(*c);
	if (size > CONFIG_KEPT_MIB * 1024UL * 1024 - a->kept)
		return fail(f, EXCEEDED, "more than %d MiB to keep (CONFIG_KEPT_MIB)", CONFIG_KEPT_MIB);
	c = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (c == MAP_FAILED)
		return fail(f, EXCEEDED, "out of memory");
	c->before = a->last;
	c->size = size;
	a->last = c;
	a->kept += size;
	a->at = c->room;
	a->end = (char *)c + size;
	return 0;
}

static char *allocate(struct arena *a, size_t size, struct fail *f)
{
	char *at;

	if (size > CONFIG_KEPT_MIB * 1024UL * 1024) {
		fail(f, EXCEEDED, "more than %d MiB to keep (CONFIG_KEPT_MIB)", CONFIG_KEPT_MIB);
		return NULL;
	}
	if (size > (size_t)(a->end - a->at) && chunk(a, size, f))
		return NULL;
	at = a->at;
	a->at += size;
	return at;
}

void *arena_take(struct arena *a, size_t size, struct fail *f)
{
	size_t skew = -(uintptr_t)a->at & (ALIGN - 1);

	if (skew && skew <= (size_t)(a->end - a->at))
		a->at += skew;
	else if (skew)
		a->at = a->end;
	return allocate(a, size, f);
}

struct slice arena_text(struct arena *a, struct slice text, struct fail *f)
{
	char *at;

	if (!text.len)
		return SLICE("");
	at = allocate(a, text.len, f);
	if (at)
		memcpy(at, text.at, text.len);
	return (struct slice){ at, at ? text.len : 0 };
}

/* Free a chunk and all before it. */
static void drop(struct arena_chunk *c)
{
	while (c) {
		struct arena_chunk *before = c->before;

		munmap(c, c->size);
		c = before;
	}
}

void arena_empty(struct arena *a)
{
	struct arena_chunk *c = a->last;

	if (!c)
		return;
	drop(c->before);
	c->before = NULL;
	a->kept = c->size;
	memset(c->room, 0, (size_t)(a->at - c->room));
	a->at = c->room;
}

void arena_free(struct arena *a)
{
	drop(a->last);
	*a = (struct arena){ 0 };
}
