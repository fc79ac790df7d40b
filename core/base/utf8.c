/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

size_t utf8_char(const char *at, size_t left, uint32_t *c)
{
	const unsigned char *p = (const unsigned char *)at;
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	uint32_t sum = p[0];

	if (len > left || p[0] > 0xf4)
		return 0;
	if (len > 1)
		sum &= 0xffU >> (len + 1);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		sum = sum << 6 | (p[i] & 0x3f);
	}
	if ((len == 3 && (sum < 0x800 || sum - 0xd800 < 0x800)) || (len == 4 && (sum < 0x10000 || sum > 0x10ffff)))
		return 0;
	*c = sum;
	return len;
}

size_t utf8_put(char at[4], uint32_t c)
{
	size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = len; i-- > 1; c >>= 6)
		at[i] = (char)(0x80 | (c & 0x3f));
	at[0] = (char)(len == 1 ? c : (0xf00U >> len & 0xf0) | c);
	return len;
}
