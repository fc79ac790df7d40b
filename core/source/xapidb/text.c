/* SPDX-License-Identifier: MIT */
#include "source/xapidb/text.h"
#include "source/rpc/tree.h"

enum {
	DEEPEST = 8, /* nesting of lists: XAPI's have two levels, and each costs indentation in the output */
	QUOTED = 2 * RPC_TREE_TEXT, /* bytes of the longest text with all of it escaped */
};

/* Return the character for % and this letter; 0: no such escape. */
static char escape_of(char c)
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
		char c = *from == '%' && from + 1 < end ? escape_of(from[1]) : 0;

		if (c && from[1] == '_')
			*to++ = ' ';
		*to++ = c ? c : *from;
		from += c ? 2 : 1;
	}
	return (size_t)(to - text);
}

/* Remove one level of escaping of quotes and backslashes from an atom, in place, in the arena. Return false if it is
 * too long and was cut. */
static bool unquote(struct tree *atom)
{
	char *at = (char *)atom->text.at, *to = at, *most = at + RPC_TREE_TEXT;
	const char *end = at + atom->text.len;

	for (; at < end && to < most; at++) {
		at += *at == '\\';
		*to++ = *at;
	}
	atom->text.len = (size_t)(to - atom->text.at);
	return at == end;
}

/* Append an atom after its opening quote. Return false if the closing one is missing. */
static bool add_atom(struct slice *text, char quote, struct trees *trees, struct tree *list)
{
	struct tree *atom;
	size_t len = 0, kept;

	while (len < text->len && text->at[len] != quote)
		len += text->at[len] == '\\' ? 2 : 1;
	if (len >= text->len)
		return false;
	kept = len < QUOTED ? len : QUOTED;
	atom = trees_add(trees, list, TREE_TEXT, (struct slice){ text->at, kept });
	if (!atom)
		return false;
	if (!unquote(atom) || kept < len)
		rpc_tree_cut(trees, atom);
	if (atom == list->first)
		atom->kind = rpc_tree_key(atom->text);
	*text = slice_drop(*text, len + 1);
	return true;
}

struct tree *xapidb_tree(struct slice text, struct trees *trees, struct tree *parent)
{
	struct tree *list = NULL, *at = parent;
	unsigned depth = 0;

	while (text.len && (!list || at != parent)) {
		char c = text.at[0];

		text = slice_drop(text, 1);
		if (c == '(' && ++depth > DEEPEST)
			break;
		if (c == '(')
			at = trees_add(trees, at, TREE_LIST, SLICE(""));
		else if (c == ')' && list && depth--)
			at = at->parent;
		else if (!list || (c != ' ' && ((c != '\'' && c != '"') || !add_atom(&text, c, trees, at))))
			break;
		if (!at)
			return NULL;
		if (!list)
			list = at;
	}
	return list && at == parent && !text.len ? list : NULL;
}
