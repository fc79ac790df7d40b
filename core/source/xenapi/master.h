/* SPDX-License-Identifier: MIT */
/*
 * A member of a pool says, instead of logging us in, who its master is: HOST_IS_SLAVE. The password goes
 * there only on the word of a server that was authenticated (a verified certificate or a pin), over TLS to
 * the same port, and twice at most. A pinned member is asked for the digest of its master's certificate too,
 * in a header of XAPI's, and vouches for it.
 */
#ifndef SOURCE_XENAPI_MASTER_H
#define SOURCE_XENAPI_MASTER_H

#include "source/rpc/exchange.h"

struct master {
	unsigned hops;
	struct ask ask; /* the first one's, but for whom to ask and whom to trust */
	char uri[400];
};

/* What the login asks for besides; NULL: nothing. */
const char *master_header(const struct exchange *e);

/* May we go where a member says? */
bool master_may(const struct master *m, const struct exchange *e);

/* Makes t ask the master at that address: 0, or FAILED where the address is none. */
int master_follow(struct master *m, struct talk *t, const struct exchange *e, struct slice address);

#endif
