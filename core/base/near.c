/* SPDX-License-Identifier: MIT */
#include "base/near.h"

enum { LONGEST = 32 }; /* bytes of words that are compared */

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Return how many letters are to be added, removed, changed or swapped with their neighbours to turn a into b. */
static unsigned distance(struct slice a, struct slice b)
{
	unsigned char rows[3][LONGEST + 1]; /* row i: from the first i letters of a to the first letters of b */

	for (size_t j = 0; j <= b.len; j++)
		rows[0][j] = (unsigned char)j;
	for (size_t i = 1; i <= a.len; i++) {
		unsigned char *row = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

		row[0] = (unsigned char)i;
		for (size_t j = 1; j <= b.len; j++) {
			int x = slice_lower(a.at[i - 1]), y = slice_lower(b.at[j - 1]);
			unsigned n = least(last[j - 1] + (x == y ? 0U : 1U), least(last[j], row[j - 1]) + 1U);

			if (i > 1 && j > 1 && x == slice_lower(b.at[j - 2]) && y == slice_lower(a.at[i - 2]))
				n = least(n, before[j - 2] + 1U);
			row[j] = (unsigned char)n;
		}
	}
	return rows[a.len % 3][b.len];
}

void near_try(struct near *n, struct slice valid)
{
	unsigned most = n->word.len < 5 ? 1 : n->word.len < 9 ? 2 : 3, d;
	bool begins = n->word.len > 1 && slice_begins(valid, n->word);

	if (n->word.len < 2 || n->word.len > LONGEST || !valid.len || valid.len > LONGEST)
		return;
	d = begins ? 1 : distance(n->word, valid);
	if (d > most || d >= valid.len || (n->best.len && d >= n->distance))
		return;
	n->best = valid;
	n->distance = d;
}

int near_tell(const struct near *n, struct fail *f, const char *otherwise)
{
	if (n->best.len)
		fail_add(f, " (did you mean '%s%.*s'?)", n->mark ? n->mark : "", (int)n->best.len, n->best.at);
	else
		fail_add(f, "%s", otherwise);
	return FAILED;
}
