/* SPDX-License-Identifier: MIT */
/*
 * Policy: which servers are asked, in which order, as whom, and what becomes of it when one is not
 * there. An ABSENT server lets the next one be asked; what any other says, or refuses, is the answer.
 */
#ifndef ASK_ASK_H
#define ASK_ASK_H

#include "facts/domain.h"

enum { ASK_SERVERS = 16 };

/* What the user said; NULL and 0 where nothing. */
struct ask_options {
	const char *servers[ASK_SERVERS]; /* URIs, up to the first NULL */
	const char *user, *password_file, *timeout;
	bool plain_password, verbose;
};

/* The domains that the first server there knows, into `all`: 0 or FAILED. */
int ask_domains(const struct ask_options *options, struct domains *all, struct fail *f);

#endif
