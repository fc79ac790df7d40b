/* SPDX-License-Identifier: MIT */
#include "base/fail.h"

#include <errno.h>
#include <stdarg.h>

enum { TEXT_MOST = 200 }; /* bytes of a cut text: a message has two, and words of ours */

/* Mark the end of a message that was cut. */
static size_t closed(struct out *o)
{
	if (o->failed)
		memcpy(o->end - 3, "...", 3);
	return (size_t)(o->at - o->start);
}

/* Append a message. If the buffer is too small, cut its long texts: the words after them tell the problem. */
static void say(struct out *o, const char *format, va_list list)
{
	char *at = o->at;

	out_message_list(o, format, list);
	if (!o->failed)
		return;
	o->at = at;
	o->failed = false;
	o->most = TEXT_MOST;
	out_message_list(o, format, list);
}

int fail(struct fail *f, enum status status, const char *format, ...)
{
	struct out o = OUT_IN(f->text);
	va_list list;

	if (f->status != SHOWN)
		return FAILED;
	f->status = status;
	va_start(list, format);
	say(&o, format, list);
	va_end(list);
	f->len = closed(&o);
	return FAILED;
}

void fail_within(struct fail *f, const char *format, ...)
{
	char text[sizeof(f->text)];
	struct out o = OUT_IN(text);
	va_list list;

	if (f->status == SHOWN)
		return;
	va_start(list, format);
	say(&o, format, list);
	va_end(list);
	out_bytes(&o, SLICE(": "));
	out_bytes(&o, fail_text(f));
	f->len = closed(&o);
	memcpy(f->text, text, f->len);
}

void fail_add(struct fail *f, const char *format, ...)
{
	struct out o = OUT_IN(f->text);
	va_list list;

	if (f->status == SHOWN)
		return;
	o.at += f->len;
	va_start(list, format);
	say(&o, format, list);
	va_end(list);
	f->len = closed(&o);
}

/* Print one line to stderr, in a single write if it fits the buffer. */
static void line(struct slice begin, const char *format, va_list list)
{
	char room[1024];
	struct out o = OUT_TO(2, room);

	out_bytes(&o, begin);
	out_message_list(&o, format, list);
	out_char(&o, '\n');
	out_flush(&o);
}

void warning_list(const char *format, va_list list)
{
	line(SLICE("Warning: "), format, list);
}

void warning(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	warning_list(format, list);
	va_end(list);
}

void notice(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	line(SLICE(""), format, list);
	va_end(list);
}

void fail_print(const struct fail *f)
{
	notice("Error: %.*s", (int)f->len, f->text);
}

const char *fail_errno(void)
{
	return strerror(errno);
}

bool fail_scarce(void)
{
	return errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS;
}
