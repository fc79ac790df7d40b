/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>

static FILE *out;
static unsigned connections, calls, logins, logouts, bad;

__attribute__((format(printf, 1, 2)))
static void line(const char *format, ...)
{
	va_list args;

	if (!out)
		return;
	va_start(args, format);
	vfprintf(out, format, args);
	va_end(args);
	putc('\n', out);
	fflush(out);
}

bool log_open(const char *path)
{
	out = fopen(path, "ae");
	return out != NULL;
}

void log_connect(unsigned conn)
{
	connections++;
	line("connect %u", conn);
}

void log_call(unsigned conn, const char *method, size_t bytes)
{
	calls++;
	line("call %u %s %zu", conn, method, bytes);
}

void log_login(void)
{
	logins++;
	line("login");
}

void log_logout(void)
{
	logouts++;
	line("logout");
}

void log_bad(const char *reason)
{
	bad++;
	line("bad %s", reason);
}

void log_close(unsigned conn)
{
	line("close %u", conn);
}

void log_total(void)
{
	line("total connections=%u calls=%u logins=%u logouts=%u bad=%u",
		connections, calls, logins, logouts, bad);
	if (out)
		fclose(out);
	out = NULL;
}
