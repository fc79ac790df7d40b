/* SPDX-License-Identifier: MIT */
/* Functions shared by the fuzzers. */
#ifndef FUZZ_H
#define FUZZ_H

#include "tests/memory.h"

#include <stdlib.h>

/* The fuzzer takes this for a crash. */
static inline void must(int condition)
{
	if (!condition)
		abort();
}

#endif
