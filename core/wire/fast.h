/* SPDX-License-Identifier: MIT */
/*
 * Switches for the fast paths of the readers, for tests that compare all combinations.
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
