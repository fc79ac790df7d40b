/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>

static FILE *out;
static unsigned connections, trips, calls, json_calls, probes, secrets, logins, logouts, bad;
static size_t received, sent;

__attribute__((format(printf, 1, 2))) static void line(const char *format, ...)
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

void log_trip(unsigned conn)
{
	trips++;
	line("trip %u", conn);
}

void log_received(size_t bytes)
{
	received += bytes;
}

void log_call(unsigned conn, const char *method, size_t bytes, bool json)
{
	calls++;
	json_calls += json;
	line("call %u %s %zu %s", conn, method, bytes, json ? "json" : "xml");
}

void log_answer(unsigned conn, const char *method, size_t bytes)
{
	sent += bytes;
	line("answer %u %s %zu", conn, method, bytes);
}

void log_probe(unsigned conn)
{
	probes++;
	line("probe %u", conn);
}

void log_secret(unsigned conn, const char *method)
{
	secrets++;
	line("secret %u %s", conn, method);
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
	line("total connections=%u trips=%u calls=%u json_calls=%u probes=%u secrets=%u logins=%u logouts=%u bad=%u "
	     "received=%zu sent=%zu",
		connections, trips, calls, json_calls, probes, secrets, logins, logouts, bad, received, sent);
	if (out)
		fclose(out);
	out = NULL;
}
