/* SPDX-License-Identifier: MIT */
/*
 * Warnings about the data of a server, counted by kind: a server with many faults must not fill the terminal or the
 * log.
 *
 *	struct warned warned = { 0 };
 *	warned_of(&warned, "a name is too long", "a name is too long: '%.*s'", len, at);     for each name
 *	warned_end(&warned, server);                     "Warning: SERVER: a name is too long: ... and 95 more"
 */
#ifndef BASE_WARNED_H
#define BASE_WARNED_H

#include "base/fail.h"

enum {
	WARNED_EACH = 5, /* printed of each kind */
	WARNED_KINDS = 24, /* more than there are; further kinds are not limited */
};

struct warned {
	struct {
		const char *kind;
		size_t count;
	} kinds[WARNED_KINDS];
};

/* Print the warning unless WARNED_EACH of its kind were printed. `kind` is a string constant. */
__attribute__((format(printf, 3, 4))) void warned_of(struct warned *w, const char *kind, const char *format, ...);

/* Print how many warnings of each kind were not printed, and forget all. `from` says whose data it was. */
void warned_end(struct warned *w, struct slice from);

#endif
