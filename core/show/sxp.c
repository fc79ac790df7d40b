/* SPDX-License-Identifier: MIT */
#include "show/sxp.h"

enum { WIDTH = 80, INDENT = 4, DIGITS = 12 };

static bool is_bare(struct slice text)
{
	if (slice_is(text, SLICE("@")))
		return true;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		int lower = slice_lower(c);

		if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9') && !memchr(".-_:/~", c, 6))
			return false;
	}
	return text.len > 0;
}

/* Quote a text as Python's repr() quotes a byte string. */
static void print_quoted(struct out *o, struct slice text)
{
	bool single = text.len && memchr(text.at, '\'', text.len), twice = text.len && memchr(text.at, '"', text.len);
	char quote = single && !twice ? '"' : '\'';

	out_char(o, quote);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		const char *letter = memchr("\nn\rr\tt", c, 6);

		if (c == '\\' || c == (unsigned char)quote) {
			out_char(o, '\\');
			out_char(o, (char)c);
		} else if (letter && c < ' ') {
			out_char(o, '\\');
			out_char(o, letter[1]);
		} else if (c < ' ' || c >= 0x7f) {
			out_bytes(o, SLICE("\\x"));
			out_hex(o, c, 2);
		} else {
			out_char(o, (char)c);
		}
	}
	out_char(o, quote);
}

/* A decimal number 0.DIGITS * 10^point, without zeros around its digits. */
struct decimal {
	bool minus;
	char digits[40];
	int count, point;
};

static bool parse_decimal(struct decimal *d, struct slice text)
{
	bool fraction = false, any = false;
	int64_t exponent = 0;

	*d = (struct decimal){ .minus = slice_begins(text, SLICE("-")) };
	for (size_t i = d->minus; i < text.len; i++) {
		char c = text.at[i];

		if (c == '.' && !fraction) {
			fraction = true;
		} else if (c >= '0' && c <= '9') {
			any = true;
			if ((d->count || c != '0') && d->count < (int)sizeof(d->digits))
				d->digits[d->count++] = c;
			else if (d->count)
				return false;
			d->point += (d->count && !fraction) - (!d->count && fraction);
		} else if ((c == 'e' || c == 'E') && any) {
			i += i + 1 < text.len && text.at[i + 1] == '+';
			if (!slice_number(slice_drop(text, i + 1), &exponent))
				return false;
			break;
		} else {
			return false;
		}
	}
	d->point += (int)(exponent > 999 ? 999 : exponent < -999 ? -999 : exponent);
	while (d->count && d->digits[d->count - 1] == '0')
		d->count--;
	return any;
}

/* Compare the double nearest to a number of 13 digits with that number, which lies half way between two numbers of 12
 * digits: return -1, 0 or 1. The quotient is rounded correctly because both its parts are exact; then its binary
 * fraction is spelled out digit by digit and compared. Beyond 64 bits, return 0. */
static int halfway(const struct decimal *d)
{
	uint64_t scaled = 0, bits, whole, part;
	double ten = 1, value;
	int places = d->count - d->point, shift;

	if (places < 1 || places > 22 || d->point < -2)
		return 0;
	for (int i = 0; i < d->count; i++)
		scaled = scaled * 10 + (uint64_t)(d->digits[i] - '0');
	for (int i = 0; i < places; i++)
		ten *= 10;
	value = (double)scaled / ten;
	memcpy(&bits, &value, sizeof(bits));
	shift = 52 + 1023 - (int)(bits >> 52 & 2047);
	if (shift < 1 || shift > 60)
		return 0;
	bits = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
	whole = bits >> shift;
	part = bits & ((UINT64_C(1) << shift) - 1);
	for (int i = 0; i < places; i++) {
		part *= 10;
		whole = whole * 10 + (part >> shift);
		part &= (UINT64_C(1) << shift) - 1;
	}
	return whole < scaled ? -1 : part > 0;
}

/* Round to 12 digits, as printf's %.12g does. */
static void round_off(struct decimal *d)
{
	int up;

	if (d->count <= DIGITS)
		return;
	up = d->digits[DIGITS] - '5';
	if (!up)
		up = d->count > DIGITS + 1 ? 1 : halfway(d);
	if (!up)
		up = (d->digits[DIGITS - 1] & 1) ? 1 : -1;
	d->count = DIGITS;
	for (int i = DIGITS - 1; up > 0 && i >= 0; i--) {
		if (d->digits[i]++ != '9')
			break;
		d->digits[i] = '0';
		if (i)
			continue;
		d->digits[0] = '1';
		d->point++;
	}
	while (d->count && d->digits[d->count - 1] == '0')
		d->count--;
}

static void print_digits(struct out *o, const struct decimal *d, int from, int to)
{
	for (int i = from; i < to; i++)
		out_char(o, i >= 0 && i < d->count ? d->digits[i] : '0');
}

/* Print a float as Python 2's str() does: at most 12 digits, always with a point or an exponent. */
static void floating(struct out *o, struct slice text)
{
	struct decimal d;
	int exponent;

	if (!parse_decimal(&d, text)) {
		print_quoted(o, text);
		return;
	}
	round_off(&d);
	exponent = d.count ? d.point - 1 : 0;
	out_bytes(o, d.minus ? SLICE("-") : SLICE(""));
	if (exponent < -4 || exponent >= DIGITS - 1) {
		print_digits(o, &d, 0, 1);
		out_bytes(o, d.count > 1 ? SLICE(".") : SLICE(""));
		print_digits(o, &d, 1, d.count);
		out_bytes(o, exponent < 0 ? SLICE("e-") : SLICE("e+"));
		exponent = exponent < 0 ? -exponent : exponent;
		out_bytes(o, exponent < 10 ? SLICE("0") : SLICE(""));
		out_number(o, exponent);
		return;
	}
	print_digits(o, &d, exponent < 0 ? -1 : 0, exponent < 0 ? 0 : exponent + 1);
	out_char(o, '.');
	print_digits(o, &d, exponent + 1, d.count > exponent + 2 ? d.count : exponent + 2);
}

static void atom(struct out *o, const struct tree *t)
{
	switch (t->kind) {
	case TREE_NUMBER:
		out_bytes(o, t->text);
		break;
	case TREE_DOUBLE:
		floating(o, t->text);
		break;
	case TREE_FLAG:
		out_bytes(o, slice_is(t->text, SLICE("1")) ? SLICE("True") : SLICE("False"));
		break;
	case TREE_NONE:
		out_bytes(o, SLICE("'None'"));
		break;
	default:
		if (t->kind == TREE_TEXT && is_bare(t->text))
			out_bytes(o, t->text);
		else
			print_quoted(o, t->text);
	}
}

/* Print the tree on one line. Return false if it needs more than `room` characters, not counting closing parentheses
 * at its end; the output is then void. */
static bool flat(struct out *o, const struct tree *t)
{
	const struct tree *at = t;

	for (;;) {
		if (at->kind == TREE_LINES)
			return false;
		if (tree_is_list(at))
			out_char(o, '(');
		else
			atom(o, at);
		if (o->failed)
			return false;
		if (tree_is_list(at) && at->first) {
			at = at->first;
			continue;
		}
		if (tree_is_list(at))
			out_char(o, ')');
		while (at != t && !at->next) {
			at = at->parent;
			out_char(o, ')');
		}
		if (at == t)
			return !o->failed;
		out_char(o, ' ');
		at = at->next;
	}
}

static void new_line(struct out *o, size_t column)
{
	out_char(o, '\n');
	out_blanks(o, column);
}

/* Does an atom, or a list, fit the rest of the line? */
static bool fits(struct out *o, const struct tree *t, size_t column)
{
	char room[WIDTH];
	struct out line = OUT_AT(room, column < WIDTH ? WIDTH - column : 0);

	if (!tree_is_list(t)) {
		atom(o, t);
		return true;
	}
	if (!flat(&line, t))
		return false;
	out_bytes(o, out_slice(&line));
	return true;
}

/* Return the column at which an element of a broken list starts: the first element follows the parenthesis. */
static size_t column_of(const struct tree *t, const struct tree *root)
{
	size_t column = 0;

	for (; t != root; t = t->parent)
		column += t == t->parent->first ? 1 : INDENT;
	return column;
}

void sxp_print(struct out *o, const struct tree *t)
{
	const struct tree *at = t;

	for (;;) {
		if (!fits(o, at, column_of(at, t))) {
			out_char(o, '(');
			if (at->first) {
				at = at->first;
				continue;
			}
			out_char(o, ')');
		}
		while (at != t && !at->next) {
			at = at->parent;
			new_line(o, column_of(at, t));
			out_char(o, ')');
		}
		if (at == t)
			break;
		at = at->next;
		new_line(o, column_of(at, t));
	}
	out_char(o, '\n');
}
