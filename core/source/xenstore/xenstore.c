/* SPDX-License-Identifier: MIT */
#include "facts/ids.h"
#include "facts/tree.h"
#include "facts/vcpu.h"
#include "link/child.h"
#include "link/sandbox.h"
#include "source/source.h"
#include "source/xenstore/read.h"

#include <errno.h>
#include <poll.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	PATH_ROOM = sizeof(((struct sockaddr_un *)0)->sun_path),
	PROBE_NS = 300000000, /* for the first answer, if others can be asked instead */
	KIB = 1024,
	TARGET_MOST = 1 << 30, /* MiB */
};

struct xenstore {
	struct talk *talk;
	struct child child;
	bool socket, answers;
	char at[PATH_ROOM]; /* the path that answers */
	char path[PATH_ROOM]; /* the path asked for */
	struct domains *all;
	struct domain *d; /* the current one */
	struct vcpus vcpus;
	struct trees trees;
	char text[XENSTORE_TEXT];
};

/* Name xenstored's path in a failure, unless the user gave it. */
static int failed(struct xenstore *x, int result)
{
	if (!x->path[0] && x->at[0])
		fail_within(x->talk->fail, "%s", x->at);
	return result;
}

/* May the device that was reached be without a daemon? Silence and absence look the same there, unless Xen runs a
 * domain for xenstored. */
static bool may_be_nobody(const struct xenstore *x)
{
	const struct ask *a = x->talk->ask;

	return a->local && x->at[0] && !x->socket && !x->answers && !(a->live && a->live->store_domain);
}

/* Wait for a message of the child. Return 0, FAILED or ABSENT. */
static int wait_for_child(struct xenstore *x)
{
	const struct deadline *d = &x->talk->ask->deadline;
	struct fail *f = x->talk->fail;

	if (!may_be_nobody(x)) {
		if (!deadline_wait(d, x->child.fd, POLLIN, true, f))
			return 0;
		fail_within(f, "xenstored");
		return failed(x, FAILED);
	}
	if (deadline_poll(x->child.fd, POLLIN, PROBE_NS < d->silence_ns ? PROBE_NS : d->silence_ns))
		return 0;
	if (deadline_check(d, f))
		return failed(x, FAILED);
	fail(f, UNANSWERED, "no answer within %d ms", PROBE_NS / 1000000);
	return failed(x, ABSENT);
}

/* Read `len` bytes. Return 0, FAILED or ABSENT. */
static int read_exactly(struct xenstore *x, void *to, size_t len)
{
	size_t got = 0;

	while (got < len) {
		int result = wait_for_child(x);

		if (result)
			return result;
		if (!child_read(&x->child, to, len, &got))
			return failed(x, fail(x->talk->fail, BROKEN, "its answer cannot be read"));
	}
	return 0;
}

/* Report xenstored's failure, as the child saw it. Return FAILED. */
static int tell_wrong(struct fail *f, unsigned word, int error)
{
	errno = error;
	if (word == XENSTORE_EMPTY) {
		fail(f, UNANSWERED, "it knows no domain (was it restarted?)");
		f->unready = true;
	}
	if (word == XENSTORE_CLOSED)
		return fail(f, UNANSWERED, "it closes the connection instead of answering");
	if (errno == EACCES || errno == EPERM)
		return fail(f, DENIED, "it refuses to be read: %s (is this dom0?)", fail_errno());
	if (errno == ENOENT)
		return fail(f, BROKEN, "it has no /local/domain (was xen-init-dom0 run?)");
	if (errno)
		return fail(f, BROKEN, "its answer is wrong or incomplete: %s", fail_errno());
	return fail(f, BROKEN, "its answer is wrong or incomplete");
}

/* Read the next word. Its text is valid until the next call. */
static int read_word(struct xenstore *x, struct xenstore_said *said, struct slice *text)
{
	int result = read_exactly(x, said, sizeof(*said));

	if (!result && said->len > sizeof(x->text))
		result = failed(x, fail(x->talk->fail, BROKEN, "its reader sent %u bytes at once", said->len));
	if (!result)
		result = read_exactly(x, x->text, said->len);
	*text = (struct slice){ x->text, said->len };
	x->talk->bytes += said->len;
	if (result || (said->word != XENSTORE_WRONG && said->word != XENSTORE_CLOSED && said->word != XENSTORE_EMPTY))
		return result;
	return failed(x, tell_wrong(x->talk->fail, said->word, (int)said->n));
}

/* No path has a daemon: return ABSENT, or FAILED if permission for one is denied. */
static int nobody(struct xenstore *x, const struct out *tried, int error)
{
	bool denied = error == EACCES || error == EPERM;

	errno = error;
	if (fail_scarce())
		return fail(x->talk->fail, EXCEEDED, "cannot connect: %s", fail_errno());
	fail(x->talk->fail, denied ? DENIED : UNANSWERED, "%.*s%s%s (%s)", (int)out_slice(tried).len, tried->start,
		x->path[0] ? "" : ": ", fail_errno(), denied ? "are you root?" : "is xenstored running?");
	return denied ? FAILED : ABSENT;
}

/* Send the child the ids of the domains that Xen reports, and those only that are still on the list. */
static int send_ids(struct xenstore *x)
{
	const struct domains *live = x->talk->ask->live;
	struct ids ids = { { 0 } };

	for (const struct domain *d = live ? live->first : NULL; d; d = d->next)
		ids_add(&ids, d->id);
	if (write(x->child.fd, &ids, sizeof(ids)) == (ssize_t)sizeof(ids))
		return 0;
	return fail(x->talk->fail, BROKEN, "its reader ended");
}

/* Wait until the child has found a daemon. */
static int find_daemon(struct xenstore *x)
{
	char room[512];
	struct out tried = OUT_IN(room);
	struct xenstore_said said;
	struct slice text;
	int result = send_ids(x);
	int error = ENOENT; /* the most informative error */

	while (!result && !x->answers) {
		result = read_word(x, &said, &text);
		if (result)
			break;
		switch (said.word) {
		case XENSTORE_REACHED:
			memcpy(x->at, text.at, text.len < sizeof(x->at) ? text.len : 0);
			x->socket = said.n;
			break;
		case XENSTORE_LACKS:
			error = said.n == ENOENT ? error : (int)said.n;
			if (!x->path[0])
				out_message(&tried, "%s%.*s", tried.at > room ? ", " : "", (int)text.len, text.at);
			break;
		case XENSTORE_ANSWERS: /* no other server is tried after this */
			sandbox_enter(SANDBOX_SERVERS);
			x->answers = true;
			break;
		default: /* END: no daemon was found */
			result = nobody(x, &tried, error);
		}
	}
	return result;
}

static void set_kib(struct domain *d, uint64_t *to, struct slice text, enum fact fact)
{
	int64_t kib;

	if (!slice_number(text, &kib) || kib < 0 || kib > (int64_t)TARGET_MOST * KIB)
		return;
	*to = (uint64_t)kib * KIB;
	domain_know(d, fact);
}

/* Set the start time: the whole seconds of "1795379000.25". */
static void know_start(struct domain *d, struct slice text)
{
	uint64_t billionths;

	if (!slice_billionths(text, &billionths))
		return;
	d->detail->start_time = (int64_t)(billionths / 1000000000);
	domain_know(d, KNOWN_START_TIME);
}

static bool know_name(struct xenstore *x, struct slice name)
{
	struct slice kept = arena_text(x->all->arena, name, x->talk->fail);

	domain_set_name(x->d, kept);
	return kept.at;
}

/* Set the uuid from /vm/UUID (xend appends a suffix on a restart) or vm/UUID (started by Xen at boot). */
static void know_uuid(struct xenstore *x, struct slice vm)
{
	struct domain *d = x->d;
	size_t before = slice_begins(vm, SLICE("/vm/")) ? 4 :
		slice_begins(vm, SLICE("vm/"))		? 3 :
							  vm.len,
	       end = before + 36;
	struct slice uuid = { vm.at + before, 36 };

	if ((vm.len == end || (vm.len > end && vm.at[end] == '-')) && slice_uuid(uuid, d->uuid))
		domain_know(d, KNOWN_UUID);
	domain_check_uuid(d);
	if (CONFIG_LONG && d->detail->tree && domain_knows(d, KNOWN_UUID))
		trees_pair(&x->trees, d->detail->tree, SLICE("uuid"), TREE_TEXT, uuid);
}

static bool know_cpu(struct xenstore *x, uint32_t number, struct slice availability)
{
	struct vcpu *v = vcpus_at(&x->vcpus, number);

	if (!v)
		return false;
	v->online = slice_is(availability, SLICE("online"));
	if (v->online || slice_is(availability, SLICE("offline")))
		vcpu_know(v, VCPU_ONLINE);
	return true;
}

static bool know_pool_of(struct xenstore *x, struct slice name)
{
	x->d->detail->pool = domains_text(x->all, name, x->talk->fail);
	domain_know(x->d, KNOWN_POOL);
	return x->d->detail->pool;
}

static bool know_pool(struct xenstore *x, uint32_t number, struct slice name)
{
	struct pool *p = arena_take(x->all->arena, sizeof(*p), x->talk->fail);

	if (!p)
		return false;
	*p = (struct pool){ x->all->pools, number, domains_text(x->all, name, x->talk->fail) };
	x->all->pools = p;
	return p->name;
}

/* The current domain is complete: set its remaining facts. */
static bool finish(struct xenstore *x)
{
	struct domain *d = x->d;

	if (!d)
		return true;
	for (const struct vcpu *v = x->vcpus.first; v; v = v->next) {
		d->vcpus += v->online;
		d->detail->vcpus_max++;
	}
	if (d->detail->vcpus_max)
		domain_know(d, KNOWN_VCPUS | KNOWN_VCPUS_MAX);
	if (ask_wants(x->talk->ask, WANT_VCPUS))
		d->detail->vcpus_each = x->vcpus.first;
	else if (CONFIG_LONG && d->detail->tree)
		domain_front(d, x->all, x->talk->fail);
	domain_add(x->all, d);
	x->d = NULL;
	return x->talk->fail->status == SHOWN;
}

static bool start_domain(struct xenstore *x, uint32_t id)
{
	struct domain *d = domain_new(x->all, x->talk->fail);

	x->d = d;
	if (!d)
		return false;
	x->talk->requests++;
	d->id = (int32_t)id;
	domain_know(d, KNOWN_ID);
	d->source = SOURCE_XENSTORE;
	x->vcpus = (struct vcpus){ .all = x->all, .fail = x->talk->fail };
	x->trees = (struct trees){ .arena = x->all->arena, .fail = x->talk->fail };
	if (ask_wants(x->talk->ask, WANT_ALL))
		d->detail->tree = trees_domain(&x->trees);
	return id || know_name(x, SLICE("Domain-0"));
}

/* For --long: append the key, with its path below the domain. */
static void append_key(struct xenstore *x, const struct xenstore_said *said, struct slice text)
{
	static const char keys[][20] = { "memory/target", "memory/static-max", "vm", "start_time", "availability" };
	char room[48];
	struct out key = OUT_IN(room);

	if (said->word == XENSTORE_CPU) {
		out_add(&key, "cpu/");
		out_number(&key, said->n);
		out_char(&key, '/');
	}
	out_add(&key, keys[said->word - XENSTORE_TARGET]);
	trees_pair(&x->trees, x->d->detail->tree, out_slice(&key), TREE_TEXT, text);
}

/* A domain may be one of those named, but it was not introduced: it may be starting, or be gone. */
static bool doubt(struct xenstore *x, uint32_t id)
{
	char room[128];
	struct out o = OUT_IN(room);

	out_message(&o, "xenstore: domain %u has not been introduced, only Xen knows whether it lives", id);
	x->all->doubtful = true;
	x->all->untold = arena_text(x->all->arena, out_slice(&o), x->talk->fail);
	return x->all->untold.at;
}

/* Handle one word about the current domain. Return false after a failure. */
static bool handle_word(struct xenstore *x, const struct xenstore_said *said, struct slice text)
{
	struct domain *d = x->d;

	if (said->word == XENSTORE_UNSURE)
		return doubt(x, said->n);
	if (said->word == XENSTORE_DOMAIN)
		return finish(x) && start_domain(x, said->n);
	if (said->word == XENSTORE_POOL)
		return know_pool(x, said->n, text);
	if (!d)
		return true;
	if (CONFIG_LONG && d->detail->tree && said->word >= XENSTORE_TARGET && said->word <= XENSTORE_CPU && text.len)
		append_key(x, said, text);
	switch (said->word) {
	case XENSTORE_NAME:
		return !text.len || know_name(x, text);
	case XENSTORE_TARGET:
		set_kib(d, &d->memory, text, KNOWN_MEMORY);
		break;
	case XENSTORE_STATIC_MAX:
		set_kib(d, &d->detail->memory_max, text, KNOWN_MEMORY_MAX);
		break;
	case XENSTORE_VM:
		if (!said->n)
			know_uuid(x, text);
		break;
	case XENSTORE_START_TIME:
		know_start(d, text);
		break;
	case XENSTORE_CPU:
		return know_cpu(x, said->n, text);
	case XENSTORE_POOL_OF:
		return know_pool_of(x, text);
	default: /* GONE */
		x->d = NULL;
	}
	return true;
}

static int talk_round(struct talk *t, struct domains *all)
{
	struct xenstore *x = t->state;
	struct domains said;
	struct xenstore_said word = { 0 };
	struct slice text;
	int result = find_daemon(x);

	domains_start(&said, all->arena);
	x->all = &said;
	all->sources |= SOURCE_XENSTORE;
	while (!result && word.word != XENSTORE_END) {
		result = read_word(x, &word, &text);
		if (!result && !(word.word == XENSTORE_END ? finish(x) : handle_word(x, &word, text)))
			result = FAILED;
	}
	if (!result) /* all or nothing */
		domains_move(&said, all);
	return result;
}

static int talk_open(struct talk *t)
{
	struct xenstore *x = arena_take(t->arena, sizeof(*x), t->fail);
	const struct slice path = t->ask->server.path;
	const struct xenstore_job job = { x ? x->path : "", t->ask };

	if (!x)
		return FAILED;
	x->talk = t;
	t->state = x;
	if (t->ask->server.host.len)
		return fail(t->fail, MISUSED, "it is asked on this host only (xenstore:/PATH)");
	if (path.len >= sizeof(x->path))
		return fail(t->fail, MISUSED, "the path of xenstored has at most %zu bytes, not %zu",
			sizeof(x->path) - 1, path.len);
	memcpy(x->path, path.at, path.len);
	if (child_start(&x->child, xenstore_read, &job))
		return fail(t->fail, EXCEEDED, "cannot start a process to read xenstored: %s", fail_errno());
	return 0;
}

static void talk_close(struct talk *t)
{
	struct xenstore *x = t->state;

	child_end(&x->child);
}

const struct source source_xenstore = { "xenstore ", false, false, false, talk_open, talk_round, talk_close };
