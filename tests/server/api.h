/* SPDX-License-Identifier: MIT */
/*
 * api - answers the body of one request.
 *
 * In this order: an error that the test ordered, a recorded answer, the method itself.  The
 * session is checked before the last two, but not for logins and not with --any-session.
 */
#ifndef API_H
#define API_H

#include "buf.h"
#include "http.h"
#include "opts.h"

struct api_answer {
	char method[80]; /* as the log and the rules have it */
	struct buf bytes; /* the body, or all of the HTTP answer */
	bool whole; /* the latter */
	bool login; /* it is a successful login */
	bool json; /* the body is JSON */
	bool outside; /* it was made outside the dispatcher */
	bool moved; /* it is HOST_IS_SLAVE */
	const char *failed; /* answer HTTP 500 with this reason instead */
	long long delay; /* milliseconds to hold it back */
};

/*
 * NULL, or why the request's body is no good call. Give the answer's bytes back with buf_free either way.
 * The call is logged as one of connection `conn`.
 */
const char *api_call(const struct opts *opts, unsigned conn, const struct request *req, const char *body,
	struct api_answer *answer);

#endif
