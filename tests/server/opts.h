/* SPDX-License-Identifier: MIT */
/*
 * opts - the command line: how to serve, and which faults to make.
 */
#ifndef OPTS_H
#define OPTS_H

#include "age.h"
#include "database.h"
#include "frame.h"
#include "listen.h"

#define NO_LIMIT ((size_t)-1)

struct opts {
	struct place place;
	struct frame_style style;
	bool xend;
	enum database_style database; /* to be written, instead of serving */
	bool with_parent;
	bool any_session;
	bool keep; /* after a raw answer */

	const struct age *age;
	bool member; /* of a pool, and the socket is its Unix socket's kind */
	const char *emergency; /* CODE[,ARG]... of every answer; NULL: none */
	const char *thumbprint; /* of the certificate of a member's master */

	/* User and password of the login; without --login, a Unix socket and xend accept any. */
	const char *user;
	char *password;
	bool login;
	long long auth_delay; /* milliseconds */
	unsigned vms; /* 0: the built-in sample */

	/* Faults. */
	bool close, http10, rst, accept_only, no_accept, silent_close;
	size_t cut, stall; /* bytes of answers on a connection; NO_LIMIT: none */
	size_t dribble; /* bytes of one write; 0: all there are */
	long long slow; /* milliseconds between two writes */
};

/* Exit with the manual or an error if there is nothing to serve. */
void opts_parse(struct opts *opts, int argc, char **argv);
void opts_free(struct opts *opts);

#endif
