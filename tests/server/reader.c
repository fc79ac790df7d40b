/* SPDX-License-Identifier: MIT */
#include "reader.h"

#include <string.h>

void reader_wrong(struct reader *r, const char *what)
{
	if (!r->wrong)
		r->wrong = what;
	r->at = r->end;
}

bool reader_begins(const struct reader *r, const char *text)
{
	size_t n = strlen(text);

	return (size_t)(r->end - r->at) >= n && memcmp(r->at, text, n) == 0;
}

bool reader_take(struct reader *r, const char *text)
{
	if (!reader_begins(r, text))
		return false;
	r->at += strlen(text);
	return true;
}

void reader_space(struct reader *r)
{
	while (r->at < r->end && *r->at && strchr(" \t\r\n", *r->at))
		r->at++;
}

/* Decode n continuation bytes after the bits of the first byte. Return -1 if they are none. */
static long tail(const struct reader *r, long point, int n)
{
	const unsigned char *at = (const unsigned char *)r->at + 1;

	if (r->end - r->at <= n)
		return -1;
	for (; n > 0; n--, at++) {
		if ((*at & 0xc0) != 0x80)
			return -1;
		point = point << 6 | (*at & 0x3f);
	}
	return point;
}

void reader_wide(struct reader *r, struct buf *out)
{
	static const long least[] = { 0, 0x80, 0x800, 0x10000 };
	unsigned char c = (unsigned char)*r->at;
	int n = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
	long point;

	point = c < 0xc2 || c > 0xf4 ? -1 : tail(r, c & (0x3f >> n), n);
	if (point < least[n] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
		reader_wrong(r, "text is not UTF-8");
		return;
	}
	buf_add(out, r->at, (size_t)n + 1);
	r->at += n + 1;
}
