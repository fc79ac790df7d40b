/* SPDX-License-Identifier: MIT */
/*
 * Policy: the servers to ask, their order, and the user to log in as. If a server is ABSENT, the next one is asked. Any
 * other result is final, a refusal too.
 *
 *	struct asking asking;
 *	if (!ask_begin(&asking, &options, named, count, fail))
 *		ask_round(&asking, &domains, fail);
 *	ask_end(&asking);
 */
#ifndef ASK_ASK_H
#define ASK_ASK_H

#include "ask/config.h"
#include "ask/inventory.h"
#include "ask/password.h"
#include "ask/server.h"

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

/* The server and user named by the environment or xm's configuration. */
struct ask_place {
	const char *servers[2]; /* a list of one URI, or an empty list: this host */
	char uri[CONFIG_TEXT + 16];
	const char *origin; /* who names the server: a variable, or the file; NULL: nobody */
	struct config config;
};

/* A question, complete but for the answer. Its members are private. */
struct asking {
	struct ask ask;
	struct ask_options options; /* with what the configuration adds */
	struct ask_place place;
	const char *const *servers; /* `count` URIs */
	size_t count;
	bool local; /* ask this host (auto:) */
	int64_t timeout_ns; /* of --timeout; 0: not given */
	struct server server; /* asked last */
	char password[PASSWORD_MAX], room[INVENTORY_ROOM];
};

/* Parse seconds, with fractions. Return 0, or FAILED with MISUSED. */
int ask_seconds(const char *text, int64_t *ns, struct fail *f);

/* Read everything the question needs: the configuration, certificates, the password, which may be asked for on the
 * terminal. The texts of `options`, and `named`, the operands, must outlive the question. Return 0 or FAILED. */
int ask_begin(struct asking *a, const struct ask_options *options, const struct named *named, size_t count,
	struct fail *f);

/* Ask the servers and store the domains of the first one present in `all`. Return 0 or FAILED. If domains are named,
 * at least those are stored. In a XAPI pool, a server given by URI reports the whole pool; this host (auto:) reports
 * its own VMs and those on no host; options->host overrides both. */
int ask_round(struct asking *a, struct domains *all, struct fail *f);

/* Can it be asked only once, because stdin is read for it (file:-)? */
bool ask_once_only(const struct asking *a);

/* Before each of several rounds: begin the time limit of the round. A server of Xen-API or xend then stays open
 * between rounds (ask_stays), and ask_round may return UNCHANGED: the domains of the round before still hold. */
void ask_again(struct asking *a);

static inline bool ask_stays(const struct asking *a)
{
	return a->server.opened;
}

/* Return the URI of the server that was asked last, auto: for this host. */
struct slice ask_server(const struct asking *a);

/* Close the server and wipe the password. Call it after ask_begin, whatever that returned. */
void ask_end(struct asking *a);

#endif
