/* SPDX-License-Identifier: MIT */
/*
 * What is read of xenstored, by a child that can be left behind: libxenstore waits for ever where nobody
 * answers. The child finds out where xenstored answers and then reads; it says all as words, each a
 * struct xenstore_said with its text behind it, which the source makes domains of.
 */
#ifndef SOURCE_XENSTORE_SAID_H
#define SOURCE_XENSTORE_SAID_H

#include "base/out.h"

enum { XENSTORE_TEXT = 4096 }; /* bytes of a value, by its protocol */

enum xenstore_word {
	XENSTORE_LACKS, /* text is a path where nobody is, n errno */
	XENSTORE_REACHED, /* text is a path where somebody is; n: it is a socket */
	XENSTORE_ANSWERS, /* it does, with a byte at least: what follows is read by libxenstore */
	XENSTORE_CLOSED, /* it closed the connection instead */
	XENSTORE_WRONG, /* what it answered is wrong: errno is n where that is not 0 */
	XENSTORE_DOMAIN, /* n is the id of one; what follows is of it */
	XENSTORE_NAME,
	XENSTORE_TARGET,
	XENSTORE_STATIC_MAX,
	XENSTORE_VM,
	XENSTORE_START_TIME,
	XENSTORE_CPU, /* n is a VCPU's number, text its availability */
	XENSTORE_GONE, /* that domain ended while it was read, or nothing is said of it */
	XENSTORE_EMPTY, /* there is no domain at all but this one */
	XENSTORE_END, /* all was said: without ANSWERS before it, there is nobody */
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
