/* SPDX-License-Identifier: MIT */
/*
 * number - reads a decimal number, which is all of the text.
 */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* Return false for any other text, or a number outside of least to most. */
bool number_read(const char *text, size_t least, size_t most, size_t *number);

#endif
