/* SPDX-License-Identifier: MIT */
/*
 * The addresses of a host name: literals and `localhost` without asking anybody, then /etc/hosts, then
 * the C library's resolver, in a child that the deadline can leave behind. A static glibc has no
 * resolver that could be relied on, and CONFIG_RESOLVER can leave it out: then /etc/hosts is the last.
 */
#ifndef LINK_LOOKUP_H
#define LINK_LOOKUP_H

#include "base/fail.h"

#include <netinet/in.h>

enum { LOOKUP_MAX = 8 }; /* addresses of one name that are tried */

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* The addresses of host, ports not set, into found: how many. ABSENT where it has none, or none within
 * limit_ns. */
int lookup(struct slice host, union address found[LOOKUP_MAX], int64_t limit_ns, struct fail *f);

/* Is it an address itself, of IPv4 or, without brackets, of IPv6? */
bool lookup_literal(struct slice host, union address *a);

/* The addresses that a hosts file has for a name: how many; 0 also where there is no such file. */
int lookup_hosts(const char *file, struct slice host, union address found[LOOKUP_MAX]);

static inline socklen_t address_size(const union address *a)
{
	return a->any.sa_family == AF_INET6 ? sizeof(a->v6) : sizeof(a->v4);
}

#endif
