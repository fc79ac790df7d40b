/* SPDX-License-Identifier: MIT */
/*
 * Resolve a host name: literal addresses and `localhost` at once, then /etc/hosts, then the C library's resolver in a
 * child process under the deadline. A static glibc has no reliable resolver and CONFIG_RESOLVER may remove it; then
 * /etc/hosts is the last resort.
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

/* Store the addresses of host in found, without ports. Return their number, or ABSENT if the name is unknown or
 * limit_ns passed. */
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
