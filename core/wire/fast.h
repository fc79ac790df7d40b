/* SPDX-License-Identifier: MIT */
/*
 * Which fast ways the readers take. Both switches are for tests, which compare every combination.
 */
#ifndef WIRE_FAST_H
#define WIRE_FAST_H

#ifndef WIRE_SSE2
#ifdef __SSE2__
#define WIRE_SSE2 1
#else
#define WIRE_SSE2 0
#endif
#endif

/* Without them every byte takes the generic path. */
#ifndef WIRE_SHORT_CUTS
#define WIRE_SHORT_CUTS 1
#endif

#if WIRE_SSE2
#include <emmintrin.h>
#endif

#endif
