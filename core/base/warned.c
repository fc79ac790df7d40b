/* SPDX-License-Identifier: MIT */
#include "base/warned.h"

#include <stdarg.h>

/* Count one of a kind. Return whether to print it. */
static bool due(struct warned *w, const char *kind)
{
	for (size_t i = 0; i < WARNED_KINDS; i++) {
		if (w->kinds[i].kind && strcmp(w->kinds[i].kind, kind))
			continue;
		w->kinds[i].kind = kind;
		return ++w->kinds[i].count <= WARNED_EACH;
	}
	return true;
}

void warned_of(struct warned *w, const char *kind, const char *format, ...)
{
	va_list list;

	if (!due(w, kind))
		return;
	va_start(list, format);
	warning_list(format, list);
	va_end(list);
}

void warned_end(struct warned *w, struct slice from)
{
	for (size_t i = 0; i < WARNED_KINDS; i++)
		if (w->kinds[i].count > WARNED_EACH)
			warning("%.*s: %s: ... and %zu more", (int)from.len, from.at, w->kinds[i].kind,
				w->kinds[i].count - WARNED_EACH);
	memset(w, 0, sizeof(*w));
}
