/* SPDX-License-Identifier: MIT */
#include "source/xenstore/read.h"

#include <config.h>

#if CONFIG_SOURCE_XENSTORE /* else there is no libxenstore to compile against */

#include "base/out.h"
#include "facts/vcpu.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include <xenstore.h>

#ifdef SANITIZED
#define SANITIZERS 1 /* they need terabytes of addresses */
#else
#define SANITIZERS 0
#endif

enum {
	IDS = 0x7ff0, /* of domains; higher ones mean something else to Xen */
	PATH_ROOM = 160,
	MEMORY_MOST = 128 * 1024 * 1024, /* what an answer without end may cost */
};

int xenstore_print(char *at, size_t size, const char *format, ...)
{
	struct out o = { at, at, at + size - 1, -1, 0, false };
	va_list list;

	va_start(list, format);
	out_format_list(&o, format, list);
	va_end(list);
	*o.at = '\0';
	return (int)(o.at - at);
}

/* The child's: what it says, where it reads. */
struct reader {
	struct out said, place; /* the latter: what libxenstore finds in its environment */
	struct xs_handle *xs;
	bool missed; /* something was not there */
};

static void say(struct reader *r, enum xenstore_word word, uint32_t n, struct slice text)
{
	struct xenstore_said said = { n, (uint16_t)word, (uint16_t)(text.len < XENSTORE_TEXT ? text.len : XENSTORE_TEXT) };

	out_bytes(&r->said, (struct slice){ (const char *)&said, sizeof(said) });
	out_bytes(&r->said, (struct slice){ text.at, said.len });
}

static _Noreturn void leave(struct reader *r, enum xenstore_word word, int error)
{
	say(r, word, (uint32_t)error, SLICE(""));
	out_flush(&r->said);
	_exit(0);
}

/* A socket that is connected, or a device; -1 with errno. The queue of a daemon that was stopped is full: it
 * is there, as far as anybody can tell. */
static int reach(struct reader *r, const char *path, bool *socket_there)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const struct timespec pause = { 0, 5000000 };
	struct stat what;
	bool told = false;
	int fd;

	if (stat(path, &what))
		return -1;
	*socket_there = S_ISSOCK(what.st_mode);
	errno = ENOTSOCK;
	if (!*socket_there)
		return !S_ISCHR(what.st_mode) ? -1 : open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	memcpy(to.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	while (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to))) {
		if (errno != EAGAIN)
			return -1;
		if (!told)
			say(r, XENSTORE_REACHED, true, slice_of(path));
		told = !out_flush(&r->said);
		nanosleep(&pause, NULL);
	}
	return fd;
}

/* All of it, however long that takes. */
static void pull(struct reader *r, int fd, void *to, size_t len)
{
	struct pollfd one = { fd, POLLIN, 0 };
	size_t got = 0;

	while (got < len) {
		ssize_t n;

		poll(&one, 1, -1);
		n = read(fd, (char *)to + got, len - got);
		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
			leave(r, XENSTORE_CLOSED, n ? errno : 0);
		got += n > 0 ? (size_t)n : 0;
	}
}

/* One small request, whose answer need not be understood: whoever gives it will answer libxenstore too. */
static void probe(struct reader *r, int fd)
{
	static const char path[] = "/local/domain";
	const struct xsd_sockmsg asked = { .type = XS_DIRECTORY, .req_id = 0x786d, .len = sizeof(path) };
	char request[sizeof(asked) + sizeof(path)];
	char body[XENSTORE_PAYLOAD_MAX];
	struct xsd_sockmsg head;

	memcpy(request, &asked, sizeof(asked));
	memcpy(request + sizeof(asked), path, sizeof(path));
	if (write(fd, request, sizeof(request)) != (ssize_t)sizeof(request))
		leave(r, XENSTORE_CLOSED, errno);
	pull(r, fd, &head, sizeof(head));
	if (head.len > XENSTORE_PAYLOAD_MAX || head.type > XS_TYPE_COUNT || (head.type != XS_WATCH_EVENT &&
		head.req_id != asked.req_id))
		leave(r, XENSTORE_WRONG, 0);
	pull(r, fd, body, head.len);
	say(r, XENSTORE_ANSWERS, 0, SLICE(""));
	out_flush(&r->said);
}

/* Is somebody at that path? Then he has answered, or this child waits for it until it is killed. */
static bool try_path(struct reader *r, const char *path)
{
	bool socket_there = false;
	int fd = reach(r, path, &socket_there);

	say(r, fd < 0 ? XENSTORE_LACKS : XENSTORE_REACHED, fd < 0 ? (uint32_t)errno : socket_there, slice_of(path));
	out_flush(&r->said);
	if (fd < 0)
		return false;
	probe(r, fd);
	close(fd);
	out_bytes(&r->place, slice_of(path));
	return true;
}

/* What was to be read is not there, or may not be read: any other error is xenstored's, EINVAL too, which
 * libxenstore makes of watch events that nobody asked for, and then takes each answer for the next one's. */
static bool missing(struct reader *r)
{
	r->missed = true;
	return errno == ENOENT || errno == EACCES || errno == EAGAIN;
}

/* The value at BASE/KEY, for free(); NULL: there is none. */
static char *value(struct reader *r, struct slice base, const char *key, struct slice *text)
{
	char room[PATH_ROOM + XENSTORE_TEXT];
	struct out path = OUT_IN(room);
	unsigned len = 0;
	char *at;

	out_bytes(&path, base);
	out_format(&path, "%s%c", key, 0);
	at = path.failed ? NULL : xs_read(r->xs, XBT_NULL, room, &len);
	if (!at && !path.failed && !missing(r))
		leave(r, XENSTORE_WRONG, errno);
	*text = (struct slice){ at, at ? len : 0 };
	return at;
}

static void say_value(struct reader *r, enum xenstore_word word, uint32_t n, struct slice base, const char *key)
{
	struct slice text;
	char *at = value(r, base, key, &text);

	if (at)
		say(r, word, n, text);
	free(at);
}

/* No, and nobody can tell, are the same but for errno. */
static bool introduced(struct reader *r, uint32_t id)
{
	errno = 0;
	if (!id || xs_is_domain_introduced(r->xs, id))
		return true;
	if (errno)
		leave(r, XENSTORE_WRONG, errno);
	return false;
}

/* What BASE/KEY has below it, for free(). */
static char **directory(struct reader *r, struct slice base, const char *key, unsigned *count)
{
	char room[PATH_ROOM];
	struct out path = OUT_IN(room);
	char **names;

	*count = 0;
	out_bytes(&path, base);
	out_format(&path, "%s%c", key, 0);
	names = xs_directory(r->xs, XBT_NULL, room, count);
	if (!names && !missing(r))
		leave(r, XENSTORE_WRONG, errno);
	if (*count && names[0] != (char *)(names + *count)) /* the last has no end: libxenstore wrote over the first */
		leave(r, XENSTORE_WRONG, 0);
	return names;
}

/* The numbers below `most` among names, each once, in order. */
static bool number(const char *name, int64_t most, unsigned char *seen, int64_t *n)
{
	if (name[0] < '0' || name[0] > '9' || !slice_number(slice_of(name), n) || *n >= most)
		return false;
	if (seen[*n / 8] >> *n % 8 & 1)
		return false;
	seen[*n / 8] |= (unsigned char)(1 << *n % 8);
	return true;
}

static void read_cpus(struct reader *r, struct slice base)
{
	unsigned char seen[VCPUS_MOST / 8] = { 0 };
	unsigned count;
	char **names = directory(r, base, "/cpu", &count), key[48];
	int64_t n;

	for (unsigned i = 0; i < count; i++) {
		struct out o = OUT_IN(key);

		if (!number(names[i], VCPUS_MOST, seen, &n))
			continue;
		out_format(&o, "/cpu/%lld/availability%c", (long long)n, 0);
		say(r, XENSTORE_CPU, (uint32_t)n, SLICE(""));
		say_value(r, XENSTORE_CPU, (uint32_t)n, base, key);
	}
	free(names);
}

/* A path that xenstored takes, so that it cannot be the reason of what is EINVAL; a NUL stands behind it. */
static bool plain(struct slice path)
{
	for (size_t i = 0; i < path.len; i++) {
		int c = slice_lower(path.at[i]);

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && (c != '/' || path.at[i + 1] == '/'))
			return false;
	}
	return path.len < PATH_ROOM && path.at[path.len - 1] != '/';
}

static void read_domain(struct reader *r, uint32_t id)
{
	char room[PATH_ROOM];
	struct out base = OUT_IN(room);
	struct slice at, vm;
	char *text;

	out_format(&base, "/local/domain/%u", id);
	at = out_slice(&base);
	say(r, XENSTORE_DOMAIN, id, SLICE(""));
	r->missed = false;
	say_value(r, XENSTORE_NAME, 0, at, "/name");
	say_value(r, XENSTORE_TARGET, 0, at, "/memory/target");
	say_value(r, XENSTORE_STATIC_MAX, 0, at, "/memory/static-max");
	text = value(r, at, "/vm", &vm);
	if (text) {
		say(r, XENSTORE_VM, 0, vm);
		if (slice_begins(vm, SLICE("/vm/")) && plain(vm))
			say_value(r, XENSTORE_START_TIME, 0, vm, "/start_time");
	}
	free(text);
	read_cpus(r, at);
	if (r->missed && !introduced(r, id))
		say(r, XENSTORE_GONE, 0, SLICE(""));
}

static void read_all(struct reader *r)
{
	static unsigned char seen[IDS / 8];
	unsigned count;
	char **names = directory(r, SLICE("/local"), "/domain", &count);
	int64_t id;

	if (!names)
		leave(r, XENSTORE_WRONG, errno);
	for (unsigned n = 0; n < count; n++)
		if (number(names[n], IDS, seen, &id) && introduced(r, (uint32_t)id))
			read_domain(r, (uint32_t)id);
	if (!(seen[0] & 1)) /* it is there, whether it has keys or not */
		read_domain(r, 0);
	directory(r, SLICE("/local"), "", &count); /* else what came last may have failed unseen */
}

void xenstore_read(const void *argument, int fd)
{
	static const char *const usual[] = { "/run/xenstored/socket", "/var/run/xenstored/socket", "/dev/xen/xenbus",
		"/proc/xen/xenbus" };
	static char variable[PATH_ROOM] = "XENSTORED_PATH=", *environment[] = { variable, NULL };
	const struct rlimit limit = { MEMORY_MOST, MEMORY_MOST };
	const char *path = argument;
	char room[8192];
	struct reader r = { .said = OUT_TO(fd, room), .place = OUT_IN(variable) };
	size_t i = 0;

	environ = environment; /* nothing else in it is libxenstore's business */
	r.place.at += strlen(variable);
	if (!SANITIZERS)
		prlimit(0, RLIMIT_AS, &limit, NULL);
	while (!try_path(&r, *path ? path : usual[i]))
		if (*path || ++i == sizeof(usual) / sizeof(*usual))
			leave(&r, XENSTORE_END, 0);
	r.xs = xs_open(0);
	if (!r.xs) /* its errno may be of another place that libxenstore tried */
		leave(&r, XENSTORE_WRONG, 0);
	read_all(&r);
	leave(&r, XENSTORE_END, 0);
}

#endif
