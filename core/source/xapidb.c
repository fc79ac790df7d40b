/* SPDX-License-Identifier: MIT */
/*
 * What the database tells: VMs first, then their metrics, then the hosts they are on, in one pass. What
 * each row means is as over Xen-API; a reference that comes twice is damage here, and nothing is forged.
 */
#include "source/xapidb.h"
#include "source/roll.h"
#include "source/source.h"
#include "source/xapidb_file.h"
#include "source/xapidb_row.h"

#include <stddef.h>
#include <unistd.h>

enum { HOSTS = 1024 }; /* of a pool; XAPI's limit is 64 */

/* A host that VMs are on, or whose row came. */
struct xapidb_host {
	struct host host;
	struct xenapi_ref ref;
	struct xapidb_host *next;
	bool came;
};

struct reading {
	struct xapidb db;
	struct talk *talk;
	struct domains *all;
	struct roll roll;
	struct xapidb_host *hosts;
	unsigned host_count;
	const struct xapidb_host *wanted; /* only VMs on this one */
	unsigned meant; /* hosts that the user may mean */
	int fd; /* -1: not open */
	bool warned; /* of its age */
	struct slice path;
	char name[XAPIDB_NAME], mask[XAPIDB_NAME], path_room[XAPIDB_PATH];
};

struct host_row {
	struct out name;
	unsigned char uuid[16];
};

enum { HOST_NAME, HOST_UUID, HOST_FIELDS };

static const struct xenapi_field host_fields[HOST_FIELDS] = {
	[HOST_NAME] = XENAPI_FIELD("name_label", TEXT, host_row, name),
	[HOST_UUID] = XENAPI_FIELD("uuid", UUID, host_row, uuid),
};

/* The host of a reference; NULL: no memory, or too many of them. */
static struct xapidb_host *host_of(struct reading *s, const struct xenapi_ref *ref)
{
	struct xapidb_host *h = s->hosts;

	while (h && xenapi_ref_order(&h->ref, ref))
		h = h->next;
	if (h)
		return h;
	if (s->host_count++ == HOSTS) {
		fail(s->talk->fail, EXCEEDED, "more than %d hosts", HOSTS);
		return NULL;
	}
	h = arena_take(s->all->arena, sizeof(*h), s->talk->fail);
	if (!h)
		return NULL;
	h->ref = *ref;
	h->host.name = SLICE("");
	h->next = s->hosts;
	return s->hosts = h;
}

static void keep(struct reading *s, struct xenapi_vm *vm)
{
	struct fail *f = s->talk->fail;
	struct kept *k = roll_add(&s->roll, f);
	struct domain *d;
	struct slice name;

	if (!k)
		return;
	d = &k->domain;
	name = arena_text(s->all->arena, out_slice(&vm->name), f);
	d->name = name.at;
	d->name_len = (uint16_t)name.len;
	d->source = SOURCE_FILE;
	xenapi_vm_domain(vm, d);
	if (vm->name.failed)
		warning("a name of more than %d bytes is cut: '%.*s...'", XAPIDB_NAME, 40, name.at);
	if (xenapi_has_host(vm)) {
		struct xapidb_host *h = xenapi_ref_null(&vm->resident_on) ? NULL : host_of(s, &vm->resident_on);

		d->host = h ? &h->host : NULL;
		d->known |= KNOWN_HOST;
	}
	if (vm->mask.start)
		xenapi_vcpu_masks(s->all, d, vm, f);
	if (vm->told.list)
		xenapi_tell_front(&vm->told, d);
	k->ref = s->db.ref;
	k->metrics = vm->metrics;
}

static void read_vm(struct reading *s)
{
	struct trees trees = { .arena = s->all->arena, .fail = s->talk->fail, .scripted = true };
	struct xenapi_vm vm;

	memset(&vm, 0, offsetof(struct xenapi_vm, label));
	vm.name = (struct out)OUT_IN(s->name);
	if (ask_wants(s->talk->ask, WANT_VCPUS))
		vm.mask = (struct out)OUT_IN(s->mask);
	if (ask_wants(s->talk->ask, WANT_ALL))
		xenapi_tell_domain(&vm.told, &trees);
	if (xapidb_read(&s->db, xenapi_vm_fields, VM_FIELDS, &vm, &vm.came, vm.told.list ? &vm.told : NULL) &&
		!xenapi_is_template(&vm))
		keep(s, &vm);
}

/* Rows with the same reference: one is shown, without what they disagree on. */
static int settle_doubles(struct reading *s)
{
	if (roll_sort(&s->roll, offsetof(struct kept, ref), s->talk->fail))
		return FAILED;
	for (size_t i = 1; i < s->roll.count; i++) {
		struct kept *one = s->roll.sorted[i - 1], *other = s->roll.sorted[i];

		if (xenapi_ref_null(&one->ref) || xenapi_ref_order(&one->ref, &other->ref))
			continue;
		domain_doubt(&other->domain, &one->domain);
		if (ask_wants(s->talk->ask, WANT_VCPUS))
			xenapi_vcpu_doubt(&other->domain, &one->domain);
		if (other->domain.tree && ask_wants(s->talk->ask, WANT_ALL))
			xenapi_tell_less(&other->domain);
		if (xenapi_ref_order(&one->metrics, &other->metrics))
			memset(&other->metrics, 0, sizeof(other->metrics));
		one->left_out = true;
		xapidb_odd(&s->db, "a reference that two rows have: what these disagree on is not shown");
	}
	return roll_sort(&s->roll, offsetof(struct kept, metrics), s->talk->fail);
}

static void measure(struct reading *s, struct kept *k, const struct xenapi_metrics *m)
{
	struct domain *d = &k->domain;

	if (k->measured) {
		d->known &= (uint16_t)~(KNOWN_MEMORY | KNOWN_VCPUS | KNOWN_START_TIME);
		xapidb_odd(&s->db, "a reference that two rows have: nothing of them is shown");
	} else {
		xenapi_metrics_domain(m, true, d);
		if (m->told.list) {
			m->told.list->parent = d->tree;
			d->tree->last = d->tree->last->next = m->told.list;
		}
	}
	k->measured = true;
}

static void read_metrics(struct reading *s)
{
	struct trees trees = { .arena = s->all->arena, .fail = s->talk->fail, .scripted = true };
	struct xenapi_metrics m = { .came = 0 };
	struct kept **k;

	if (ask_wants(s->talk->ask, WANT_ALL))
		xenapi_tell_list(&m.told, &trees, NULL, TREE_LIST, SLICE("VM_metrics"));
	if (!xapidb_read(&s->db, xenapi_metrics_fields, METRICS_FIELDS, &m, &m.came, m.told.list ? &m.told : NULL) ||
		xenapi_ref_null(&s->db.ref))
		return;
	for (k = roll_find(&s->roll, &s->db.ref); k; k = roll_next(&s->roll, k)) {
		measure(s, *k, &m);
		m.told.list = NULL; /* it stands in one list */
	}
}

/* A host's name, and whether it is the one that is meant. */
static void read_host(struct reading *s)
{
	struct host_row row = { .name = OUT_IN(s->name) };
	struct slice wanted = s->talk->ask->host, name;
	unsigned char uuid[16];
	struct xapidb_host *h;
	unsigned came;

	if (!xapidb_read(&s->db, host_fields, HOST_FIELDS, &row, &came, NULL))
		return;
	h = host_of(s, &s->db.ref);
	if (!h)
		return;
	name = out_slice(&row.name);
	if (h->came && !slice_is(h->host.name, name)) {
		name = SLICE("");
		xapidb_odd(&s->db, "a reference that two rows have");
	}
	h->came = true;
	h->host.name = arena_text(s->all->arena, name, s->talk->fail);
	if (!wanted.len || !(slice_uuid(wanted, uuid) ? came >> HOST_UUID & 1 && !memcmp(uuid, row.uuid, sizeof(uuid)) :
			slice_is(wanted, name)))
		return;
	s->wanted = h;
	s->meant++;
}

/* All rows: 0, or FAILED where there is no memory for them. */
static int read_rows(struct reading *s)
{
	const struct fail *f = s->talk->fail;
	enum xapidb_table table;
	bool sorted = false;

	while (f->status == SHOWN && (table = xapidb_row(&s->db)) != XAPIDB_OVER) {
		if (!sorted && table != XAPIDB_VM)
			sorted = !settle_doubles(s);
		if (table == XAPIDB_VM)
			read_vm(s);
		else if (table == XAPIDB_METRICS && sorted)
			read_metrics(s);
		else if (table == XAPIDB_HOST)
			read_host(s);
	}
	if (!sorted && f->status == SHOWN)
		settle_doubles(s);
	return f->status == SHOWN ? 0 : FAILED;
}

/* What of the file was not as it should be: after the rows, or, where there are none, instead of them. */
static int judge(struct reading *s)
{
	struct xapidb *db = &s->db;
	struct fail *why = db->fail.status != SHOWN ? &db->fail : &db->odd;
	char end[16];
	off_t size = lseek(s->fd, 0, SEEK_END);
	size_t left = 0;

	if (why->status == SHOWN)
		return 0;
	if (why == &db->fail && why->status == BROKEN) {
		if (size > (off_t)sizeof(end) && pread(s->fd, end, sizeof(end), size - (off_t)sizeof(end)) == sizeof(end))
			left = sizeof(end);
		while (left && memchr(" \t\r\n", end[left - 1], 4))
			left--;
		if (left < 11 || memcmp(end + left - 11, "</database>", 11))
			fail_within(why, "it is cut short");
	}
	if (why->status == UNANSWERED || !s->roll.count)
		return fail(s->talk->fail, why->status, "%.*s", (int)why->len, why->text);
	fail_within(why, "%.*s", (int)s->talk->ask->server.text.len, s->talk->ask->server.text.at);
	s->all->flaw = why->status;
	s->all->why = arena_text(s->all->arena, (struct slice){ why->text, why->len }, s->talk->fail);
	return 0;
}

static int find_host(struct reading *s)
{
	struct slice host = s->talk->ask->host;

	if (!host.len || s->meant == 1)
		return 0;
	if (s->meant)
		return fail(s->talk->fail, MISUSED, "several hosts are called '%.*s': say which by its uuid",
			(int)host.len, host.at);
	if (s->db.fail.status != SHOWN)
		return fail(s->talk->fail, s->db.fail.status, "Host '%.*s' is not among what could be read: %.*s",
			(int)host.len, host.at, (int)s->db.fail.len, s->db.fail.text);
	return fail(s->talk->fail, UNKNOWN, "Host '%.*s' does not exist in this pool.", (int)host.len, host.at);
}

static bool is_meant(const struct reading *s, const struct domain *d)
{
	if (!s->wanted || d->host == &s->wanted->host)
		return true;
	return s->talk->ask->or_nowhere && domain_knows(d, KNOWN_HOST) && !d->host;
}

/* The VMs that are to be shown. Of one whose metrics may have been in what could not be read, it is not
 * known what they said. */
static int give(struct reading *s)
{
	bool cut = s->db.fail.status != SHOWN && s->db.table <= XAPIDB_METRICS;

	for (struct kept *k = s->roll.newest, *before; k; k = before) {
		struct domain *d = &k->domain;

		before = roll_before(k);
		if (k->left_out || !is_meant(s, d))
			continue;
		if (cut && !k->measured && domain_lives(d))
			d->known &= (uint16_t)~(KNOWN_MEMORY | KNOWN_VCPUS);
		if (ask_wants(s->talk->ask, WANT_VCPUS) && xenapi_vcpus(s->all, d, true, s->talk->fail) < 0)
			return FAILED;
		domain_add(s->all, d);
	}
	return 0;
}

static int talk_open(struct talk *t)
{
	const struct uri *u = &t->ask->server;
	struct reading *s = arena_take(t->arena, sizeof(*s), t->fail);

	if (!s)
		return FAILED;
	if (u->host.len || !u->path.len || u->path.len >= sizeof(s->path_room))
		return fail(t->fail, MISUSED, "file:PATH names a file of this machine");
	memcpy(s->path_room, u->path.at, u->path.len);
	t->state = s;
	s->talk = t;
	s->fd = xapidb_open(s->path_room, t->fail);
	return s->fd < 0 ? s->fd : 0;
}

static int talk_round(struct talk *t, struct domains *all)
{
	struct reading *s = t->state;
	int result;

	if (s->fd < 0) /* it is another file each time that XAPI writes it */
		s->fd = xapidb_open(s->path_room, t->fail);
	if (s->fd < 0)
		return FAILED;
	s->all = all;
	s->hosts = NULL;
	s->host_count = s->meant = 0;
	s->wanted = NULL;
	roll_start(&s->roll, all->arena);
	xapidb_begin(&s->db, s->fd, &t->ask->deadline);
	if (ask_wants(t->ask, WANT_ALL)) {
		char *room = arena_take(all->arena, XAPIDB_LONG, t->fail);

		s->db.value = (struct out){ room, room, room + (room ? XAPIDB_LONG : 0), -1, 0, false };
	}
	result = read_rows(s) || judge(s) || find_host(s) || give(s) ? FAILED : 0;
	t->bytes += s->db.bytes;
	if (!result && !s->warned)
		xapidb_tell_age(s->fd, s->path_room, t->ask->server.text);
	s->warned = true;
	close(s->fd);
	s->fd = -1;
	return result;
}

static void talk_close(struct talk *t)
{
	struct reading *s = t->state;

	if (s->fd >= 0)
		close(s->fd);
}

const struct source source_file = { "file ", talk_open, talk_round, talk_close };

void xapidb_names(const char *path, const struct deadline *deadline,
	bool (*take)(void *to, const unsigned char uuid[16], struct slice name), void *to)
{
	static struct xapidb db;
	struct fail f = { 0 };
	int fd = xapidb_open(path, &f);
	struct xenapi_vm vm;
	char name[XAPIDB_NAME];
	bool more = fd >= 0;

	if (more)
		xapidb_begin(&db, fd, deadline);
	while (more && xapidb_row(&db) == XAPIDB_VM) {
		memset(&vm, 0, offsetof(struct xenapi_vm, label));
		vm.name = (struct out)OUT_IN(name);
		more = xapidb_read(&db, xenapi_vm_fields, VM_UUID + 1, &vm, &vm.came, NULL);
		if (more && vm.came == (1U << VM_NAME | 1U << VM_UUID))
			more = take(to, vm.uuid, out_slice(&vm.name));
	}
	if (fd >= 0)
		close(fd);
}
