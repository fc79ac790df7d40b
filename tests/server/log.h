/* SPDX-License-Identifier: MIT */
/*
 * log - what happened, one line an event, for the test to read; and the totals.
 *
 * Events: `connect N`, `call N METHOD BYTES`, `login`, `logout`, `bad REASON`, `close N`, and at
 * the end `total connections=... `.  N is the connection's number from 1 on, BYTES the size of
 * the request's body.  Neither a password nor a session reference is ever written: nothing that
 * a peer sent reaches the log but method names, and these only as far as they look like one.
 */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <stddef.h>

/* Appends to this file from now on; false (errno set) where it cannot be opened. */
bool log_open(const char *path);
void log_connect(unsigned conn);
void log_call(unsigned conn, const char *method, size_t bytes);
void log_login(void);
void log_logout(void);
void log_bad(const char *reason);
void log_close(unsigned conn);

/* Writes the totals and ends the log. */
void log_total(void);

#endif
