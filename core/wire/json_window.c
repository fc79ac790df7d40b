/* SPDX-License-Identifier: MIT */
#include "wire/json_window.h"
#include "wire/lines.h"

static void set_end(struct json_window *w, char *end)
{
	w->end = end;
	memset(end, '\\', JSON_SLACK);
}

void json_window_open(struct json_window *w, struct stream *in, struct fail *fail)
{
	memset(w, 0, offsetof(struct json_window, room));
	w->in = in;
	w->fail = fail;
	w->at = w->room;
	set_end(w, w->room);
}

/* Count the lines before `at`, and make `at` the front of the window. */
static void leave_taken(struct json_window *w)
{
	size_t left = (size_t)(w->end - w->at);

	for (const char *p = w->room; (p = lines_next(p, w->at));) {
		w->line++;
		w->line_at = w->base + (size_t)(++p - w->room);
	}
	w->base += (size_t)(w->at - w->room);
	memmove(w->room, w->at, left);
	w->at = w->room;
	set_end(w, w->room + left);
}

/* End the document: leave an empty window. */
static void end_document(struct json_window *w)
{
	w->ended = true;
	w->at = w->room;
	set_end(w, w->room);
}

void json_window_pull(struct json_window *w, size_t want)
{
	if (w->ended)
		return;
	leave_taken(w);
	while (!w->ended && (size_t)(w->end - w->at) < want) {
		ssize_t n = w->in->read(w->in, w->end, (size_t)(w->room + JSON_ROOM - w->end));

		if (n > 0)
			set_end(w, w->end + n);
		else if (n == 0)
			w->ended = true;
		else
			end_document(w);
	}
}

char json_window_token(struct json_window *w)
{
	for (;; w->at++) {
		if (!json_need(w, 1))
			return 0;
		if (*w->at != ' ' && *w->at != '\t' && *w->at != '\n' && *w->at != '\r')
			return *w->at;
	}
}

void json_window_refuse(struct json_window *w, enum status status, const char *what)
{
	leave_taken(w);
	w->refused |= w->fail->status == SHOWN;
	fail(w->fail, status, "line %llu, column %llu: %s", (unsigned long long)w->line + 1,
		(unsigned long long)(w->base - w->line_at + 1), what);
	end_document(w);
}

bool json_window_bad(struct json_window *w, const char *what)
{
	json_window_refuse(w, BROKEN, w->at == w->end ? "the document ends too early" : what);
	return false;
}
