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

/* Add the reference of a replayed login to the known ones. */
void session_learn(const char *ref);
bool session_known(const char *ref);

/* Return the uuid of a known session. It is only a name: it grants no access. */
const char *session_uuid(const char *ref);

/* End the session. Return false if it is unknown. */
bool session_end(const char *ref);

#endif
