/* SPDX-License-Identifier: MIT */
/*
 * Ask XAPI whether anything has changed since the last round: event.from reports the changes since a token, and a new
 * token. Only JSON-RPC is used for it: in XML the records of the events could be forged (see session.h).
 */
#ifndef SOURCE_XENAPI_CHANGES_H
#define SOURCE_XENAPI_CHANGES_H

#include "source/xenapi/talk.h"

/* Return UNCHANGED if no record that the last round has read, and no other of its class, has changed since. Return 0 if
 * all must be read, now or because the server cannot tell: a token for the next round is then taken first, so that no
 * change is missed between. FAILED and RENEW as usual. */
int changes_ask(struct xenapi *x);

/* Drop the token: the next round reads all. */
void changes_forget(struct xenapi *x);

#endif
