/* SPDX-License-Identifier: MIT */
/*
 * A failure: its message in the user's words, written once, at the place of the error, and the exit status. The first
 * failure is kept; later ones are usually its consequences.
 *
 *	return fail(f, BROKEN, "an answer of %zu bytes", n);             is FAILED
 *
 * Callers with more context put it in front with fail_within. main prints the message as one line and exits.
 */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include "base/out.h"

/* Exit codes: an interface for scripts. */
enum status {
	SHOWN = 0, /* everything asked for was shown */
	UNANSWERED = 1, /* no answer, or none in time */
	MISUSED = 2, /* wrong usage, unreadable configuration */
	UNKNOWN = 3, /* a named domain does not exist */
	DENIED = 4, /* not allowed, not trusted */
	BROKEN = 5, /* a wrong answer */
	UNWRITTEN = 6, /* the output could not be written */
	EXCEEDED = 7, /* a limit of ours was exceeded, or memory is out */
};

/* Results of functions that can fail. ABSENT: nothing is there to ask, the next source may be asked. */
enum { FAILED = -1, ABSENT = -2 };

struct fail {
	enum status status; /* SHOWN: no failure so far */
	bool unready; /* the peer exists but cannot answer yet: silent, or still starting */
	bool late; /* the deadline passed */
	size_t len;
	char text[704];
};

/* Record a failure unless f has one already. Always return FAILED. Conversions are those of out_message. */
__attribute__((format(printf, 3, 4))) int fail(struct fail *f, enum status status, const char *format, ...);

/* Return FAILED if there was a failure, else 0. */
static inline int fail_result(const struct fail *f)
{
	return f->status == SHOWN ? 0 : FAILED;
}

/* Return the message, which lies in f. */
static inline struct slice fail_text(const struct fail *f)
{
	return (struct slice){ f->text, f->len };
}

/* Put "WHAT: " in front of the message of a failure; do nothing without a failure. */
__attribute__((format(printf, 2, 3))) void fail_within(struct fail *f, const char *format, ...);

/* Append to the message of a failure; do nothing without a failure. */
__attribute__((format(printf, 2, 3))) void fail_add(struct fail *f, const char *format, ...);

/* Print the message to stderr, as `Error: ...`. */
void fail_print(const struct fail *f);

/* Print a line `Warning: ...` to stderr, for a problem that does not end the command. */
__attribute__((format(printf, 1, 2))) void warning(const char *format, ...);
void warning_list(const char *format, __builtin_va_list list);

/* Print a line without prefix to stderr, for -V. */
__attribute__((format(printf, 1, 2))) void notice(const char *format, ...);

/* Return the text of errno. It needs no freeing. */
const char *fail_errno(void);

/* Does errno report a shortage of descriptors or memory? This is a limit of ours (EXCEEDED): it says nothing about
 * the peer. */
bool fail_scarce(void);

#endif
