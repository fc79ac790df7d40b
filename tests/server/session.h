/* SPDX-License-Identifier: MIT */
/*
 * session - the sessions that are logged in.
 *
 * They belong to the server, not to a connection: closing one does not end them.  The oldest
 * makes room when there are too many, as XAPI does it.
 */
#ifndef SESSION_H
#define SESSION_H

#include <stdbool.h>

#define SESSION_MAX 500

/* A new session's reference: `OpaqueRef:` and a random uuid, or (bare) the uuid alone. */
const char *session_new(bool bare);

/* Makes a reference that a replayed login handed out a known one. */
void session_learn(const char *ref);
bool session_known(const char *ref);

/* The uuid of a known one, which is as good as a name: it opens nothing. */
const char *session_uuid(const char *ref);

/* Ends it; false where it was not known. */
bool session_end(const char *ref);

#endif
