/* SPDX-License-Identifier: MIT */
#include "source/xenstore/said.h"

#include <unistd.h>

void xenstore_say(struct out *to, enum xenstore_word word, uint32_t n, struct slice text)
{
	struct xenstore_said said = { n, (uint16_t)word,
		(uint16_t)(text.len < XENSTORE_TEXT ? text.len : XENSTORE_TEXT) };

	out_bytes(to, (struct slice){ (const char *)&said, sizeof(said) });
	out_bytes(to, (struct slice){ text.at, said.len });
}

void xenstore_leave(struct out *to, enum xenstore_word word, int error)
{
	xenstore_say(to, word, (uint32_t)error, SLICE(""));
	out_flush(to);
	_exit(0);
}
