/* SPDX-License-Identifier: MIT */
/*
 * The load of domains or VCPUs between two rounds of --watch: percent of one pCPU, from their CPU times.
 *
 *	struct load_times times[2];              zeroed; they outlive the rounds
 *	load_rows(&rows, now_ns, &times[0], &times[1]);      the second round swaps the two
 *
 * A domain is found again by its uuid and id, a VCPU also by its number. The load is unknown in the first round, after a
 * restart of the domain, which gives it another id, and for a CPU time that is unknown or smaller than before.
 */
#ifndef SHOW_LOAD_H
#define SHOW_LOAD_H

#include "show/column.h"

enum { LOAD_MOST = 32768 }; /* rows kept for the next round; later rows have no load */

struct load_time {
	unsigned char uuid[16]; /* zeros: unknown */
	int32_t id; /* -1: unknown, or it does not run */
	uint32_t vcpu;
	uint64_t cpu_ns;
};

struct load_times {
	int64_t at_ns; /* time of reading, on the monotonic clock */
	size_t count;
	struct load_time each[LOAD_MOST]; /* sorted */
};

/* Set rows->loads, with room for one number per row, from the times in `last`. Store the times of this round, read at
 * at_ns, in `next`. */
void load_rows(struct rows *rows, int64_t at_ns, const struct load_times *last, struct load_times *next);

#endif
