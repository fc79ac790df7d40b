/* SPDX-License-Identifier: MIT */
/*
 * Children and what their parents believe of them. The linker's --wrap directs child_start() and prctl() here: a child
 * may then do another job, one that answers wrongly, and may be slow to ask for its end with its parent.
 */
#include "unit.h"

#include "ask/disknames.h"
#include "link/child.h"
#include "link/lookup.h"
#include "source/source.h"
#include "source/xenstore/said.h"

#include <config.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { JOB_BEGAN = 7 };

int __real_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d);
int __wrap_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d);
int __real_child_start(struct child *c, void (*job)(const void *argument, int fd), const void *argument);
int __wrap_child_start(struct child *c, void (*job)(const void *argument, int fd), const void *argument);

static pid_t awaited; /* the parent whose end is awaited before a prctl; 0: none */
static struct slice wrong; /* the answer of a child that does no other job; empty: it does its own */

int __wrap_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
	const struct timespec pause = { 0, 1000000 };

	while (awaited && getppid() == awaited)
		nanosleep(&pause, NULL);
	return __real_prctl(option, a, b, c, d);
}

/* Write the wrong answer to a question, whatever it is. */
static void answer(const void *argument, int fd)
{
	char question[4096];

	(void)argument;
	if (read(fd, question, sizeof(question)) > 0 && write(fd, wrong.at, wrong.len) < 0)
		_exit(1);
}

int __wrap_child_start(struct child *c, void (*job)(const void *argument, int fd), const void *argument)
{
	return __real_child_start(c, wrong.len ? answer : job, argument);
}

static void begin(const void *argument, int fd)
{
	(void)argument;
	(void)fd;
	_exit(JOB_BEGAN);
}

/* This process adopts the child whose parent ends. */
static void orphan(void)
{
	struct child c;
	int first = -1, second = -1;
	bool adopts = !prctl(PR_SET_CHILD_SUBREAPER, 1UL, 0UL, 0UL, 0UL);
	pid_t parent = fork();

	if (parent == 0) {
		awaited = getpid();
		_exit(child_start(&c, begin, NULL) != 0);
	}
	waitpid(parent, &first, 0);
	while (adopts && !first && waitpid(-1, &second, 0) < 0)
		;
	/* The kernel may still be at the parent's end, and send the signal of the prctl. */
	PROMISE("child: it does not begin if its parent ended before it asked to end with that",
		CHECK(adopts) && CHECK(!first) &&
			CHECK(!second || (WIFSIGNALED(second) && WTERMSIG(second) == SIGKILL)));
}

static bool says(const struct fail *f, const char *words)
{
	char text[sizeof(f->text) + 1];

	snprintf(text, sizeof(text), "%.*s", (int)f->len, f->text);
	return f->status == BROKEN && strstr(text, words);
}

/* Ask a xenstored whose reader begins with a text of `len` bytes. Return its failure. */
static struct fail ask_reader(size_t len)
{
	static char text[sizeof(struct xenstore_said) + UINT16_MAX];
	const struct xenstore_said said = { 0, XENSTORE_REACHED, (uint16_t)len };
	struct ask ask = { .wants = WANT_RECORDS };
	struct arena arena = { 0 };
	struct fail f = { 0 };
	struct talk talk = { .ask = &ask, .arena = &arena, .fail = &f };
	struct domains all;

	ask.deadline = deadline_start(60 * SECOND_NS);
	ask.server.path = ask.server.host = SLICE("");
	memcpy(text, &said, sizeof(said));
	wrong = (struct slice){ text, sizeof(said) + len };
	domains_start(&all, &arena);
	if (!source_xenstore.open(&talk)) {
		source_xenstore.round(&talk, &all);
		source_xenstore.close(&talk);
	}
	wrong = SLICE("");
	arena_free(&arena);
	return f;
}

static void xenstore_reader(void)
{
	struct fail most = ask_reader(XENSTORE_TEXT), more = ask_reader(XENSTORE_TEXT + 1),
		    all = ask_reader(UINT16_MAX);

	PROMISE("xenstore: the reader's texts have 4096 bytes at most, more are refused",
		CHECK(!says(&most, "at once")) && CHECK(says(&more, "its reader sent 4097 bytes at once")) &&
			CHECK(says(&all, "its reader sent 65535 bytes at once")));
}

/* Ask for names on disk where the reader's name and file have these lengths. Return the failure. */
static struct fail ask_for_names(uint16_t name, uint16_t file)
{
	static char text[8 + 2 * UINT16_MAX];
	const struct ids wanted = { { 1 } };
	struct arena arena = { 0 };
	struct domains live;
	struct disknames names;
	struct diskname found;
	struct fail f = { 0 };

	memcpy(text + 4, &name, sizeof(name));
	memcpy(text + 6, &file, sizeof(file));
	wrong = (struct slice){ text, 8 + (size_t)name + file };
	domains_start(&live, &arena);
	disknames_start(&names, &live);
	if (!disknames_ask(&names, &wanted, 60 * SECOND_NS, &f) && disknames_next(&names, &found, &f))
		f.status = found.name.len == name && strlen(found.file) <= file ? SHOWN : EXCEEDED;
	disknames_end(&names);
	wrong = SLICE("");
	return f;
}

static void names_reader(void)
{
	struct fail most = ask_for_names(TEXT_KEPT, TEXT_KEPT);
	struct fail name = ask_for_names(TEXT_KEPT + 1, 1), file = ask_for_names(1, TEXT_KEPT + 1);
	struct fail all = ask_for_names(UINT16_MAX, UINT16_MAX);

	PROMISE("names on disk: the reader's names and files have 4096 bytes at most, more are refused",
		CHECK(most.status == SHOWN) && CHECK(says(&name, "4098 bytes at once")) &&
			CHECK(says(&file, "4098 bytes at once")) && CHECK(says(&all, "131070 bytes at once")));
}

/* Look a host up where the answer has n addresses. */
static int look_up(int n)
{
	struct {
		int n;
		union address found[LOOKUP_MAX];
	} text = { .n = n };
	union address found[LOOKUP_MAX];
	struct fail f = { 0 };
	int got;

	wrong = (struct slice){ (const char *)&text, sizeof(text) };
	got = lookup(SLICE("dom0.example"), found, 60 * SECOND_NS, &f);
	wrong = SLICE("");
	return got;
}

void unit_child(void)
{
	orphan();
	if (CONFIG_SOURCE_XENSTORE)
		xenstore_reader();
	names_reader();
	if (CONFIG_TCP)
		PROMISE("lookup: a child that has found too many addresses, or less than none, found none",
			CHECK(look_up(LOOKUP_MAX + 1) == ABSENT) && CHECK(look_up(-1) == ABSENT) &&
				CHECK(look_up(LOOKUP_MAX) == LOOKUP_MAX));
}
