/* SPDX-License-Identifier: MIT */
/*
 * What went wrong, said once, where it is known, in the user's words; and the exit status with it.
 * The first failure stays: what breaks because of it later adds nothing.
 *
 *	return fail(f, BROKEN, "an answer of %zu bytes", n);             is FAILED
 *
 * Rooms further up, who know what was being asked of whom, put that before it with fail_within.
 * main prints the message, as one line, and exits.
 */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include "base/out.h"

/* Exit codes are an interface: scripts rely on them. */
enum status {
	SHOWN = 0, /* all asked for was shown */
	UNANSWERED = 1, /* nothing answered, or not in time */
	MISUSED = 2, /* wrong usage, unreadable configuration */
	UNKNOWN = 3, /* a domain that was named does not exist */
	DENIED = 4, /* not allowed, not trusted */
	BROKEN = 5, /* the answer is not what it should be */
	UNWRITTEN = 6, /* the output could not be written */
	EXCEEDED = 7, /* a limit of ours, or memory */
};

/* What a function that can fail returns; ABSENT: nobody is there to ask, another may be asked. */
enum { FAILED = -1, ABSENT = -2 };

struct fail {
	enum status status; /* SHOWN: nothing failed yet */
	bool unready; /* somebody is there, but cannot answer yet: silent, or still starting */
	bool late; /* time was up */
	size_t len;
	char text[704];
};

/* Notes a failure unless there is one; always FAILED. Conversions are those of out_message. */
__attribute__((format(printf, 3, 4))) int fail(
	struct fail *f, enum status status, const char *format, ...);

/* Return FAILED if there was a failure, else 0. */
static inline int fail_result(const struct fail *f)
{
	return f->status == SHOWN ? 0 : FAILED;
}

/* "WHAT: " before the message of a failure; nothing where nothing failed. */
__attribute__((format(printf, 2, 3))) void fail_within(struct fail *f, const char *format, ...);

/* The message as a line `Error: ...` on stderr. */
void fail_print(const struct fail *f);

/* A line `Warning: ...` on stderr, for what does not stop the command. */
__attribute__((format(printf, 1, 2))) void warning(const char *format, ...);

/* A line without such a beginning, for what was asked to be told. */
__attribute__((format(printf, 1, 2))) void notice(const char *format, ...);

/* What errno says, as text that does not need freeing. */
const char *fail_errno(void);

/* Does errno say that this process or this machine is short of descriptors or memory? That is a limit of ours
 * (EXCEEDED), which says nothing about whether somebody is there. */
bool fail_scarce(void);

#endif
