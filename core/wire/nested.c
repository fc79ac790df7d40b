/* SPDX-License-Identifier: MIT */
#include "wire/nested.h"
#include "base/utf8.h"

void nested_start(struct nested *n, struct stream *stream, char sign)
{
	n->word = (struct out)OUT_IN(n->room);
	n->stream = stream;
	n->at = n->end = NULL;
	n->taken = 0;
	n->depth = 0;
	n->c = ' ';
	n->sign = sign;
}

static void step(struct nested *n)
{
	if (n->at == n->end) {
		ssize_t got = n->taken < NESTED_LONGEST ? n->stream->read(n->stream, n->window, sizeof(n->window)) : 0;

		if (got <= 0) {
			n->c = 0;
			return;
		}
		n->taken += (size_t)got;
		n->at = n->window;
		n->end = n->window + got;
	}
	n->c = (unsigned char)*n->at++;
}

static uint32_t hex(struct nested *n, int digits)
{
	uint32_t sum = 0;

	for (int digit; digits && (digit = slice_hex((char)n->c)) >= 0; digits--, step(n))
		sum = sum << 4 | (uint32_t)digit;
	if (digits)
		n->word.failed = true;
	return sum;
}

/* Append a byte to the word; a NUL marks the word as invalid. */
static void put(struct nested *n, int c)
{
	n->word.failed |= !c;
	out_char(&n->word, (char)c);
}

/* Decode the digits after \u, and a second \uXXXX if both form a surrogate pair. */
static void character(struct nested *n)
{
	uint32_t c = hex(n, 4);
	char bytes[4];

	if (c >> 10 == 0xd800 >> 10 && n->c == '\\') {
		step(n);
		if (n->c == 'u') {
			step(n);
			uint32_t low = hex(n, 4) ^ 0xdc00;

			c = low < 0x400 ? 0x10000 + ((c & 0x3ff) << 10 | low) : 0;
		}
	}
	n->word.failed |= !c || c - 0xd800 < 0x800;
	out_bytes(&n->word, (struct slice){ bytes, utf8_put(bytes, c) });
}

/* Decode the escape after a backslash: the common subset of JSON, Python's repr() and xl. */
static void escape(struct nested *n)
{
	static const char letters[] = "nrtbf\"'\\/", meant[] = "\n\r\t\b\f\"'\\/";
	int c = n->c;

	if (!c)
		return;
	step(n);
	if (c == 'u') {
		character(n);
	} else if (c == 'x') {
		put(n, (int)hex(n, 2));
	} else {
		const char *found = strchr(letters, c);

		put(n, found ? meant[found - letters] : 0);
	}
}

static enum nested_token quoted(struct nested *n)
{
	int quote = n->c, c;

	step(n);
	while ((c = n->c) != quote) {
		if (!c || c == '\n')
			return NESTED_BROKEN;
		step(n);
		if (c == '\\')
			escape(n);
		else
			put(n, c < ' ' ? 0 : c);
	}
	step(n);
	return NESTED_QUOTED;
}

static enum nested_token bare(struct nested *n)
{
	while (n->c > ' ' && n->c != n->sign && !strchr("(){}[]\"'#", n->c)) {
		put(n, n->c);
		step(n);
	}
	return NESTED_BARE;
}

/* Skip blanks and comments. */
static void between(struct nested *n)
{
	bool comment = false;

	while (n->c && (comment || strchr(" \t\r\n#", n->c))) {
		comment = n->c != '\n' && (comment || n->c == '#');
		step(n);
	}
}

enum nested_token nested_next(struct nested *n)
{
	static const char brackets[] = "(){}[]";
	const char *bracket;
	int c;

	between(n);
	n->word.at = n->word.start;
	n->word.failed = false;
	c = n->c;
	if (c < ' ')
		return c || n->depth ? NESTED_BROKEN : NESTED_END;
	if (c == '"' || c == '\'')
		return quoted(n);
	bracket = strchr(brackets, c);
	if (!bracket && c != n->sign)
		return bare(n);
	step(n);
	if (!bracket)
		return NESTED_SIGN;
	if ((bracket - brackets) & 1)
		return n->depth && n->shut[--n->depth] == c ? NESTED_CLOSE : NESTED_BROKEN;
	if (n->depth == NESTED_DEEPEST)
		return NESTED_BROKEN;
	n->shut[n->depth++] = bracket[1];
	return NESTED_OPEN;
}
