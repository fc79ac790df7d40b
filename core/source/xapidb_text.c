/* SPDX-License-Identifier: MIT */
#include "source/xapidb_text.h"
#include "source/rpc_tree.h"

/* What stands for % and this letter; 0: they stand for themselves. */
static char meant(char c)
{
	switch (c) {
	case '.':
	case '_':
		return ' ';
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	}
	return c == '%' ? c : 0;
}

size_t xapidb_unprotect(char *text, size_t len)
{
	char *from = memchr(text, '%', len), *to = from;
	const char *end = text + len;

	if (!from)
		return len;
	while (from < end) {
		char c = *from == '%' && from + 1 < end ? meant(from[1]) : 0;

		if (c && from[1] == '_')
			*to++ = ' ';
		*to++ = c ? c : *from;
		from += c ? 2 : 1;
	}
	return (size_t)(to - text);
}

/* An s-expression, token by token. */
struct tokens {
	char *at, *end;
	char *atom; /* as it stands between its quotes */
	size_t len;
};

/* '(' or ')', '\'' for an atom, '.' at the end; 0: what is none of these, bare words too. */
static char next(struct tokens *t)
{
	char c, *p;

	while (t->at < t->end && *t->at == ' ')
		t->at++;
	if (t->at == t->end)
		return '.';
	c = *t->at++;
	if (c == '(' || c == ')')
		return c;
	if (c != '\'' && c != '"')
		return 0;
	t->atom = p = t->at;
	while (p < t->end && *p != c)
		p += *p == '\\' ? 2 : 1;
	if (p >= t->end)
		return 0;
	t->len = (size_t)(p - t->atom);
	t->at = p + 1;
	return '\'';
}

/* The atom just met, without what was put before its quotes and backslashes. */
static struct slice atom(const struct tokens *t)
{
	char *to = t->atom;

	for (const char *from = t->atom; from < t->atom + t->len; from++) {
		from += *from == '\\';
		*to++ = *from;
	}
	return (struct slice){ t->atom, (size_t)(to - t->atom) };
}

bool xapidb_mask(char *text, size_t len, struct out *mask)
{
	struct tokens t = { text, text + len, NULL, 0 };
	unsigned depth = 0, item = 0, came = 0;
	bool found = false;
	char c;

	while ((c = next(&t)) && c != '.') {
		struct slice word = c == '\'' ? atom(&t) : SLICE("");

		depth += c == '(';
		if (c == ')' && !depth--)
			return false;
		item = c == '\'' ? item + 1 : 0;
		if (c == '\'' && depth != 2)
			return false;
		if (item == 2 && found) {
			came++;
			out_bytes(mask, word);
		}
		found = item == 1 && slice_is(word, SLICE("mask"));
	}
	return c && !depth && came < 2 && !mask->failed;
}

/* Is it one list, and lists and atoms in it? */
static bool is_list(struct tokens t)
{
	unsigned depth = 0;
	char c;

	if (t.at == t.end || *t.at != '(')
		return false;
	do {
		c = next(&t);
		depth += c == '(';
		depth -= c == ')';
	} while (c && depth);
	return c && next(&t) == '.';
}

struct tree *xapidb_tree(char *text, size_t len, struct trees *trees, struct tree *parent)
{
	struct tokens t = { text, text + len, NULL, 0 };
	struct tree *at = parent, *list;
	char c;

	if (!is_list(t))
		return NULL;
	next(&t);
	list = at = trees_add(trees, parent, TREE_LIST, SLICE(""));
	while (at && at != parent && (c = next(&t)) != '.') {
		if (c == '(') {
			at = trees_add(trees, at, TREE_LIST, SLICE(""));
		} else if (c == ')') {
			at = at->parent;
		} else {
			struct slice word = atom(&t);

			trees_add(trees, at, at->first ? TREE_TEXT : rpc_tree_key(word), word);
		}
	}
	return list;
}
