/* SPDX-License-Identifier: MIT */
/*
 * jsoncat [--skip] [--plain] [--window N]: reads a document on stdin with the program's own reader and prints it as JSON
 * without white space: numbers and words as they stand there, members in their order. In strings every byte but
 * the printable ones of ASCII is written as \xNN, which is no JSON: so that no two strings are printed alike. Exit 1
 * and one line with the reason where it is refused; what was printed before that is then worth nothing. --skip skips
 * the value of the document and prints nothing; --plain takes short texts by json_plain; --window N pulls N bytes at
 * a time.
 *
 * jsoncat [--skip] [--plain] [--window N] FILE...: prints one line for each document, and exits with 0: "0 " and what
 * is printed of it, or "1 " and the reason why it is refused.
 */
#include "wire/json.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct input {
	struct stream stream;
	int fd;
	size_t window;
	struct fail *fail;
};

static ssize_t input_read(struct stream *stream, char *at, size_t room)
{
	struct input *in = (struct input *)stream;
	ssize_t n = read(in->fd, at, room < in->window ? room : in->window);

	return n < 0 ? fail(in->fail, UNANSWERED, "%s", fail_errno()) : n;
}

static const struct slice types[] = {
	[JSON_FALSE] = { "false", 5 },
	[JSON_TRUE] = { "true", 4 },
	[JSON_NULL] = { "null", 4 },
	[JSON_OBJECT] = { "{", 1 },
	[JSON_ARRAY] = { "[", 1 },
};

/* Where a document is printed. */
static FILE *to;

static void print(struct slice s)
{
	fwrite(s.at, 1, s.len, to);
}

static void print_string(struct slice s)
{
	putc('"', to);
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] >= ' ' && s.at[i] < 0x7f && s.at[i] != '"' && s.at[i] != '\\')
			putc(s.at[i], to);
		else
			fprintf(to, "\\x%02x", (unsigned char)s.at[i]);
	putc('"', to);
}

/* Print a whole value, or its opening bracket. Read short texts as slices if wanted. */
static enum json_type value(struct json *j, bool plain)
{
	static char room[16 << 20];
	struct out text = OUT_IN(room);
	struct slice slice;
	enum json_type type = plain ? json_plain(j, &slice) : JSON_NONE;

	if (type == JSON_NONE) {
		type = json_value(j, &text);
		slice = out_slice(&text);
	}
	if (text.failed) {
		fputs("jsoncat: a text of more than 16 MiB\n", stderr);
		exit(2);
	}
	if (type == JSON_STRING)
		print_string(slice);
	else if (type == JSON_INTEGER || type == JSON_REAL)
		print(slice);
	else if (type != JSON_NONE)
		print(types[type]);
	return type;
}

static void cat(struct json *j, bool plain)
{
	enum json_type open[JSON_DEPTH + 1] = { JSON_NONE }, type = value(j, plain);
	unsigned depth = 0;
	bool first = true;

	for (;;) {
		if (type == JSON_OBJECT || type == JSON_ARRAY) {
			open[++depth] = type;
			first = true;
		}
		while (depth && !(open[depth] == JSON_OBJECT ? json_member(j, WANTED_ALL) : json_item(j))) {
			putc(open[depth--] == JSON_OBJECT ? '}' : ']', to);
			first = false;
		}
		if (!depth)
			break;
		if (!first)
			putc(',', to);
		first = false;
		if (open[depth] == JSON_OBJECT) {
			print_string(j->name);
			putc(':', to);
		}
		type = value(j, plain);
	}
}

static bool skip, plain;

/* Print one document; false: it is refused. */
static bool document(struct input *in)
{
	static struct json json;

	json_open(&json, &in->stream, in->fail);
	if (skip)
		json_skip(&json);
	else
		cat(&json, plain);
	json_end(&json);
	return in->fail->status == SHOWN;
}

static void line_of(struct input in, const char *file)
{
	char *text = NULL;
	size_t len = 0;
	bool good;

	in.fd = open(file, O_RDONLY);
	to = open_memstream(&text, &len);
	if (in.fd < 0 || !to) {
		perror(file);
		exit(2);
	}
	*in.fail = (struct fail){ 0 };
	good = document(&in);
	fclose(to);
	close(in.fd);
	if (good)
		printf("0 %s\n", text);
	else
		printf("1 %.*s\n", (int)in.fail->len, in.fail->text);
	free(text);
}

int main(int argc, char **argv)
{
	struct fail failure = { 0 };
	struct input in = { { input_read, NULL }, 0, 1 << 20, &failure };
	int i;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--skip")) {
			skip = true;
		} else if (!strcmp(argv[i], "--plain")) {
			plain = true;
		} else if (!strcmp(argv[i], "--window") && i + 1 < argc && atoi(argv[i + 1]) > 0) {
			in.window = (size_t)atoi(argv[++i]);
		} else {
			fputs("usage: jsoncat [--skip] [--plain] [--window N] [FILE...]\n", stderr);
			return 2;
		}
	}
	if (i < argc) {
		while (i < argc)
			line_of(in, argv[i++]);
		return fflush(stdout) ? 1 : 0;
	}
	to = stdout;
	if (!document(&in)) {
		fprintf(stderr, "%.*s\n", (int)failure.len, failure.text);
		return 1;
	}
	return fflush(stdout) ? 1 : 0;
}
