/* SPDX-License-Identifier: MIT */
#include "base/out.h"
#include "base/utf8.h"
#include "base/width.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

extern inline struct slice out_slice(const struct out *o);

int out_flush(struct out *o)
{
	const char *from = o->start;

	while (!o->failed && from < o->at) {
		ssize_t n = write(o->fd, from, (size_t)(o->at - from));

		if (n >= 0) {
			from += n;
		} else { /* a caught signal ends the write, too */
			o->failed = true;
			o->error = errno;
		}
	}
	o->at = o->start;
	return o->failed ? -1 : 0;
}

void out_bytes(struct out *o, struct slice bytes)
{
	while (bytes.len && !o->failed) {
		size_t room = (size_t)(o->end - o->at), n = bytes.len < room ? bytes.len : room;

		memcpy(o->at, bytes.at, n);
		o->at += n;
		bytes = slice_drop(bytes, n);
		if (!bytes.len)
			break;
		if (o->fd < 0)
			o->failed = true;
		else
			out_flush(o);
	}
}

void out_char(struct out *o, char c)
{
	out_bytes(o, (struct slice){ &c, 1 });
}

void out_add(struct out *o, const char *text)
{
	out_bytes(o, slice_of(text));
}

const char *out_string(struct out *o)
{
	if (o->at == o->end) {
		o->failed = true;
		o->at--;
	}
	*o->at = '\0';
	return o->start;
}

void out_blanks(struct out *o, size_t n)
{
	static const struct slice blanks = { "                                        ", 40 };

	for (; n > blanks.len; n -= blanks.len)
		out_bytes(o, blanks);
	out_bytes(o, (struct slice){ blanks.at, n });
}

bool out_unsafe(uint32_t c)
{
	return (c >= 0x80 && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
		(c >= 0x2066 && c <= 0x2069);
}

static void write_hex(char *at, uint32_t c, int digits)
{
	while (digits--)
		at[digits] = "0123456789abcdef"[c & 15], c >>= 4;
}

/* Split one character, or one invalid byte, off text. Return the characters to show for it: the text itself, or an
 * escape written into `escape`. Store the character in *character. */
static struct slice shown(struct slice *text, char escape[6], uint32_t *character)
{
	uint32_t c = 0;
	size_t len = utf8_char(text->at, text->len, &c);
	struct slice as = { text->at, len };

	if (!len || c < 0x20 || c == 0x7f) {
		memcpy(escape, "\\x", 2);
		write_hex(escape + 2, (unsigned char)text->at[0], 2);
		as = (struct slice){ escape, 4 };
	} else if (out_unsafe(c)) {
		memcpy(escape, "\\u", 2);
		write_hex(escape + 2, c, 4);
		as = (struct slice){ escape, 6 };
	}
	*text = slice_drop(*text, len ? len : 1);
	*character = c;
	return as;
}

/* Return the number of printable ASCII bytes at the front of text. */
static size_t count_printable(struct slice text)
{
	size_t n = 0;

	while (n < text.len && text.at[n] >= 0x20 && text.at[n] < 0x7f)
		n++;
	return n;
}

void out_text(struct out *o, struct slice text)
{
	char escape[6];
	uint32_t c;

	while (text.len) {
		size_t n = count_printable(text);

		out_bytes(o, (struct slice){ text.at, n });
		text = slice_drop(text, n);
		if (text.len)
			out_bytes(o, shown(&text, escape, &c));
	}
}

size_t out_width(struct slice text)
{
	size_t width = 0;
	char escape[6];
	uint32_t c;

	while (text.len) {
		size_t n = count_printable(text);

		width += n;
		text = slice_drop(text, n);
		if (text.len) {
			struct slice as = shown(&text, escape, &c);

			width += as.at == escape ? as.len : width_of(c);
		}
	}
	return width;
}

static void write_digits(struct out *o, uint64_t n)
{
	char room[20];
	size_t at = sizeof(room);

	do {
		room[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	out_bytes(o, (struct slice){ room + at, sizeof(room) - at });
}

void out_seconds(struct out *o, int64_t ns)
{
	int64_t rest = ns % 1000000000;

	out_number(o, ns / 1000000000);
	if (rest)
		out_char(o, '.');
	for (int64_t unit = 100000000; rest; unit /= 10) {
		out_char(o, (char)('0' + rest / unit));
		rest %= unit;
	}
}

void out_hex(struct out *o, uint32_t n, int digits)
{
	char room[8];

	write_hex(room, n, digits);
	out_bytes(o, (struct slice){ room, (size_t)digits });
}

void out_number(struct out *o, int64_t n)
{
	if (n < 0)
		out_char(o, '-');
	write_digits(o, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
}

/* Append a number of two digits after a character. */
static void write_two(struct out *o, char before, int64_t n)
{
	out_char(o, before);
	out_char(o, (char)('0' + n / 10));
	out_char(o, (char)('0' + n % 10));
}

void out_date(struct out *o, int64_t seconds)
{
	/* Count years from March on: leap days come last, and 153 days make five months. */
	int64_t day = seconds / 86400 + 719468, era = day / 146097, of_era = day % 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;

	if (seconds < 0 || seconds > INT64_C(253402300799)) {
		out_number(o, seconds);
		return;
	}
	out_number(o, era * 400 + year + (month >= 10));
	write_two(o, '-', month < 10 ? month + 3 : month - 9);
	write_two(o, '-', of_year - (153 * month + 2) / 5 + 1);
	write_two(o, 'T', seconds / 3600 % 24);
	write_two(o, ':', seconds / 60 % 60);
	write_two(o, ':', seconds % 60);
	out_char(o, 'Z');
}

void out_uuid(struct out *o, const unsigned char uuid[16])
{
	for (int i = 0; i < 16; i++) {
		char digits[2];

		if (i == 4 || i == 6 || i == 8 || i == 10)
			out_char(o, '-');
		write_hex(digits, uuid[i], 2);
		out_bytes(o, (struct slice){ digits, 2 });
	}
}

static void message_text(struct out *o, struct slice text)
{
	bool cut = o->most && text.len > o->most;

	out_text(o, (struct slice){ text.at, cut ? o->most : text.len });
	out_add(o, cut ? "..." : "");
}

/* Convert at the character after '%'. Return the character after the conversion. */
static const char *convert(struct out *o, const char *at, va_list *list)
{
	if (at[0] == '.' && at[1] == '*' && at[2] == 's') {
		int len = va_arg(*list, int);

		message_text(o, (struct slice){ va_arg(*list, const char *), (size_t)len });
		return at + 3;
	}
	if (at[0] == 'z' && at[1] == 'u') {
		write_digits(o, va_arg(*list, size_t));
		return at + 2;
	}
	if (at[0] == 'l' && at[1] == 'l') {
		if (at[2] == 'u')
			write_digits(o, va_arg(*list, unsigned long long));
		else
			out_number(o, va_arg(*list, long long));
		return at + 3;
	}
	switch (*at) {
	case 's':
		message_text(o, slice_of(va_arg(*list, const char *)));
		break;
	case 'c':
		out_char(o, (char)va_arg(*list, int));
		break;
	case 'd':
		out_number(o, va_arg(*list, int));
		break;
	case 'u':
		write_digits(o, va_arg(*list, unsigned));
		break;
	default:
		out_char(o, *at);
	}
	return at + 1;
}

void out_message_list(struct out *o, const char *format, va_list list)
{
	va_list rest;

	va_copy(rest, list);
	while (*format) {
		const char *end = strchrnul(format, '%');

		out_bytes(o, (struct slice){ format, (size_t)(end - format) });
		format = end;
		if (*format)
			format = convert(o, format + 1, &rest);
	}
	va_end(rest);
}

void out_message(struct out *o, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	out_message_list(o, format, list);
	va_end(list);
}
