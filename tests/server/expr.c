/* SPDX-License-Identifier: MIT */
#include "expr.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Enough for any sane query, and few enough for the stack. */
#define MAX_DEPTH 64

struct parser {
	const char *at;
	expr_column *column;
	const void *ctx;
	enum expr_result failed; /* EXPR_FALSE as long as all is well */
	int depth;
};

static bool either(struct parser *p);

static void fail(struct parser *p, enum expr_result how)
{
	if (p->failed == EXPR_FALSE)
		p->failed = how;
	p->at += strlen(p->at);
}

static void space(struct parser *p)
{
	p->at += strspn(p->at, " \t\r\n");
}

static bool word(struct parser *p, const char *text)
{
	size_t n = strlen(text);
	char next;

	space(p);
	if (strncmp(p->at, text, n) != 0)
		return false;
	next = p->at[n];
	if (next == '_' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z'))
		return false;
	p->at += n;
	return true;
}

static bool sign(struct parser *p, char c)
{
	space(p);
	if (*p->at != c)
		return false;
	p->at++;
	return true;
}

/* Read a text in double quotes, to be freed; NULL: none. */
static char *literal(struct parser *p)
{
	const char *end;
	char *text;

	space(p);
	end = *p->at == '"' ? strchr(p->at + 1, '"') : NULL;
	if (!end) {
		fail(p, EXPR_SYNTAX);
		return NULL;
	}
	text = strndup(p->at + 1, (size_t)(end - p->at - 1));
	if (!text)
		abort();
	p->at = end + 1;
	return text;
}

/* Return the value of one side of a comparison, to be freed. */
static char *value(struct parser *p)
{
	bool is_field = word(p, "field");
	char *text = literal(p);
	const char *found;

	if (!text || !is_field)
		return text;
	found = p->column(p->ctx, text);
	free(text);
	if (!found) {
		fail(p, EXPR_COLUMN);
		return NULL;
	}
	text = strdup(found);
	if (!text)
		abort();
	return text;
}

static bool comparison(struct parser *p)
{
	char *left = value(p), *right = NULL;
	bool same;

	if (left && !sign(p, '='))
		fail(p, EXPR_SYNTAX);
	else if (left)
		right = value(p);
	same = left && right && strcmp(left, right) == 0;
	free(left);
	free(right);
	return same;
}

static bool factor(struct parser *p)
{
	bool result;

	if (word(p, "true"))
		return true;
	if (word(p, "false"))
		return false;
	if (++p->depth > MAX_DEPTH) {
		fail(p, EXPR_SYNTAX);
		result = false;
	} else if (word(p, "not")) {
		result = !factor(p);
	} else if (sign(p, '(')) {
		result = either(p);
		if (!sign(p, ')'))
			fail(p, EXPR_SYNTAX);
	} else {
		result = comparison(p);
	}
	p->depth--;
	return result;
}

/* Both sides are always read, whatever the first one says: they must be well-formed. */
static bool both(struct parser *p)
{
	bool result = factor(p);

	while (word(p, "and"))
		result = factor(p) && result;
	return result;
}

static bool either(struct parser *p)
{
	bool result = both(p);

	while (word(p, "or"))
		result = both(p) || result;
	return result;
}

enum expr_result expr_eval(const char *text, expr_column *column, const void *ctx)
{
	struct parser p = { text, column, ctx, EXPR_FALSE, 0 };
	bool result = either(&p);

	space(&p);
	if (*p.at)
		fail(&p, EXPR_SYNTAX);
	if (p.failed != EXPR_FALSE)
		return p.failed;
	return result ? EXPR_TRUE : EXPR_FALSE;
}
