/* SPDX-License-Identifier: MIT */
/*
 * What each decoder of the bench is: a program `NAME FILE [ROUNDS]` that reads an answer of
 * VM.get_all_records into memory, decodes it ROUNDS times and prints the processor time of the fastest
 * round in nanoseconds and the checksum of what it found, which is the same for all of them: of each
 * record its reference and nine of its members, as text.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const bench_names[] = { "uuid", "name_label", "power_state", "is_a_template", "resident_on",
	"memory_dynamic_max", "VCPUs_at_startup", "domid", "metrics" };
enum { BENCH_NAMES = sizeof(bench_names) / sizeof(*bench_names) };

/* Which of them this is; BENCH_NAMES: none. */
static inline size_t bench_name(const char *name, size_t len)
{
	size_t i = 0;

	while (i < BENCH_NAMES && (strlen(bench_names[i]) != len || memcmp(bench_names[i], name, len)))
		i++;
	return i;
}

/* What a text adds to the checksum. */
static inline uint64_t bench_text(const char *text, size_t len)
{
	return len ? len * 65536 + (unsigned char)text[0] * 256U + (unsigned char)text[len - 1] : 1;
}

/* Of the answer at `at`, which NUL follows and which may be written to. By its name callgrind counts. */
static __attribute__((noinline)) uint64_t decode(char *at, size_t len);

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[2]) : 1;
	FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
	char *answer, *copy;
	uint64_t sum = 0, best = UINT64_MAX;
	long len;

	if (!file || fseek(file, 0, SEEK_END) || (len = ftell(file)) < 0 || fseek(file, 0, SEEK_SET))
		return 2;
	answer = (char *)malloc((size_t)len);
	copy = (char *)calloc((size_t)len + 1, 1);
	if (!answer || !copy || fread(answer, 1, (size_t)len, file) != (size_t)len)
		return 2;
	while (rounds--) {
		struct timespec from, to;
		uint64_t took;

		memcpy(copy, answer, (size_t)len);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		sum = decode(copy, (size_t)len);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		took = (uint64_t)(to.tv_sec - from.tv_sec) * 1000000000U + (uint64_t)to.tv_nsec -
			(uint64_t)from.tv_nsec;
		best = took < best ? took : best;
	}
	printf("%llu %llu\n", (unsigned long long)best, (unsigned long long)sum);
	return 0;
}

#endif
