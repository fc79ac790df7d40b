/* SPDX-License-Identifier: MIT */
/*
 * log - what happened, one line an event, for the test to read; and the totals.
 *
 * Events: `connect N`, `trip N`, `call N METHOD BYTES xml|json`, `answer N METHOD BYTES`, `login`, `logout`,
 * `probe N`, `secret N METHOD`, `bad REASON`, `close N`, and at the end `total connections=... `. N is the
 * connection's number from 1 on; BYTES are those of the request's body, and of all of the answer. A trip is a
 * time that the server had nothing to do for the connection, and then a request came: with those of connecting
 * they are a client's round trips. A probe is a call of JSON-RPC to a server that has none. A secret is a
 * password, or a login, in a JSON body, which old servers write to their log. Neither a password nor a session
 * reference is ever written here: nothing that a peer sent reaches the log but method names, and these only as
 * far as they look like one.
 */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <stddef.h>

/* Append to this file from now on. Return false, with errno set, if it cannot be opened. */
bool log_open(const char *path);
void log_connect(unsigned conn);
void log_trip(unsigned conn);
void log_received(size_t bytes);
void log_call(unsigned conn, const char *method, size_t bytes, bool json);
void log_answer(unsigned conn, const char *method, size_t bytes);
void log_probe(unsigned conn);
void log_secret(unsigned conn, const char *method);
void log_login(void);
void log_logout(void);
void log_bad(const char *reason);
void log_close(unsigned conn);

/* Writes the totals and ends the log. */
void log_total(void);

#endif
