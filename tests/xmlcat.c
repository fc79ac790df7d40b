/* SPDX-License-Identifier: MIT */
/*
 * xmlcat [--skip] [--attributes] [--window N]: reads a document on stdin with the program's own reader and prints it
 * as canonical XML (James Clark's form: no declaration, no comments, attributes sorted, every element
 * with both its tags, & < > " TAB LF CR escaped). Exit 1 and one line with the reason where it is
 * refused; what was printed before that is then worth nothing. --skip prints nothing and skips the
 * root element; --attributes takes attributes one by one, with --skip it skips these; --window N pulls N
 * bytes at a time.
 */
#include "wire/xml.h"
#include "wire/xml_skip.h"
#include "wire/xml_tag.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct input {
	struct stream stream;
	size_t window;
	struct fail *fail;
};

static ssize_t input_read(struct stream *stream, char *at, size_t room)
{
	struct input *in = (struct input *)stream;
	ssize_t n = read(0, at, room < in->window ? room : in->window);

	return n < 0 ? fail(in->fail, UNANSWERED, "stdin: %s", fail_errno()) : n;
}

/* An attribute waiting for its place in the order; name and value lie in `held`, as offsets. */
struct held {
	size_t name, name_len, value, value_len;
};

static struct held held[XML_ATTRIBUTES];
static size_t held_count;
static char *text;
static size_t text_len, text_room;

static size_t hold(struct slice s)
{
	while (text_room - text_len < s.len) {
		text_room = text_room ? 2 * text_room : 4096;
		text = realloc(text, text_room);
		if (!text)
			abort();
	}
	memcpy(text + text_len, s.at, s.len);
	text_len += s.len;
	return text_len - s.len;
}

static int by_name(const void *a, const void *b)
{
	const struct held *x = a, *y = b;

	return slice_order((struct slice){ text + x->name, x->name_len },
		(struct slice){ text + y->name, y->name_len });
}

static void print(struct slice s)
{
	fwrite(s.at, 1, s.len, stdout);
}

static void print_escaped(struct slice s)
{
	static const char *const escapes[256] = {
		['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;",
		['\t'] = "&#9;",
		['\n'] = "&#10;",
		['\r'] = "&#13;",
	};

	for (size_t i = 0; i < s.len; i++)
		if (escapes[(unsigned char)s.at[i]])
			fputs(escapes[(unsigned char)s.at[i]], stdout);
		else
			putchar(s.at[i]);
}

/* Print the stored attributes, and the end of the start tag. */
static void finish_tag(void)
{
	if (held_count)
		qsort(held, held_count, sizeof(*held), by_name);
	for (size_t i = 0; i < held_count; i++) {
		printf(" %.*s=\"", (int)held[i].name_len, text + held[i].name);
		print_escaped((struct slice){ text + held[i].value, held[i].value_len });
		putchar('"');
	}
	held_count = text_len = 0;
	putchar('>');
}

/* The attributes of the element just started, in the other way: whole. */
static void hold_attributes(struct xml *x)
{
	static char room[1 << 20];

	while (xml_attribute(x)) {
		struct out value = OUT_IN(room);

		held[held_count] = (struct held){ hold(x->name), x->name.len, 0, 0 };
		xml_attribute_value(x, &value);
		held[held_count].value = hold(out_slice(&value));
		held[held_count++].value_len = out_slice(&value).len;
	}
}

static void cat(struct xml *x, bool whole)
{
	enum xml_event event, open = XML_DONE; /* a start tag or a PI is being written */

	while ((event = xml_next(x)) != XML_DONE) {
		if (open == XML_START && event != XML_ATTRIBUTE && event != XML_VALUE)
			finish_tag();
		if (open == XML_PI && event != XML_VALUE)
			fputs("?>", stdout);
		if (event != XML_ATTRIBUTE && event != XML_VALUE)
			open = event;
		if (event == XML_START || event == XML_CLOSE) {
			fputs(event == XML_START ? "<" : "</", stdout);
			print(x->name);
			if (event == XML_CLOSE)
				putchar('>');
			else if (whole)
				hold_attributes(x);
		} else if (event == XML_PI) {
			printf("<?%.*s ", (int)x->name.len, x->name.at);
		} else if (event == XML_ATTRIBUTE) {
			held[held_count] = (struct held){ hold(x->name), x->name.len, text_len, 0 };
			held_count++;
		} else if (event == XML_VALUE && open == XML_START) {
			hold(x->text);
			held[held_count - 1].value_len += x->text.len;
		} else if (event == XML_VALUE) {
			print(x->text);
		} else {
			print_escaped(x->text);
		}
	}
	if (open == XML_PI)
		fputs("?>", stdout);
}

static void skip(struct xml *x, bool attributes)
{
	enum xml_event event;

	while ((event = xml_next(x)) != XML_DONE) {
		if (event != XML_START)
			continue;
		while (attributes && xml_attribute(x))
			xml_attribute_value(x, NULL);
		if (!attributes)
			xml_skip(x);
	}
}

int main(int argc, char **argv)
{
	static struct xml xml;
	struct fail failure = { 0 };
	struct input in = { { input_read, NULL }, 1 << 20, &failure };
	bool skipping = false, attributes = false;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--skip")) {
			skipping = true;
		} else if (!strcmp(argv[i], "--attributes")) {
			attributes = true;
		} else if (!strcmp(argv[i], "--window") && i + 1 < argc && atoi(argv[i + 1]) > 0) {
			in.window = (size_t)atoi(argv[++i]);
		} else {
			fputs("usage: xmlcat [--skip] [--attributes] [--window N] < document\n", stderr);
			return 2;
		}
	}
	xml_open(&xml, &in.stream, &failure);
	(skipping ? skip : cat)(&xml, attributes);
	free(text);
	if (failure.status != SHOWN) {
		fprintf(stderr, "%.*s\n", (int)failure.len, failure.text);
		return 1;
	}
	return fflush(stdout) ? 1 : 0;
}
