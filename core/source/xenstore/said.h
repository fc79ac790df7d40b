/* SPDX-License-Identifier: MIT */
/*
 * The messages from the child that reads xenstored. libxenstore would wait forever for a silent daemon; the child can be
 * abandoned. It finds a daemon that answers, reads it, and sends words: each a struct xenstore_said followed by its
 * text. The parent turns the words into domains.
 */
#ifndef SOURCE_XENSTORE_SAID_H
#define SOURCE_XENSTORE_SAID_H

#include "base/out.h"

enum { XENSTORE_TEXT = 4096 }; /* bytes of a value, by its protocol */

enum xenstore_word {
	XENSTORE_LACKS, /* no daemon at the path `text`; n is errno */
	XENSTORE_REACHED, /* something is at the path `text`; n: it is a socket */
	XENSTORE_ANSWERS, /* the first byte of an answer came: libxenstore takes over */
	XENSTORE_CLOSED, /* the daemon closed the connection */
	XENSTORE_WRONG, /* the daemon failed; n is errno, if not 0 */
	XENSTORE_DOMAIN, /* a domain's facts follow; n is its id */
	XENSTORE_NAME,
	XENSTORE_TARGET,
	XENSTORE_STATIC_MAX,
	XENSTORE_VM, /* its path in /vm; n: Xen reports its uuid */
	XENSTORE_START_TIME,
	XENSTORE_CPU, /* n is a VCPU's number, text its availability */
	XENSTORE_POOL_OF, /* the name of its cpupool, as xend and Xen 4.1 store it */
	XENSTORE_POOL, /* n is the number of a cpupool of the host, text its name */
	XENSTORE_UNSURE, /* the domain n may be one that is wanted, but has not been introduced */
	XENSTORE_GONE, /* the current domain ended, or has no facts */
	XENSTORE_EMPTY, /* the store has no domain but this one */
	XENSTORE_END, /* the end; without ANSWERS before it, no daemon was found */
};

struct xenstore_said {
	uint32_t n;
	uint16_t word, len;
};

/* Put a word into the child's buffer. A text over XENSTORE_TEXT is cut. */
void xenstore_say(struct out *to, enum xenstore_word word, uint32_t n, struct slice text);

/* Say a last word, with errno or 0, and end the child. */
_Noreturn void xenstore_leave(struct out *to, enum xenstore_word word, int error);

#endif
