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

static void advance(struct nested *n)
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

static uint32_t read_hex(struct nested *n, int digits)
{
	uint32_t sum = 0;

	for (int digit; digits && (digit = slice_hex((char)n->c)) >= 0; digits--, advance(n))
		sum = sum << 4 | (uint32_t)digit;
	if (digits)
		n->word.failed = true;
	return sum;
}

/* Append a byte to the word; a NUL marks the word as invalid. */
static void append(struct nested *n, int c)
{
	n->word.failed |= !c;
	out_char(&n->word, (char)c);
}

/* Decode the digits after \u, and a second \uXXXX if both form a surrogate pair. */
static void read_unicode(struct nested *n)
{
	uint32_t c = read_hex(n, 4);
	char bytes[4];

	if (c >> 10 == 0xd800 >> 10 && n->c == '\\') {
		advance(n);
		if (n->c == 'u') {
			advance(n);
			uint32_t low = read_hex(n, 4) ^ 0xdc00;

			c = low < 0x400 ? 0x10000 + ((c & 0x3ff) << 10 | low) : 0;
		}
	}
	n->word.failed |= !c || c - 0xd800 < 0x800;
	out_bytes(&n->word, (struct slice){ bytes, utf8_put(bytes, c) });
}

/* Decode the escape after a backslash: the common subset of JSON, Python's repr() and xl. */
static void read_escape(struct nested *n)
{
	static const char letters[] = "nrtbf\"'\\/", meant[] = "\n\r\t\b\f\"'\\/";
	int c = n->c;

	if (!c)
		return;
	advance(n);
	if (c == 'u') {
		read_unicode(n);
	} else if (c == 'x') {
		append(n, (int)read_hex(n, 2));
	} else {
		const char *found = strchr(letters, c);

		append(n, found ? meant[found - letters] : 0);
	}
}

static enum nested_token read_quoted(struct nested *n)
{
	int quote = n->c, c;

	advance(n);
	while ((c = n->c) != quote) {
		if (!c || c == '\n')
			return NESTED_BROKEN;
		advance(n);
		if (c == '\\')
			read_escape(n);
		else
			append(n, c < ' ' ? 0 : c);
	}
	advance(n);
	return NESTED_QUOTED;
}

static enum nested_token read_bare(struct nested *n)
{
	while (n->c > ' ' && n->c != n->sign && !strchr("(){}[]\"'#", n->c)) {
		append(n, n->c);
		advance(n);
	}
	return NESTED_BARE;
}

/* Skip blanks and comments. */
static void between(struct nested *n)
{
	bool comment = false;

	while (n->c && (comment || strchr(" \t\r\n#", n->c))) {
		comment = n->c != '\n' && (comment || n->c == '#');
		advance(n);
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
		return read_quoted(n);
	bracket = strchr(brackets, c);
	if (!bracket && c != n->sign)
		return read_bare(n);
	advance(n);
	if (!bracket)
		return NESTED_SIGN;
	if ((bracket - brackets) & 1)
		return n->depth && n->shut[--n->depth] == c ? NESTED_CLOSE : NESTED_BROKEN;
	if (n->depth == NESTED_DEEPEST)
		return NESTED_BROKEN;
	n->shut[n->depth++] = bracket[1];
	return NESTED_OPEN;
}
