/* SPDX-License-Identifier: MIT */
/*
 * clock - the time for timeouts: milliseconds of a clock that only goes forward.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <time.h>

long long clock_ms(void);
struct timespec clock_span(long long ms);

#endif
