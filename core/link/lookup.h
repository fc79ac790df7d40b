/* SPDX-License-Identifier: MIT */
/*
 * Resolve a host name: literal addresses and `localhost` at once, others in a child process under the deadline, from
 * /etc/hosts, then by the C library's resolver. A static glibc has no reliable resolver and CONFIG_RESOLVER may remove
 * it; then /etc/hosts is the last resort.
 *
 * The child stays for further names, because the sandbox permits no new one. It ends with this program.
 */
#ifndef LINK_LOOKUP_H
#define LINK_LOOKUP_H

#include "base/fail.h"

#include <netinet/in.h>

enum { LOOKUP_MAX = 8 }; /* addresses tried for one name */

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* Start the child, before the sandbox, if names may have to be looked up within it. Return 0, or FAILED with
 * EXCEEDED. */
int lookup_start(struct fail *f);

/* Store the addresses of host in found, without ports. Return their number, ABSENT if the name is unknown or limit_ns
 * passed, or FAILED if there can be no child. */
int lookup(struct slice host, union address found[LOOKUP_MAX], int64_t limit_ns, struct fail *f);

/* Parse a literal IPv4 address, or an IPv6 address without brackets. */
bool lookup_literal(struct slice host, union address *a);

/* Store the addresses of a name in a hosts file. Return their number; 0 if there is no such file. */
int lookup_hosts(const char *file, struct slice host, union address found[LOOKUP_MAX]);

static inline socklen_t address_size(const union address *a)
{
	return a->any.sa_family == AF_INET6 ? sizeof(a->v6) : sizeof(a->v4);
}

#endif
