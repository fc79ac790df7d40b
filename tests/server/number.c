/* SPDX-License-Identifier: MIT */
#include "number.h"

#include <errno.h>
#include <stdlib.h>

bool number_read(const char *text, size_t least, size_t most, size_t *number)
{
	unsigned long n;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	n = strtoul(text, &end, 10);
	*number = n;
	return *end == '\0' && errno == 0 && n >= least && n <= most;
}
