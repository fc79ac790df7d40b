/* SPDX-License-Identifier: MIT */
/*
 * Where a password comes from: never from the command line or the environment, which others can read.
 */
#ifndef ASK_PASSWORD_H
#define ASK_PASSWORD_H

#include "base/fail.h"

enum { PASSWORD_MAX = 1024 };

/* The first line of a file, or of stdin where that is "-", into room. A file must be a regular one, ours
 * or root's, that nobody else may read. */
int password_read(const char *file, char room[PASSWORD_MAX], struct slice *password, struct fail *f);

/* The same typed on the terminal, without echo, as the answer to "Password of USER for SERVER: ". A signal
 * ends it, with the echo back on. ABSENT where there is no terminal; nothing was said then. */
int password_ask(const char *user, const char *server, char room[PASSWORD_MAX], struct slice *password,
	struct fail *f);

#endif
