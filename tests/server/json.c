/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void comma(struct json *j)
{
	if (j->comma)
		buf_str(j->out, j->age->old_printer ? ", " : ",");
	j->comma = true;
}

static void word(struct json *j, const char *text)
{
	comma(j);
	buf_str(j->out, text);
}

/* The old printer escapes the slash, and only control characters with a letter. */
static void quoted(struct json *j, const char *text)
{
	static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";

	buf_str(j->out, "\"");
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		const char *at = strchr(plain, c);

		if (at)
			buf_printf(j->out, "\\%c", letters[at - plain]);
		else if (j->age->old_printer && c == '/')
			buf_str(j->out, "\\/");
		else if (!j->age->old_printer && (c < ' ' || c == 0x7f))
			buf_printf(j->out, "\\u%04x", c);
		else
			buf_add(j->out, text, 1);
	}
	buf_str(j->out, "\"");
}

void json_text(struct json *j, const char *text)
{
	comma(j);
	quoted(j, text);
}

void json_number(struct json *j, const char *text)
{
	word(j, text);
}

void json_flag(struct json *j, const char *text)
{
	word(j, text[0] == '1' ? "true" : "false");
}

/* Neither printer writes JSON here. */
static void not_finite(struct json *j, double d)
{
	const char *sign = signbit(d) && !isnan(d) ? "-" : "", *name = isnan(d) ? "NaN" : "Infinity";

	if (j->age->old_printer)
		name = isnan(d) ? "nan" : "inf";
	j->raised |= j->age->nan_raises;
	comma(j);
	buf_printf(j->out, "%s%s", sign, name);
}

void json_double(struct json *j, const char *text)
{
	double d = strtod(text, NULL);
	char digits[32];

	if (!isfinite(d)) {
		not_finite(j, d);
		return;
	}
	if (j->age->old_printer) {
		comma(j);
		buf_printf(j->out, "%f", d);
		return;
	}
	snprintf(digits, sizeof(digits), "%.16g", d);
	if (strtod(digits, NULL) < d || strtod(digits, NULL) > d)
		snprintf(digits, sizeof(digits), "%.17g", d);
	word(j, digits);
	if (!strpbrk(digits, ".e"))
		buf_str(j->out, ".0");
}

void json_open(struct json *j, char bracket)
{
	comma(j);
	buf_add(j->out, &bracket, 1);
	j->comma = false;
}

void json_close(struct json *j, char bracket)
{
	buf_add(j->out, &bracket, 1);
	j->comma = true;
}

void json_member(struct json *j, const char *name)
{
	comma(j);
	quoted(j, name);
	buf_str(j->out, j->age->old_printer ? ": " : ":");
	j->comma = false;
}

static bool is_v2(const struct json *j)
{
	return j->v2 && !j->age->v1_only;
}

static void begin(struct json *j, bool v2)
{
	json_open(j, '{');
	if (v2) {
		json_member(j, "jsonrpc");
		json_text(j, "2.0");
	}
}

static void end(struct json *j, const char *id)
{
	json_member(j, "id");
	json_number(j, id);
	json_close(j, '}');
}

void json_success(struct json *j)
{
	begin(j, is_v2(j));
	json_member(j, "result");
}

void json_success_end(struct json *j)
{
	if (!is_v2(j)) {
		json_member(j, "error");
		word(j, "null");
	}
	end(j, j->age->v1_only ? "0" : j->id);
}

static void array(struct json *j, const char *const *texts, size_t n)
{
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		json_text(j, texts[i]);
	json_close(j, ']');
}

/* An array, in either form. */
static void failure(struct json *j, bool v2, const char *const *texts, size_t n, const char *id)
{
	begin(j, v2);
	if (!v2) {
		json_member(j, "result");
		word(j, "null");
	}
	json_member(j, "error");
	array(j, texts, n);
	end(j, id);
}

void json_failure_outside(struct json *j, const char *const *texts, size_t n)
{
	failure(j, j->age->catch_v2, texts, n, "0");
}

void json_failure(struct json *j, const char *const *texts, size_t n)
{
	if (!is_v2(j) || j->passed_on) {
		failure(j, is_v2(j), texts, n, j->age->v1_only ? "0" : j->id);
		return;
	}
	begin(j, true);
	json_member(j, "error");
	json_open(j, '{');
	json_member(j, "code");
	json_number(j, j->age->code ? "1" : "0");
	json_member(j, "message");
	json_text(j, texts[0]);
	json_member(j, "data");
	array(j, texts + 1, n - 1);
	json_close(j, '}');
	end(j, j->id);
}
