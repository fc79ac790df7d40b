/* SPDX-License-Identifier: MIT */
#include "wire/xml_window.h"
#include "wire/lines.h"
#include "wire/xml_chars.h"

enum { SPARE = 2 * XML_LOOK }; /* kept free by a pull, for the names of the pulled tags */

_Static_assert(sizeof(struct xml) <= 26 * 1024, "the reader's state is within its limit");
/* clang-format off */
_Static_assert(XML_DEPTH * (XML_NAME + 1) + XML_ATTRIBUTE_NAMES + XML_ATTRIBUTES + XML_SLACK + SPARE +
			XML_LOOK <= XML_ROOM, "all names at their limits leave a window");
/* clang-format on */

/* Advance line and line_at from the front of the window to `to`. Lines are counted per window, to keep the count out
 * of the loops over bytes; `breaks` is set after white space. XAPI sends no line ends, and a search in all bytes
 * would cost 0.1 instructions a byte, with musl 1.4. */
static void count_lines(struct xml *x, const char *to)
{
	const char *p = x->own.room;

	while ((p = lines_next(p, to))) {
		x->own.line++;
		x->own.line_at = x->own.base + (size_t)(++p - x->own.room);
	}
}

void xml_compact(struct xml *x)
{
	size_t left = (size_t)(x->own.end - x->own.at);

	if (x->own.breaks)
		count_lines(x, x->own.at);
	x->own.breaks = !x->own.rooted;
	x->own.base += (size_t)(x->own.at - x->own.room);
	memmove(x->own.room, x->own.at, left);
	x->own.at = x->own.room;
	x->own.end = x->own.room + left;
	memset(x->own.end, 0, XML_SLACK);
}

/* End the document: leave an empty window, in which every scan stops at once. */
static void end_input(struct xml *x)
{
	x->own.state = XML_OVER;
	x->own.ended = true;
	x->depth = 0;
	x->own.at = x->own.end = x->own.room;
	memset(x->own.end, 0, XML_SLACK);
}

void xml_pull(struct xml *x, size_t want)
{
	const char *names = x->own.alike && x->own.alike_names < x->own.names ? x->own.alike_names : x->own.names;

	if (x->own.ended)
		return;
	xml_compact(x);
	while (!x->own.ended && (size_t)(x->own.end - x->own.at) < want) {
		size_t room = (size_t)(names - x->own.end) - XML_SLACK - SPARE;
		ssize_t n = x->own.in->read(x->own.in, x->own.end, room);

		if (n < 0)
			end_input(x);
		else if (n == 0)
			x->own.ended = true;
		else
			x->own.end += n;
		memset(x->own.end, 0, XML_SLACK);
	}
}

void xml_stop(struct xml *x, enum status status, const char *what)
{
	count_lines(x, x->own.at);
	x->refused |= x->own.fail->status == SHOWN;
	fail(x->own.fail, status, "line %llu, column %llu: %s", (unsigned long long)x->own.line + 1,
		(unsigned long long)(xml_offset(x) - x->own.line_at + 1), what);
	end_input(x);
}

enum xml_event xml_bad(struct xml *x, const char *what)
{
	xml_stop(x, BROKEN, what);
	return XML_DONE;
}

enum xml_event xml_limit(struct xml *x, const char *what)
{
	xml_stop(x, EXCEEDED, what);
	return XML_DONE;
}
