/* SPDX-License-Identifier: MIT */
/*
 * Ask servers: one, from its URI to its answer, or several until one is present.
 */
#ifndef ASK_SERVER_H
#define ASK_SERVER_H

#include "source/source.h"

/* A server being asked. */
struct server {
	struct ask *ask;
	const struct source *source;
	struct talk talk;
	struct arena arena;
	int64_t began;
	bool opened, verbose;
};

/* Print the kinds of URI of this build, each with an example. */
void server_help(struct out *o);

/* Does the text look like a URI: has it a scheme that this build knows, or two slashes behind a colon? */
bool server_is_uri(struct slice text);

/* Store the URI in ask->server and open its source. Return 0, ABSENT or FAILED. With verbose,
 * server_close reports the result and its cost on stderr. */
int server_open(struct server *s, struct ask *ask, const char *uri, bool verbose, struct fail *f);

/* Ask an open server for its domains. Return 0, ABSENT or FAILED; with ask->stays also UNCHANGED (see source.h). */
int server_round(struct server *s, struct domains *all);

/* Close the server whatever happened, name it in the failure, and return the result. */
int server_close(struct server *s, int result, struct fail *f);

/* Return the limit for connecting, in ns: 10 s, or one of so many even parts of the time left if that is less. */
int64_t server_connect_ns(const struct ask *ask, size_t parts);

/* Ask the first present one of n servers. Return 0, FAILED, or ABSENT with all their reasons. s is zeroed before. With
 * ask->stays the server stays open, after success and if its source can: then the next call asks s again, may return
 * UNCHANGED, and server_close ends it. */
int servers_ask(struct ask *ask, struct server *s, const char *const *uris, size_t n, bool verbose, struct domains *all,
	struct fail *f);

#endif
