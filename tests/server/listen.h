/* SPDX-License-Identifier: MIT */
/*
 * listen - opens the socket to be served.
 *
 * Places are unix:PATH, tcp:PORT (on 127.0.0.1), tcp:ADDRESS:PORT and tcp6:PORT (on ::1); port 0 picks a free one.
 */
#ifndef LISTEN_H
#define LISTEN_H

#include <stdbool.h>

struct place {
	bool local; /* a Unix socket */
	bool six;
	const char *path;
	unsigned address; /* of IPv4, as the network has it */
	unsigned short port;
};

/* Return false if the text names no place. The path points into the text. */
bool place_parse(struct place *place, const char *text);

/*
 * A non-blocking listening socket, -1 (errno set) on failure.  A stale socket in the way is
 * removed; the port that was picked is written to *place.
 */
int place_listen(struct place *place, int backlog);

#endif
