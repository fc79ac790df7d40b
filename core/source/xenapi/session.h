/* SPDX-License-Identifier: MIT */
/*
 * A session of Xen-API: logged in, and logged out on every way. Its reference is as secret as the
 * password: it is in no message, and is wiped.
 *
 * A XAPI is asked in JSON-RPC where it speaks that. In its XML-RPC whoever may edit a VM can forge the answers that
 * hold maps, as keys are not escaped there. The login is XML-RPC, which all servers speak: old ones write JSON bodies,
 * and with them passwords, into their logs. With the first question after it, in one write, goes a probe whose answer
 * no VM has a part in. Only that decides: what fails afterwards, fails.
 *
 *	session_open(&s, talk);                              0, ABSENT, FAILED
 *	session_call(&s, "VM.get_record", &ref);             queued, after the session; NULL: nothing after it
 *	session_call(&s, "session.logout", NULL);            sent along with the last question
 *	session_answer(&s, read_record, record, fail);       0, FAILED, or RENEW: log in again, ask again
 *	session_close(&s);                                   logs out, if that was not done
 */
#ifndef SOURCE_XENAPI_SESSION_H
#define SOURCE_XENAPI_SESSION_H

#include "source/xenapi/error.h"
#include "source/xenapi/master.h"

/* All is to be asked again: the server no longer knows the session, for the first time; or it does not speak JSON. */
enum { RENEW = -3 };

struct session {
	struct exchange exchange;
	struct xenapi_error error; /* of the last answer; code_len 0: it was a success */
	bool xapi; /* it is XAPI's, not xend's */

	/* the rest is its own */
	struct talk *talk;
	bool open, renewed;
	bool again; /* RENEW: this session goes on, in XML-RPC */
	enum session_encoding { ENCODING_UNKNOWN, ENCODING_JSON, ENCODING_XML } encoding;
	struct master master; /* where the login was sent on to */
	size_t len;
	char ref[128]; /* both servers' have less than 50 bytes */
};

/* May who can edit a VM have written into answers that hold its maps? */
static inline bool session_forgeable(const struct session *s)
{
	return s->xapi && s->encoding == ENCODING_XML;
}

int session_open(struct session *s, struct talk *t);

/* More is to be asked although the logout went out already: ends this session, begins another. */
int session_restart(struct session *s);

/* The same after RENEW, which comes once for each of its reasons. */
int session_renew(struct session *s);

int session_call(struct session *s, const char *method, const struct slice *parameter);

/* The oldest call's answer: `value` reads it, through s->exchange.rpc. 0, FAILED, or RENEW; a failure of
 * the call is left in s->error where `tolerate` is set, else it is FAILED. */
int session_read(struct session *s, void (*value)(struct session *s, void *to), void *to, bool tolerate,
	struct fail *f);

/* Reads the answer to the logout that was sent along, if one is due; or logs out over a new connection.
 * Whatever has happened and however late it is, that takes a second at most. */
void session_close(struct session *s);

#endif
