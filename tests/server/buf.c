/* SPDX-License-Identifier: MIT */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *buf_reserve(struct buf *b, size_t extra)
{
	size_t room = b->room ? b->room : 256;
	char *data;

	/* One byte more than asked for: the NUL. */
	while (room - b->len <= extra || room < b->len) {
		if (room > (size_t)-1 / 4) {
			fputs("server: out of memory\n", stderr);
			exit(1);
		}
		room *= 2;
	}
	if (room != b->room) {
		data = realloc(b->data, room);
		if (!data) {
			fputs("server: out of memory\n", stderr);
			exit(1);
		}
		b->data = data;
		b->room = room;
	}
	return b->data + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
	char *to = buf_reserve(b, n);

	if (n)
		memcpy(to, bytes, n);
	to[n] = '\0';
	b->len += n;
}

void buf_str(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		return;
	buf_reserve(b, (size_t)n + 1);
	va_start(args, format);
	vsnprintf(b->data + b->len, (size_t)n + 1, format, args);
	va_end(args);
	b->len += (size_t)n;
}

void buf_drop(struct buf *b, size_t n)
{
	if (n >= b->len) {
		buf_clear(b);
		return;
	}
	memmove(b->data, b->data + n, b->len - n);
	b->len -= n;
	b->data[b->len] = '\0';
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->data)
		b->data[0] = '\0';
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}

bool buf_file(struct buf *b, const char *path)
{
	FILE *f = fopen(path, "rbe");
	size_t n;
	bool good;

	if (!f)
		return false;
	do {
		n = fread(buf_reserve(b, 65536), 1, 65536, f);
		b->len += n;
		b->data[b->len] = '\0';
	} while (n > 0);
	good = !ferror(f);
	fclose(f);
	return good;
}
