/* SPDX-License-Identifier: MIT */
#include "link/lookup.h"
#include "link/child.h"
#include "link/deadline.h"
#include "link/sandbox.h"

#include <arpa/inet.h>
#include <config.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <unistd.h>

#if CONFIG_STATIC && defined(__GLIBC__) /* __GLIBC__ comes from features.h, through any header above */
#define RESOLVER 0
#else
#define RESOLVER CONFIG_RESOLVER
#endif

enum { NAME_ROOM = 256 }; /* for a host name and its NUL: RFC 1035, 2.3.4 */

bool lookup_literal(struct slice host, union address *a)
{
	char text[INET6_ADDRSTRLEN];

	if (host.len >= sizeof(text))
		return false;
	memcpy(text, host.at, host.len);
	text[host.len] = '\0';
	memset(a, 0, sizeof(*a));
	a->any.sa_family = AF_INET;
	if (inet_pton(AF_INET, text, &a->v4.sin_addr) == 1)
		return true;
	a->any.sa_family = AF_INET6;
	return inet_pton(AF_INET6, text, &a->v6.sin6_addr) == 1;
}

/* Split off the next word of a line of a hosts file. */
static struct slice word(struct slice *line)
{
	struct slice w;

	*line = slice_trim(*line);
	w = *line;
	w.len = 0;
	while (w.len < line->len && line->at[w.len] != ' ' && line->at[w.len] != '\t')
		w.len++;
	*line = slice_drop(*line, w.len);
	return w;
}

/* Parse one line of a hosts file, "ADDRESS NAME... # comment", and look for the host among its names. */
static bool line_has(struct slice line, struct slice host, union address *a)
{
	struct slice text = slice_before(&line, '#'), address = word(&text), name;

	while ((name = word(&text)).len)
		if (slice_is_word(name, host))
			return lookup_literal(address, a);
	return false;
}

int lookup_hosts(const char *file, struct slice host, union address found[LOOKUP_MAX])
{
	char room[2048]; /* a longer line loses its end; its rest is no address and matches nothing */
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY), n = 0;
	size_t len = 0;
	ssize_t got = 1;

	while (fd >= 0 && n < LOOKUP_MAX && (got > 0 || len)) {
		struct slice rest, line;
		bool whole;

		got = read(fd, room + len, sizeof(room) - len);
		len += got > 0 ? (size_t)got : 0;
		rest = (struct slice){ room, len };
		whole = memchr(room, '\n', len);
		line = slice_before(&rest, '\n');
		if (!whole && got > 0 && len < sizeof(room))
			continue;
		n += line_has(line, host, &found[n]);
		len = rest.len;
		memmove(room, rest.at, len);
	}
	if (fd >= 0)
		close(fd);
	return n;
}

/* An answer of the child. */
struct answer {
	int n;
	union address found[LOOKUP_MAX];
};

static void resolve(const char *name, struct answer *a)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list, *i;

	if (getaddrinfo(name, NULL, &hints, &list))
		return;
	for (i = list; i && a->n < LOOKUP_MAX; i = i->ai_next)
		if (i->ai_addrlen <= sizeof(*a->found))
			memcpy(&a->found[a->n++], i->ai_addr, i->ai_addrlen);
}

/* The child: look up each name that the parent sends. */
static void serve(const void *argument, int fd)
{
	char name[NAME_ROOM];

	(void)argument;
	while (child_hear(fd, name, sizeof(name))) {
		struct answer a;

		memset(&a, 0, sizeof(a));
		name[sizeof(name) - 1] = '\0';
		a.n = lookup_hosts("/etc/hosts", slice_of(name), a.found);
		if (RESOLVER && !a.n)
			resolve(name, &a);
		if (write(fd, &a, sizeof(a)) < 0)
			return;
	}
}

/* The child, kept for further names: the sandbox permits no other one. */
static struct child child;

int lookup_start(struct fail *f)
{
	if (child.pid || (!sandbox_entered() && !child_start(&child, serve, NULL)))
		return 0;
	child.pid = 0;
	return fail(f, EXCEEDED, "no process to look up names: %s", fail_errno());
}

/* Ask the child. Return the number of addresses, or -1 if it did not answer in time: it is given up then. */
static int ask(struct slice host, union address found[LOOKUP_MAX], int64_t limit_ns)
{
	char name[NAME_ROOM] = { 0 };
	struct answer a;

	memcpy(name, host.at, host.len);
	if (write(child.fd, name, sizeof(name)) < 0 || !deadline_poll(child.fd, POLLIN, limit_ns) ||
		read(child.fd, &a, sizeof(a)) != (ssize_t)sizeof(a) || a.n < 0 || a.n > LOOKUP_MAX) {
		child_end(&child);
		child.pid = 0;
		return -1;
	}
	memcpy(found, a.found, sizeof(a.found));
	return a.n;
}

int lookup(struct slice host, union address found[LOOKUP_MAX], int64_t limit_ns, struct fail *f)
{
	static const unsigned char loopback4[4] = { 127, 0, 0, 1 };
	const char *why = RESOLVER ? "" :
				     " (give an address: this build knows only localhost and the names of /etc/hosts)";
	int n = 0;

	if (lookup_literal(host, &found[0]))
		return 1;
	if (slice_is_word(host, SLICE("localhost"))) {
		memset(found, 0, 2 * sizeof(*found));
		found[0].v6 = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
		found[1].v4.sin_family = AF_INET;
		memcpy(&found[1].v4.sin_addr, loopback4, sizeof(loopback4));
		return 2;
	}
	if (host.len < NAME_ROOM) {
		if (lookup_start(f))
			return FAILED;
		n = ask(host, found, limit_ns);
	}
	if (n > 0)
		return n;
	if (n < 0)
		why = " (the name service did not answer in time)";
	fail(f, UNANSWERED, "no address is known for the host '%.*s'%s", (int)host.len, host.at, why);
	return ABSENT;
}
