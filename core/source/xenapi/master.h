/* SPDX-License-Identifier: MIT */
/*
 * Follow a pool member to its master: the member refuses a login with HOST_IS_SLAVE and the master's address. The
 * password goes there only on the word of an authenticated server (verified certificate or pin), over TLS to the same
 * port, at most twice. A pinned member is asked, by a header field of XAPI's, for the digest of its master's
 * certificate, and vouches for that certificate.
 */
#ifndef SOURCE_XENAPI_MASTER_H
#define SOURCE_XENAPI_MASTER_H

#include "source/rpc/exchange.h"

/* Header field of an answer: the digest of the master's certificate */
#define MASTER_DIGEST "x-xenapi-response-host-certificate-thumbprint"

struct master {
	unsigned hops;
	struct ask ask; /* the original one, with another server and trust */
	const struct ask *first; /* the original one */
	char uri[400]; /* of the latest master */
	char member[400]; /* after two hops: URI of the second member */
};

/* Return the header field to add to the login; NULL: none. */
const char *master_header(const struct exchange *e);

/* May the login follow the member's word? */
bool master_may(const struct master *m, const struct exchange *e);

/* Make t ask the master at that address. Return 0, or FAILED if the address is invalid. */
int master_follow(struct master *m, struct talk *t, const struct exchange *e, struct slice address);

/* Take the deadline of the next round from the original question. */
void master_go_on(struct master *m);

#endif
