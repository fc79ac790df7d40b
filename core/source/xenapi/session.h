/* SPDX-License-Identifier: MIT */
/*
 * A session of Xen-API: logged in, and logged out on every path. The session reference is as secret as the password: it
 * appears in no message and is wiped.
 *
 * XAPI is asked in JSON-RPC if it speaks JSON-RPC, because its XML-RPC does not escape the keys of maps: whoever may
 * edit a VM can forge XML answers with maps. The login is XML-RPC, understood by all servers: old ones log JSON bodies,
 * and so passwords. A probe goes out with the first call after the login, in one write. Its answer contains nothing of
 * a VM. Only the probe decides on the encoding; a later failure is a failure.
 *
 *	session_open(&s, talk);                              0, ABSENT, FAILED
 *	session_call(&s, "VM.get_record", &ref);             queued, after the session; NULL: nothing after it
 *	session_logout(&s);                                  sent along with the last question
 *	session_read(&s, read_record, record, false, fail);  0, FAILED, or RENEW: session_renew, ask again
 *	session_close(&s);                                   logs out, if that was not done
 */
#ifndef SOURCE_XENAPI_SESSION_H
#define SOURCE_XENAPI_SESSION_H

#include "source/xenapi/error.h"
#include "source/xenapi/master.h"

/* Ask everything again: the server forgot the session, for the first time, or it does not speak JSON. */
enum { RENEW = -3 };

enum { SESSION_PARAMETERS = 3 }; /* of a call, besides the session */

struct session {
	struct exchange exchange;
	struct xenapi_error error; /* of the last answer; code_len 0: success */
	bool xapi; /* a XAPI, not an xend */

	/* private */
	struct talk *talk;
	bool open, renewed;
	bool again; /* RENEW: keep this session, in XML-RPC */
	enum session_encoding { ENCODING_UNKNOWN, ENCODING_JSON, ENCODING_XML } encoding;
	struct master master; /* the server that got the login */
	size_t len;
	char ref[128]; /* references of XAPI and xend have less than 50 bytes */
};

/* Can an administrator of a VM forge answers with maps? */
static inline bool session_forgeable(const struct session *s)
{
	return s->xapi && s->encoding == ENCODING_XML;
}

int session_open(struct session *s, struct talk *t);

/* Begin another session, for questions after the logout was sent. */
int session_restart(struct session *s);

/* After RENEW: log in anew, or keep the session and go on in XML-RPC. RENEW comes once for each of the two reasons. */
int session_renew(struct session *s);

int session_call(struct session *s, const char *method, const struct slice *parameter);

/* Queue a call with up to SESSION_PARAMETERS of any type. */
int session_call_with(struct session *s, const char *method, const struct parameter *parameters, unsigned n);

/* Begin another round in a conversation that stays: it has a new deadline, and may renew the session again. */
void session_go_on(struct session *s);

/* Queue the logout, to be sent along with the last question. */
int session_logout(struct session *s);

/* Read the answer to the oldest call: `value` reads its value from s->exchange.rpc. Return 0, FAILED, or RENEW. With
 * `tolerate`, a failure of the call is left in s->error; else it is FAILED. */
int session_read(struct session *s, void (*value)(struct session *s, void *to), void *to, bool tolerate,
	struct fail *f);

/* Read the answer to the logout, or log out over a new connection. This takes at most one second, whatever happened
 * before. */
void session_close(struct session *s);

#endif
