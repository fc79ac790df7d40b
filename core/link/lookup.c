/* SPDX-License-Identifier: MIT */
#include "link/lookup.h"
#include "link/child.h"

#include <arpa/inet.h>
#include <config.h>
#include <fcntl.h>
#include <netdb.h>
#include <unistd.h>

#if CONFIG_STATIC && defined(__GLIBC__) /* __GLIBC__ comes from features.h, through any header above */
#define RESOLVER 0
#else
#define RESOLVER CONFIG_RESOLVER
#endif

enum { NAME_MAX_LEN = 255 }; /* of a host name: RFC 1035, 2.3.4 */

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

static void resolve(const void *argument, int fd)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list, *i;

	if (getaddrinfo(argument, NULL, &hints, &list))
		return;
	for (i = list; i; i = i->ai_next) {
		union address a;

		memset(&a, 0, sizeof(a));
		if (i->ai_addrlen > sizeof(a))
			continue;
		memcpy(&a, i->ai_addr, i->ai_addrlen);
		if (write(fd, &a, sizeof(a)) < 0)
			return;
	}
}

int lookup(struct slice host, union address found[LOOKUP_MAX], int64_t limit_ns, struct fail *f)
{
	static const unsigned char loopback4[4] = { 127, 0, 0, 1 };
	char name[NAME_MAX_LEN + 1];
	const char *why = RESOLVER ? "" : " (this build knows addresses, localhost and /etc/hosts only)";
	ssize_t len = 0;
	int n;

	if (lookup_literal(host, &found[0]))
		return 1;
	if (slice_is_word(host, SLICE("localhost"))) {
		memset(found, 0, 2 * sizeof(*found));
		found[0].v6 = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
		found[1].v4.sin_family = AF_INET;
		memcpy(&found[1].v4.sin_addr, loopback4, sizeof(loopback4));
		return 2;
	}
	n = lookup_hosts("/etc/hosts", host, found);
	if (n)
		return n;
	if (RESOLVER && host.len < sizeof(name)) {
		memcpy(name, host.at, host.len);
		name[host.len] = '\0';
		len = child_run(resolve, name, found, LOOKUP_MAX * sizeof(*found), limit_ns);
	}
	if (len >= (ssize_t)sizeof(*found))
		return (int)(len / (ssize_t)sizeof(*found));
	if (len < 0)
		why = " (the name service did not answer in time)";
	fail(f, UNANSWERED, "no address is known for the host '%.*s'%s", (int)host.len, host.at, why);
	return ABSENT;
}
