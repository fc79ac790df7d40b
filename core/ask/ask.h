/* SPDX-License-Identifier: MIT */
/*
 * Policy: which servers are asked, in which order, as whom, and what becomes of it when one is not
 * there. An ABSENT server lets the next one be asked; what any other says, or refuses, is the answer.
 */
#ifndef ASK_ASK_H
#define ASK_ASK_H

#include "facts/named.h"

enum { ASK_SERVERS = 16 };

/* What the user said; NULL and 0 where nothing. */
struct ask_options {
	const char *servers[ASK_SERVERS]; /* URIs, up to the first NULL */
	const char *user, *password_file, *timeout, *host, *cacert;
	const char *pins[ASK_SERVERS];
	bool plain_password, insecure, verbose;
	bool as_xm; /* called as xm: a broken configuration is told as xm did, and passed over */
	unsigned wants; /* enum want: what is to be known of each */
};

/* The domains that the first server there knows, into `all`: 0 or FAILED. Where some are named, at least
 * those. From a XAPI pool, a server given by its URI tells of the whole pool, this host's own (auto:)
 * of the VMs on this host and of those that run nowhere; options->host says otherwise. */
int ask_domains(const struct ask_options *options, const struct named *named, size_t count,
	struct domains *all, struct fail *f);

#endif
