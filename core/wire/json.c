/* SPDX-License-Identifier: MIT */
/*
 * The short cuts (skip_members, past_..., json_plain) accept values without white space that lie in the window entirely.
 * Everything else is left to the functions that work piece by piece.
 */
#include "wire/json.h"

_Static_assert(sizeof(struct json) <= 26 * 1024, "the reader's state is within its limit");

void json_open(struct json *j, struct stream *in, struct fail *fail)
{
	memset(j, 0, offsetof(struct json, window));
	json_window_open(&j->window, in, fail);
}

void json_refuse(struct json *j, enum status status, const char *what)
{
	json_window_refuse(&j->window, status, what);
}

/* Take one byte after white space; refuse any other but c. */
static bool expect(struct json *j, char c, const char *what)
{
	if (json_window_token(&j->window) != c)
		return json_window_bad(&j->window, what);
	j->window.at++;
	return true;
}

/* Enter an object or an array, at its bracket. */
static bool enter_bracket(struct json *j, enum json_type type)
{
	if (j->depth == JSON_DEPTH) {
		json_refuse(j, EXCEEDED, "more than 32 nested objects and arrays");
		return false;
	}
	j->depth++;
	j->objects &= ~(UINT64_C(1) << j->depth);
	j->objects |= (uint64_t)(type == JSON_OBJECT) << j->depth;
	j->first = true;
	j->window.at++;
	return true;
}

/* Go to the next member or item. Return false at the bracket `close`, or after a failure. */
static bool next_item(struct json *j, char close)
{
	char c = json_window_token(&j->window);

	if (c == close) {
		j->window.at++;
		j->depth--;
		j->first = false;
		return false;
	}
	if (j->first) {
		j->first = false;
		return true;
	}
	return expect(j, ',', close == '}' ? "',' or '}' should stand here" : "',' or ']' should stand here");
}

static void cut_name(struct json *j)
{
	j->name_cut = j->name.len > JSON_NAME;
	if (j->name_cut)
		j->name.len = JSON_NAME;
}

/* Read a member's name and the ':'. */
static bool take_name(struct json *j)
{
	struct out name = OUT_IN(j->name_room);
	const char *end;

	if (!expect(j, '"', "the name of a member should stand here"))
		return false;
	json_need(&j->window, JSON_NAME);
	end = json_scan(j->window.at);
	if (WIRE_SHORT_CUTS && *end == '"' && end[1] == ':') {
		j->name = (struct slice){ j->window.at, (size_t)(end - j->window.at) };
		j->window.at = end + 2;
	} else if (json_text_string(&j->window, &name)) {
		j->name = out_slice(&name);
		expect(j, ':', "':' should stand here");
	}
	cut_name(j);
	j->name_cut |= name.failed;
	return j->window.fail->status == SHOWN;
}

enum json_type json_peek(struct json *j)
{
	switch (json_window_token(&j->window)) {
	case '{':
		return JSON_OBJECT;
	case '[':
		return JSON_ARRAY;
	case 'n':
		return json_need(&j->window, 4) && !memcmp(j->window.at, "null", 4) ? JSON_NULL : JSON_NONE;
	}
	return JSON_NONE;
}

enum json_type json_value(struct json *j, struct out *text)
{
	enum json_type type = json_peek(j);
	struct slice word;

	if (type == JSON_OBJECT || type == JSON_ARRAY)
		return enter_bracket(j, type) ? type : JSON_NONE;
	if (*j->window.at == '"') {
		j->window.at++;
		return json_text_string(&j->window, text) ? JSON_STRING : JSON_NONE;
	}
	type = json_text_word(&j->window, &word);
	if (type == JSON_INTEGER || type == JSON_REAL)
		out_bytes(text, word);
	return type;
}

/* Return the end of the string whose characters begin at `at`; NULL: it is far, or has a \u escape. */
static inline const char *past_string(const char *at, const char *end)
{
	for (;;) {
		at = json_scan(at);
		if (*at == '"')
			return at + 1;
		if (end - at < 2 || !json_meaning(at[1]))
			return NULL;
		at += 2;
	}
}

/* p, if a value may end there; else NULL. */
static inline const char *if_end(const char *p)
{
	return *p == ',' || *p == '}' || *p == ']' ? p : NULL;
}

/* Return the end of the integer at `at`; NULL: no integer. */
static inline const char *past_integer(const char *at)
{
	const char *first = at + (*at == '-'), *p = first;

	while ((unsigned char)(*p - '0') <= 9)
		p++;
	if (p == first || (*first == '0' && p > first + 1) || p - at > JSON_WORD)
		return NULL;
	return if_end(p);
}

/* Return the end of a word that ends with these four letters at `at`; NULL: another word. */
static inline const char *past_word(const char *at, const char *letters)
{
	uint32_t a, b;

	memcpy(&a, at, sizeof(a));
	memcpy(&b, letters, sizeof(b));
	return a == b ? if_end(at + 4) : NULL;
}

/* Return the end of the string, integer or word at `at`; NULL: none of these. */
static inline const char *past_scalar(const char *at, const char *end)
{
	switch (*at) {
	case '"':
		return past_string(at + 1, end);
	case 't':
		return past_word(at, "true");
	case 'f':
		return past_word(at + 1, "alse");
	case 'n':
		return past_word(at, "null");
	}
	return past_integer(at);
}

/* Return the end of an array of those, its first item at `at`. */
static const char *past_items(const char *at, const char *end)
{
	for (;; at++) {
		at = past_scalar(at, end);
		if (!at || *at == ']')
			return at ? at + 1 : NULL;
		if (*at != ',')
			return NULL;
	}
}

/* Return the end of an object of those. */
static const char *past_members(const char *at, const char *end)
{
	for (;; at++) {
		if (*at != '"')
			return NULL;
		at = past_string(at + 1, end);
		if (!at || *at != ':')
			return NULL;
		at = past_scalar(at + 1, end);
		if (!at || *at == '}')
			return at ? at + 1 : NULL;
		if (*at != ',')
			return NULL;
	}
}

/* Return the end of any of these. */
static inline const char *past_value(const struct json *j, const char *at)
{
	if (*at == '[')
		at = j->depth == JSON_DEPTH ? NULL : at[1] == ']' ? at + 2 : past_items(at + 1, j->window.end);
	else if (*at == '{')
		at = j->depth == JSON_DEPTH ? NULL : at[1] == '}' ? at + 2 : past_members(at + 1, j->window.end);
	else
		at = past_scalar(at, j->window.end);
	return at;
}

enum json_type json_plain(struct json *j, struct slice *text)
{
	const char *at = j->window.at, *end;

	if (!WIRE_SHORT_CUTS || at == j->window.end)
		return JSON_NONE;
	if (*at == '"') {
		end = json_scan(++at);
		if (*end != '"')
			return JSON_NONE;
		*text = (struct slice){ at, (size_t)(end - at) };
		j->window.at = end + 1;
		return JSON_STRING;
	}
	end = past_integer(at);
	if (!end)
		return JSON_NONE;
	*text = (struct slice){ at, (size_t)(end - at) };
	j->window.at = end;
	return JSON_INTEGER;
}

static void skip(struct json *j)
{
	const char *past = WIRE_SHORT_CUTS ? past_value(j, j->window.at) : NULL;
	struct slice word;

	if (past) {
		j->window.at = past;
		return;
	}
	switch (json_window_token(&j->window)) {
	case '"':
		j->window.at++;
		json_text_string(&j->window, NULL);
		return;
	case '{':
		enter_bracket(j, JSON_OBJECT);
		return;
	case '[':
		enter_bracket(j, JSON_ARRAY);
		return;
	}
	json_text_word(&j->window, &word);
}

void json_skip(struct json *j)
{
	unsigned outer = j->depth;

	skip(j);
	while (j->depth > outer && j->window.fail->status == SHOWN)
		if (j->objects >> j->depth & 1 ? next_item(j, '}') && take_name(j) : next_item(j, ']'))
			skip(j);
}

/* Skip unwanted members. Return true if the value of a wanted one is next, false at another spelling or at the end. */
static bool skip_members(struct json *j, uint64_t wanted)
{
	const char *at = j->window.at, *end;

	while (*at == ',' && at[1] == '"') {
		end = json_scan(at + 2);
		if (end[0] != '"' || end[1] != ':')
			break;
		j->name = (struct slice){ at + 2, (size_t)(end - at - 2) };
		cut_name(j);
		if (wanted & wanted_name(j->name)) {
			j->window.at = end + 2;
			return true;
		}
		end = past_value(j, end + 2);
		if (!end)
			break;
		at = end;
	}
	j->window.at = at;
	return false;
}

bool json_member(struct json *j, uint64_t wanted)
{
	for (;;) {
		if (WIRE_SHORT_CUTS && !j->first && skip_members(j, wanted))
			return true;
		if (!next_item(j, '}') || !take_name(j))
			return false;
		if (wanted & wanted_name(j->name))
			return true;
		json_skip(j);
	}
}

bool json_item(struct json *j)
{
	return next_item(j, ']');
}

void json_end(struct json *j)
{
	json_window_token(&j->window);
	if (j->window.at < j->window.end)
		json_window_bad(&j->window, "something follows the value of the document");
}
