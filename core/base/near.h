/* SPDX-License-Identifier: MIT */
/*
 * Suggest the valid word nearest to a misspelt one.
 *
 *	struct near near = { .word = SLICE("memroy") };
 *	for (each valid word) near_try(&near, word);
 *	near_tell(&near, f, " (-o help lists them)");      appends " (did you mean 'memory'?)" to the message
 */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include "base/fail.h"

struct near {
	struct slice word; /* as the user wrote it */
	const char *mark; /* to print in front of the suggestion, as "--" of an option; NULL: nothing */
	struct slice best; /* the nearest word so far, borrowed; empty: none is near */
	unsigned distance; /* of best from word, in letters added, lost, changed or swapped */
};

/* Compare the word with a valid one, in any case. Keep the valid one if it is near, and nearer than those before. */
void near_try(struct near *n, struct slice valid);

/* Append the suggestion to the message of a failure; without one, append `otherwise`. Return FAILED. */
int near_tell(const struct near *n, struct fail *f, const char *otherwise);

#endif
