/* SPDX-License-Identifier: MIT */
/*
 * Read a password from a file, stdin or the terminal. Others could read one on the command line or in the environment.
 */
#ifndef ASK_PASSWORD_H
#define ASK_PASSWORD_H

#include "base/fail.h"

enum { PASSWORD_MAX = 1024 };

/* Read the first line of a file, or of stdin for "-", into room. A file must be a regular one of ours or of root,
 * unreadable for others. An empty password is refused. */
int password_read(const char *file, char room[PASSWORD_MAX], struct slice *password, struct fail *f);

/* Ask for the password on the terminal without echo: "Password of USER for SERVER: ". A signal ends the prompt and
 * restores the echo. Return ABSENT, without a message, if there is no terminal. */
int password_ask(const char *user, const char *server, char room[PASSWORD_MAX], struct slice *password, struct fail *f);

#endif
