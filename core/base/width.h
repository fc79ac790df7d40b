/* SPDX-License-Identifier: MIT */
/* Cells that a terminal uses for a character. */
#ifndef BASE_WIDTH_H
#define BASE_WIDTH_H

#include <stdint.h>

/* Return 2 for East Asian wide characters and emoji, 0 for combining marks, 1 for all others. Marks of scripts beyond
 * the Basic Multilingual Plane count 1. Controls are not to be asked about: they are shown escaped. */
unsigned width_of(uint32_t c);

#endif
