/* SPDX-License-Identifier: MIT */
#include "source/xenstore/read.h"

#include <config.h>

#if CONFIG_SOURCE_XENSTORE /* a build without it needs no headers of libxenstore */

#include "base/out.h"
#include "facts/ids.h"
#include "facts/vcpu.h"
#include "link/child.h"
#include "link/sandbox.h"
#include "source/xenstore/reach.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#include <xenstore.h>

#ifdef SANITIZED
#define SANITIZERS 1 /* sanitizers need terabytes of addresses */
#else
#define SANITIZERS 0
#endif

enum {
	PATH_ROOM = 160,
	MEMORY_MOST = 128 * 1024 * 1024, /* limit for an endless answer */
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

struct reader {
	const struct ask *ask;
	struct ids asked; /* of the domains that Xen reports */
	struct out said; /* to the parent */
	struct out place; /* the path, in the environment of libxenstore */
	struct xs_handle *xs;
	bool named; /* a domain other than 0 has a name */
	bool missed, found; /* of the current domain: some key is missing, some key exists */
};

/* Is the key merely absent or unreadable? Any other error is xenstored's. EINVAL is one, too: libxenstore returns it
 * for unexpected watch events, and then takes each answer for that of the next request. */
static bool missing(struct reader *r)
{
	r->missed = true;
	return errno == ENOENT || (errno == EACCES && !r->ask->live) || errno == EAGAIN;
}

/* Return the value at BASE/KEY, to be freed with free(); NULL: no such key. */
static char *get_value(struct reader *r, struct slice base, const char *key, struct slice *text)
{
	char room[PATH_ROOM + XENSTORE_TEXT];
	struct out path = OUT_IN(room);
	unsigned len = 0;
	char *at;

	out_bytes(&path, base);
	out_add(&path, key);
	out_string(&path);
	out_flush(&r->said); /* the parent must see progress */
	at = path.failed ? NULL : xs_read(r->xs, XBT_NULL, room, &len);
	if (!at && !path.failed && !missing(r))
		xenstore_leave(&r->said, XENSTORE_WRONG, errno);
	*text = (struct slice){ at, at ? len : 0 };
	r->found |= at != NULL;
	return at;
}

static void say_value(struct reader *r, enum xenstore_word word, uint32_t n, struct slice base, const char *key)
{
	struct slice text;
	char *at = get_value(r, base, key, &text);

	if (at)
		xenstore_say(&r->said, word, n, text);
	free(at);
}

/* Was the domain introduced to xenstored? False with errno if it could not be found out. */
static bool introduced(struct reader *r, uint32_t id)
{
	errno = 0;
	if (!id || xs_is_domain_introduced(r->xs, id))
		return true;
	if (errno)
		xenstore_leave(&r->said, XENSTORE_WRONG, errno);
	return false;
}

/* Return the names below BASE/KEY, to be freed with free(). */
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
		xenstore_leave(&r->said, XENSTORE_WRONG, errno);
	if (*count && names[0] != (char *)(names + *count)) /* the last name lacked its NUL: libxenstore wrote over
			 * the first one */
		xenstore_leave(&r->said, XENSTORE_WRONG, 0);
	return names;
}

/* Mark the numbers below `most` among names, each once, in `seen`. */
static bool mark_number(const char *name, int64_t most, unsigned char *seen, int64_t *n)
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

		if (!mark_number(names[i], VCPUS_MOST, seen, &n))
			continue;
		out_add(&o, "/cpu/");
		out_number(&o, n);
		out_add(&o, "/availability");
		xenstore_say(&r->said, XENSTORE_CPU, (uint32_t)n, SLICE(""));
		say_value(r, XENSTORE_CPU, (uint32_t)n, base, out_string(&o));
	}
	free(names);
}

/* Will xenstored accept the path, so that EINVAL has another cause? A NUL follows the path. */
static bool valid_path(struct slice path)
{
	for (size_t i = 0; i < path.len; i++) {
		int c = slice_lower(path.at[i]);

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' &&
			(c != '/' || path.at[i + 1] == '/'))
			return false;
	}
	return path.len && path.len < PATH_ROOM && path.at[path.len - 1] != '/';
}

/* Read what is stored at the domain's vm path: /vm/UUID, or vm/UUID if Xen started the domain at boot. */
static void read_vm(struct reader *r, struct slice vm)
{
	char room[PATH_ROOM];
	struct out base = OUT_IN(room);

	if (!valid_path(vm))
		return;
	out_add(&base, vm.at[0] == '/' ? "" : "/");
	out_bytes(&base, vm);
	if (!slice_begins(out_slice(&base), SLICE("/vm/")))
		return;
	say_value(r, XENSTORE_START_TIME, 0, out_slice(&base), "/start_time");
	if (!r->ask->live && ask_wants(r->ask, WANT_POOLS)) /* else Xen reports its number */
		say_value(r, XENSTORE_POOL_OF, 0, out_slice(&base), "/pool_name");
}

/* Read the wanted facts of a domain, except those reported by Xen. Xen reports none of a domain hidden by FLASK. */
static void read_facts(struct reader *r, struct slice base, const struct domain *live, bool uuid)
{
	const struct ask *a = r->ask;
	bool all = ask_wants(a, WANT_ALL), detail = all || ask_wants(a, WANT_DETAIL);
	bool reported = live && domain_knows(live, KNOWN_MEMORY);
	bool brief = all || (!reported && ask_wants(a, WANT_RECORDS));
	struct slice vm;
	char *text = NULL;

	if (brief)
		say_value(r, XENSTORE_TARGET, 0, base, "/memory/target");
	if (detail)
		say_value(r, XENSTORE_STATIC_MAX, 0, base, "/memory/static-max");
	if (brief || detail || uuid)
		text = get_value(r, base, "/vm", &vm);
	if (text) {
		xenstore_say(&r->said, XENSTORE_VM, reported, vm);
		if (detail)
			read_vm(r, vm);
	}
	free(text);
	if (brief || detail || (!a->live && ask_wants(a, WANT_VCPUS)))
		read_cpus(r, base);
}

/* Is the domain wanted? True also if the answer depends on a uuid still unknown. */
static bool may_be_wanted(const struct reader *r, uint32_t id, const struct domain *live, struct slice name, bool *uuid)
{
	const struct ask *a = r->ask;
	struct domain d = { .id = (int32_t)id, .known = KNOWN_ID };

	*uuid = false;
	domain_set_name(&d, name);
	if (live && domain_knows(live, KNOWN_UUID))
		domain_set_uuid(&d, live->uuid);
	for (size_t i = 0; i < a->named_count; i++)
		*uuid |= a->named[i].by & NAMED_BY_UUID && !(d.known & KNOWN_UUID);
	return !a->named_count || *uuid || named_any(a->named, a->named_count, &d);
}

/* Read everything wanted of a domain. `live` is Xen's report of it, or NULL. */
static void read_domain(struct reader *r, uint32_t id, const struct domain *live)
{
	char room[PATH_ROOM];
	struct out base = OUT_IN(room);
	struct slice name;
	char *text;
	bool uuid;

	out_add(&base, "/local/domain/");
	out_number(&base, id);
	xenstore_say(&r->said, XENSTORE_DOMAIN, id, SLICE(""));
	r->missed = r->found = false;
	text = get_value(r, out_slice(&base), "/name", &name);
	if (text)
		xenstore_say(&r->said, XENSTORE_NAME, 0, name);
	r->named |= text && id;
	if (may_be_wanted(r, id, live, name, &uuid))
		read_facts(r, out_slice(&base), live, uuid);
	free(text);
	if (live ? !r->found : r->missed && !introduced(r, id))
		xenstore_say(&r->said, XENSTORE_GONE, 0, SLICE(""));
}

static void read_pools(struct reader *r)
{
	static unsigned char seen[IDS / 8];
	unsigned count;
	char **names = directory(r, SLICE("/local"), "/pool", &count), key[32];
	int64_t n;

	for (unsigned i = 0; i < count; i++) {
		struct out o = OUT_IN(key);

		if (!mark_number(names[i], IDS, seen, &n))
			continue;
		out_add(&o, "/pool/");
		out_number(&o, n);
		out_add(&o, "/name");
		say_value(r, XENSTORE_POOL, (uint32_t)n, SLICE("/local"), out_string(&o));
	}
	free(names);
}

/* A domain that was not introduced may be starting, or be gone: is it one of those named? */
static void read_unsure(struct reader *r, uint32_t id)
{
	char room[PATH_ROOM], *text;
	struct out base = OUT_IN(room);
	struct slice name;
	bool uuid;

	out_add(&base, "/local/domain/");
	out_number(&base, id);
	text = get_value(r, out_slice(&base), "/name", &name);
	if (may_be_wanted(r, id, NULL, name, &uuid))
		xenstore_say(&r->said, XENSTORE_UNSURE, id, SLICE(""));
	free(text);
}

/* Read the introduced domains. Domain 0 is one, with or without keys. */
static void read_introduced(struct reader *r)
{
	static unsigned char seen[IDS / 8];
	unsigned count;
	char **names = directory(r, SLICE("/local"), "/domain", &count);
	int64_t id;

	if (!names)
		xenstore_leave(&r->said, XENSTORE_WRONG, errno);
	for (unsigned n = 0; n < count; n++)
		if (!mark_number(names[n], IDS, seen, &id))
			continue;
		else if (introduced(r, (uint32_t)id))
			read_domain(r, (uint32_t)id, NULL);
		else if (r->ask->named_count)
			read_unsure(r, (uint32_t)id);
	if (!(seen[0] & 1))
		read_domain(r, 0, NULL);
}

/* Read the domains asked for, which Xen reports. A restarted xenstored has lost its knowledge of them. */
static void read_live(struct reader *r)
{
	static unsigned char seen[IDS / 8];
	unsigned count, guests = 0, others = 0;
	char **names;
	int64_t id;

	for (const struct domain *d = r->ask->live->first; d; d = d->next) {
		if (!ids_have(&r->asked, d->id))
			continue;
		guests += d->id != 0;
		read_domain(r, (uint32_t)d->id, d);
	}
	if (r->named || !guests)
		return;
	names = directory(r, SLICE("/local"), "/domain", &count);
	for (unsigned n = 0; n < count; n++)
		others += mark_number(names[n], IDS, seen, &id) && id;
	if (!others)
		xenstore_leave(&r->said, XENSTORE_EMPTY, 0);
}

/* Limit memory, never above the user's own limit. */
static void limit_memory(void)
{
	struct rlimit limit = { MEMORY_MOST, MEMORY_MOST };

	prlimit(0, RLIMIT_AS, NULL, &limit); /* musl's setrlimit is 2 KiB, for kernels without prlimit */
	limit.rlim_cur = limit.rlim_cur < MEMORY_MOST ? limit.rlim_cur : MEMORY_MOST;
	prlimit(0, RLIMIT_AS, &limit, NULL);
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

	if (!child_hear(fd, &r.asked, sizeof(r.asked)))
		return;
	environ = environment; /* libxenstore gets no other variables */
	r.place.at += strlen(variable);
	if (!SANITIZERS)
		limit_memory();
	while (!xenstore_reach(&r.said, *path ? path : usual[i]))
		if (*path || ++i == COUNT(usual))
			xenstore_leave(&r.said, XENSTORE_END, 0);
	out_bytes(&r.place, slice_of(*path ? path : usual[i]));
	r.xs = xs_open(0);
	if (!r.xs) /* errno may be of another path tried by libxenstore */
		xenstore_leave(&r.said, XENSTORE_WRONG, 0);
	sandbox_enter(SANDBOX_LIBXENSTORE);
	if (r.ask->live && ask_wants(r.ask, WANT_POOLS))
		read_pools(&r);
	if (r.ask->live)
		read_live(&r);
	else
		read_introduced(&r);
	directory(&r, SLICE("/local"), "", &count); /* a last request, since a failure may surface one answer late */
	xenstore_leave(&r.said, XENSTORE_END, 0);
}

#endif
