/* SPDX-License-Identifier: MIT */
/*
 * Policy: the servers to ask, their order, and the user to log in as. If a server is ABSENT, the next one is asked. Any
 * other result is final, a refusal too.
 */
#ifndef ASK_ASK_H
#define ASK_ASK_H

#include "facts/named.h"

enum { ASK_SERVERS = 16 };

/* Options of the user; NULL or 0 if not given. */
struct ask_options {
	const char *servers[ASK_SERVERS]; /* URIs, up to the first NULL if there is one */
	const char *user, *password_file, *timeout, *host, *cacert;
	const char *pins[ASK_SERVERS];
	bool plain_password, insecure, verbose;
	bool as_xm; /* called as xm: report a broken configuration as xm did, and ignore it */
	unsigned wants; /* enum want: the facts wanted */
	unsigned conditions; /* enum condition: others are not shown; 0: all are */
};

/* Ask the servers and store the domains of the first one present in `all`. Return 0 or FAILED. If domains are named,
 * at least those are stored. In a XAPI pool, a server given by URI reports the whole pool; this host (auto:) reports
 * its own VMs and those on no host; options->host overrides both. */
int ask_domains(const struct ask_options *options, const struct named *named, size_t count, struct domains *all,
	struct fail *f);

#endif
