/* SPDX-License-Identifier: MIT */
/*
 * Ask and show again and again (--watch).
 *
 * Two processes share the work. The parent owns the terminal, the clock, and everything kept from one round to the next;
 * it reads nothing from a server. A child asks and prints. Before it reads an answer it enters the sandbox, and cannot
 * open devices or files again. So this host is asked by a new child each round. A child with a session at a server stays
 * until a round fails.
 *
 * The two share memory of a fixed size: a picture of the last answer, and the CPU times of the round before. A round
 * leaves nothing else behind.
 */
#ifndef APPLETS_WATCH_H
#define APPLETS_WATCH_H

#include "show/load.h"

/* A round, in the child. */
struct watch_round {
	const struct load_times *last; /* CPU times of the round before */
	struct load_times *next; /* those of this round go here */
	bool separate; /* print an empty line before the rows */

	/* for the child to set: */
	bool answered; /* there was an answer; its rows, if any, were printed */
	bool unchanged; /* it is the same as in the round before */
	size_t domains; /* number of domains selected */
	struct slice server; /* its name */
};

struct watch_task {
	/* Ask, and print to common_out. Return 0 or FAILED. */
	int (*round)(void *to, struct watch_round *r, struct fail *f);

	/* Can the same child ask again? */
	bool (*stays)(void *to);

	/* End the conversation of the child. */
	void (*end)(void *to);
	void *to;
};

/* Run rounds until q, a signal, the last of --count, or a failure that no further round can mend. Return 0 or FAILED. */
int watch(const struct watch_task *task, struct fail *f);

#endif
