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
	struct out o = OUT_AT(at, size);
	va_list list;

	va_start(list, format);
	out_message_list(&o, format, list);
	va_end(list);
	out_string(&o);
	return (int)(o.at - at);
}

/* The child's: what it says, where it reads. */
struct reader {
	const struct ask *ask;
	struct out said, place; /* the latter: what libxenstore finds in its environment */
	struct xs_handle *xs;
	bool named; /* some domain but this one has a name */
	bool missed, found; /* something was not there; something was */
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

/* Wait for more, however long that takes. */
static void await(int fd)
{
	struct pollfd one = { fd, POLLIN, 0 };

	poll(&one, 1, -1);
}

static void pull(struct reader *r, int fd, void *to, size_t len)
{
	size_t got = 0;

	while (got < len) {
		ssize_t n;

		await(fd);
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
	await(fd);
	say(r, XENSTORE_ANSWERS, 0, SLICE(""));
	out_flush(&r->said);
	pull(r, fd, &head, sizeof(head));
	if (head.len > XENSTORE_PAYLOAD_MAX || head.type > XS_TYPE_COUNT || (head.type != XS_WATCH_EVENT &&
		head.req_id != asked.req_id))
		leave(r, XENSTORE_WRONG, 0);
	pull(r, fd, body, head.len);
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
	return errno == ENOENT || (errno == EACCES && !r->ask->live) || errno == EAGAIN;
}

/* The value at BASE/KEY, for free(); NULL: there is none. */
static char *value(struct reader *r, struct slice base, const char *key, struct slice *text)
{
	char room[PATH_ROOM + XENSTORE_TEXT];
	struct out path = OUT_IN(room);
	unsigned len = 0;
	char *at;

	out_bytes(&path, base);
	out_add(&path, key);
	out_string(&path);
	at = path.failed ? NULL : xs_read(r->xs, XBT_NULL, room, &len);
	if (!at && !path.failed && !missing(r))
		leave(r, XENSTORE_WRONG, errno);
	*text = (struct slice){ at, at ? len : 0 };
	r->found |= at != NULL;
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
	out_add(&path, key);
	names = xs_directory(r->xs, XBT_NULL, out_string(&path), count);
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
		out_add(&o, "/cpu/");
		out_number(&o, n);
		out_add(&o, "/availability");
		say(r, XENSTORE_CPU, (uint32_t)n, SLICE(""));
		say_value(r, XENSTORE_CPU, (uint32_t)n, base, out_string(&o));
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
	return path.len && path.len < PATH_ROOM && path.at[path.len - 1] != '/';
}

/* When it was started is kept with its uuid: /vm/UUID, or vm/UUID where Xen started it at boot. */
static void read_start(struct reader *r, struct slice vm)
{
	char room[PATH_ROOM];
	struct out base = OUT_IN(room);

	if (!plain(vm))
		return;
	out_add(&base, vm.at[0] == '/' ? "" : "/");
	out_bytes(&base, vm);
	if (slice_begins(out_slice(&base), SLICE("/vm/")))
		say_value(r, XENSTORE_START_TIME, 0, out_slice(&base), "/start_time");
}

/* What is wanted of a domain besides its name, where Xen does not tell it. */
static void read_facts(struct reader *r, struct slice base, bool uuid)
{
	const struct ask *a = r->ask;
	bool all = ask_wants(a, WANT_ALL), detail = all || ask_wants(a, WANT_DETAIL);
	bool brief = all || (!a->live && ask_wants(a, WANT_RECORDS));
	struct slice vm;
	char *text = NULL;

	if (brief)
		say_value(r, XENSTORE_TARGET, 0, base, "/memory/target");
	if (detail)
		say_value(r, XENSTORE_STATIC_MAX, 0, base, "/memory/static-max");
	if (brief || detail || uuid)
		text = value(r, base, "/vm", &vm);
	if (text) {
		say(r, XENSTORE_VM, 0, vm);
		if (detail)
			read_start(r, vm);
	}
	free(text);
	if (brief || detail || (!a->live && ask_wants(a, WANT_VCPUS)))
		read_cpus(r, base);
}

/* Is it asked for? Where that depends on its uuid, which is not known yet, too. */
static bool wanted(const struct reader *r, uint32_t id, const struct domain *live, struct slice name, bool *uuid)
{
	const struct ask *a = r->ask;
	struct domain d = { .id = (int32_t)id, .known = KNOWN_ID };

	*uuid = false;
	domain_set_name(&d, name);
	if (live && domain_knows(live, KNOWN_UUID))
		domain_set_uuid(&d, live->uuid);
	for (size_t i = 0; i < a->named_count; i++)
		*uuid |= a->named[i].by & NAMED_BY_UUID && !live;
	return !a->named_count || *uuid || named_any(a->named, a->named_count, &d);
}

/* All that is asked of one; live is what Xen tells of it, NULL: nothing. */
static void read_domain(struct reader *r, uint32_t id, const struct domain *live)
{
	char room[PATH_ROOM];
	struct out base = OUT_IN(room);
	struct slice name;
	char *text;
	bool uuid;

	out_add(&base, "/local/domain/");
	out_number(&base, id);
	say(r, XENSTORE_DOMAIN, id, SLICE(""));
	r->missed = r->found = false;
	text = value(r, out_slice(&base), "/name", &name);
	if (text)
		say(r, XENSTORE_NAME, 0, name);
	r->named |= text && id;
	if (wanted(r, id, live, name, &uuid))
		read_facts(r, out_slice(&base), uuid);
	free(text);
	if (live ? !r->found : r->missed && !introduced(r, id))
		say(r, XENSTORE_GONE, 0, SLICE(""));
}

/* Those that were introduced. Domain 0 is, whether it has keys or not. */
static void read_introduced(struct reader *r)
{
	static unsigned char seen[IDS / 8];
	unsigned count;
	char **names = directory(r, SLICE("/local"), "/domain", &count);
	int64_t id;

	if (!names)
		leave(r, XENSTORE_WRONG, errno);
	for (unsigned n = 0; n < count; n++)
		if (number(names[n], IDS, seen, &id) && introduced(r, (uint32_t)id))
			read_domain(r, (uint32_t)id, NULL);
	if (!(seen[0] & 1))
		read_domain(r, 0, NULL);
}

/* Those that Xen tells of. A xenstored that was restarted has lost what it knew of them. */
static void read_live(struct reader *r)
{
	static unsigned char seen[IDS / 8];
	unsigned count, others = 0;
	char **names;
	int64_t id;

	for (const struct domain *d = r->ask->live->first; d; d = d->next)
		read_domain(r, (uint32_t)d->id, d);
	if (r->named || (r->ask->live->count == 1 && !r->ask->live->first->id))
		return;
	names = directory(r, SLICE("/local"), "/domain", &count);
	for (unsigned n = 0; n < count; n++)
		others += number(names[n], IDS, seen, &id) && id;
	if (!others)
		leave(r, XENSTORE_EMPTY, 0);
}

/* Never above what the user allows. */
static void limit_memory(void)
{
	struct rlimit limit = { MEMORY_MOST, MEMORY_MOST };

	getrlimit(RLIMIT_AS, &limit);
	limit.rlim_cur = limit.rlim_cur < MEMORY_MOST ? limit.rlim_cur : MEMORY_MOST;
	setrlimit(RLIMIT_AS, &limit);
}

void xenstore_read(const void *argument, int fd)
{
	static const char *const usual[] = { "/run/xenstored/socket", "/var/run/xenstored/socket", "/dev/xen/xenbus",
		"/proc/xen/xenbus" };
	static char variable[PATH_ROOM] = "XENSTORED_PATH=", *environment[] = { variable, NULL };
	const struct xenstore_job *job = argument;
	const char *path = job->path;
	char room[8192];
	struct reader r = { .ask = job->ask, .said = OUT_TO(fd, room), .place = OUT_IN(variable) };
	unsigned count;
	size_t i = 0;

	environ = environment; /* nothing else in it is libxenstore's business */
	r.place.at += strlen(variable);
	if (!SANITIZERS)
		limit_memory();
	while (!try_path(&r, *path ? path : usual[i]))
		if (*path || ++i == COUNT(usual))
			leave(&r, XENSTORE_END, 0);
	r.xs = xs_open(0);
	if (!r.xs) /* its errno may be of another place that libxenstore tried */
		leave(&r, XENSTORE_WRONG, 0);
	if (r.ask->live)
		read_live(&r);
	else
		read_introduced(&r);
	directory(&r, SLICE("/local"), "", &count); /* else what came last may have failed unseen */
	leave(&r, XENSTORE_END, 0);
}

#endif
