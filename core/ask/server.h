/* SPDX-License-Identifier: MIT */
/*
 * Servers that are asked: one, from its URI to what it said, or one after the other until one is there.
 */
#ifndef ASK_SERVER_H
#define ASK_SERVER_H

#include "source/source.h"

/* One that is being asked. */
struct server {
	struct ask *ask;
	const struct source *source;
	struct talk talk;
	struct arena arena;
	int64_t began;
	bool opened, verbose;
};

/* Finds out who answers at a URI, which ask->server becomes: 0, ABSENT or FAILED. The verbose ones are told
 * of on stderr. */
int server_open(struct server *s, struct ask *ask, const char *uri, bool verbose, struct fail *f);

/* What it knows, once it is open: 0 or FAILED. */
int server_round(struct server *s, struct domains *all);

/* Lets go of it, whatever became of it, and says who failed: the result. */
int server_close(struct server *s, int result, struct fail *f);

/* The first of n that is there: 0, FAILED, or ABSENT with what each of them said. */
int servers_ask(struct ask *ask, const char *const *uris, size_t n, bool verbose, struct domains *all,
	struct fail *f);

#endif
