/* SPDX-License-Identifier: MIT */
/*
 * The names of last resort of live domains, read from files of this host by a child process: lastname.h, then XAPI's
 * database. The child is started before the sandbox and keeps nothing open but its end of a socket.
 *
 *	disknames_start(&names, &live);
 *	... a conversation, in the sandbox ...
 *	if (disknames_ask(&names, &wanted, left_ns, fail)) ...
 *	while (disknames_next(&names, &name, fail)) ...
 *	disknames_end(&names);
 */
#ifndef ASK_DISKNAMES_H
#define ASK_DISKNAMES_H

#include "facts/domain.h"
#include "facts/ids.h"
#include "link/child.h"
#include "link/deadline.h"

struct disknames {
	struct child child;
	struct deadline deadline;
	char room[2 * TEXT_KEPT + 1];
};

struct diskname {
	int32_t id;
	struct slice name; /* valid until the next call, as the file is */
	const char *file;
};

/* Start the child, which knows the domains as they are now. If that fails, asking fails. */
void disknames_start(struct disknames *n, const struct domains *live);

/* Ask for the names of these domains, for left_ns, but at least a second. Return 0, or FAILED with EXCEEDED if there is
 * no child. */
int disknames_ask(struct disknames *n, const struct ids *wanted, int64_t left_ns, struct fail *f);

/* Wait for the next name. Return false after the last one, with f set if the child did not come to its end. */
bool disknames_next(struct disknames *n, struct diskname *name, struct fail *f);

void disknames_end(struct disknames *n);

#endif
