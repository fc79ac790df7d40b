/* SPDX-License-Identifier: MIT */
/*
 * XAPI's database on disk: the facts about a pool's VMs where no daemon runs. XAPI writes its memory to
 * /var/lib/xcp/state.db, at most every five minutes; members of a pool have older copies; a bug report has a copy named
 * xapi-db.xml. It is one line of XML:
 *
 *	<database><manifest>...</manifest><table name="VM"><row ref="OpaqueRef:..." name__label="a%.b" .../>
 *	...</table><table name="VM_metrics">...</table>...<table name="host">...</table></database>
 *
 * A row is a record of Xen-API with its members as columns; members of a group have two underscores. Rows refer to rows
 * of later tables: VMs come first, then their metrics, then their hosts, and one pass is enough. All facts are those
 * last written: a VM that ran then may not run now, and its id must not be used for joining.
 *
 * Of a damaged file the intact rows are reported; domains.flaw and domains.why describe the damage. A reference or
 * uuid that occurs twice is damage too. Nothing is forged here: XAPI escapes its database.
 */
#include "source/vm/facts.h"
#include "source/vm/pack.h"
#include "source/vm/roll.h"
#include "source/vm/vcpu.h"
#include "source/xapidb/file.h"
#include "source/xapidb/row.h"

#include <stddef.h>
#include <unistd.h>

struct reading {
	struct talk *talk;
	struct domains *all;
	struct roll roll;
	const struct kept_host *wanted; /* only VMs on this host; NULL: all */
	size_t meant; /* hosts that match the user's */
	int fd; /* -1: closed */
	struct out age; /* the warning of the file's age, if it was not printed yet */
	char age_room[2 * XAPIDB_PATH];
	const char *path;
	char *mask; /* a buffer as large as the name's, if wanted */
	struct xapidb db;
	struct arena scratch; /* of the current row's tree */
	struct trees trees;
	char name[TEXT_KEPT];
};

static const char twice[] = "a repeated reference: facts that differ are not shown";

struct host_row {
	struct out name;
	unsigned char uuid[16];
};

enum { HOST_NAME, HOST_UUID, HOST_FIELDS };

static const struct field host_fields[HOST_FIELDS] = {
	[HOST_NAME] = FIELD("name_label", TEXT, host_row, name),
	[HOST_UUID] = FIELD("uuid", UUID, host_row, uuid),
};

static void read_vm(struct reading *r)
{
	struct vm vm;
	struct kept *k;

	memset(&vm, 0, offsetof(struct vm, label));
	vm.told.trees = told_trees(&r->trees, &r->scratch, r->talk->fail);
	vm.name = (struct out)OUT_IN(r->name);
	if (r->mask)
		vm.mask = (struct out)OUT_AT(r->mask, TEXT_KEPT);
	vm.detail = ask_wants(r->talk->ask, WANT_DETAIL) || r->talk->ask->host.len; /* VMs are selected by host */
	if (ask_wants(r->talk->ask, WANT_ALL))
		vm.told.list = trees_add(&r->trees, NULL, TREE_LIST, SLICE(""));
	if (!xapidb_read(&r->db, vm_fields, VM_FIELDS, &vm, &vm.came, &vm.told) || vm_is_template(&vm))
		return;
	if (r->db.again && (~vm.came & (1U << VM_NAME | 1U << VM_POWER))) /* it may be a row of another table */
		return;
	k = roll_add(&r->roll, &r->db.ref, &vm, r->talk->fail);
	if (!k)
		return;
	if (CONFIG_LONG && vm.told.list)
		told_keep(&k->domain, r->all, vm_pack(&vm.told, &r->roll, r->talk->ask, &k->domain, r->talk->fail),
			r->talk->fail);
	k->domain.source = SOURCE_FILE;
	k->row = r->db.row < UINT16_MAX ? (uint16_t)r->db.row : UINT16_MAX;
}

/* Known only after the table: note the row of the later one. */
static void tell_twice(void *to, const struct domain *d)
{
	struct reading *r = to;

	fail(&r->db.odd, BROKEN, "table VM, row %u: %s", ((const struct kept *)d)->row, twice);
}

static void read_metrics_row(struct reading *r)
{
	struct trees trees = { .arena = r->all->arena, .fail = r->talk->fail };
	struct metrics m = { .xapi = true };
	struct tree *whole = NULL;

	if (ask_wants(r->talk->ask, WANT_ALL)) {
		whole = trees_add(told_trees(&r->trees, &r->scratch, r->talk->fail), NULL, TREE_LIST, SLICE(""));
		told_start(&m.told, &r->trees, whole, TREE_LIST, SLICE("VM_metrics"));
	}
	if (!xapidb_read(&r->db, metrics_fields, METRICS_FIELDS, &m, &m.came, &m.told))
		return;
	for (struct kept *k = roll_find(&r->roll, &r->db.ref); k; k = roll_next(&r->roll, k)) {
		struct domain *d = &k->domain;

		if (k->measured) {
			facts_forget_metrics(d);
			xapidb_odd(&r->db, twice);
			continue;
		}
		k->measured = true;
		facts_of_metrics(&m, d);
		if (!CONFIG_LONG || !m.told.list)
			continue;
		if (!m.packed.len)
			m.packed = vm_pack(&m.told, &r->roll, r->talk->ask, d, r->talk->fail);
		if (m.packed.len)
			trees_hold(&trees, d->detail->tree, m.packed);
	}
}

/* Read a host's name and uuid and compare it with the user's host. */
static void read_host(struct reading *r)
{
	struct host_row row = { .name = OUT_IN(r->name) };
	struct slice wanted = r->talk->ask->host, name;
	struct told told = { .list = NULL };
	unsigned char uuid[16];
	bool has_uuid, meant, differs;
	struct kept_host *h;
	unsigned came;

	if (!xapidb_read(&r->db, host_fields, HOST_FIELDS, &row, &came, &told))
		return;
	h = roll_host(&r->roll, &r->db.ref, r->talk->fail);
	if (!h && wanted.len)
		fail(r->talk->fail, EXCEEDED, "more than %d hosts", HOSTS);
	if (!h)
		return;
	name = arena_text(r->all->arena, out_slice(&row.name), r->talk->fail);
	has_uuid = came >> HOST_UUID & 1;
	meant = slice_uuid(wanted, uuid) ? has_uuid && !memcmp(uuid, row.uuid, sizeof(uuid)) : slice_is(wanted, name);
	if (meant && r->wanted != h) {
		r->wanted = h;
		r->meant++;
	}
	differs = h->came &&
		(!slice_is(name, h->host.name) || has_uuid != h->host.has_uuid ||
			memcmp(row.uuid, h->host.uuid, sizeof(row.uuid)));
	if (differs) {
		name.len = 0;
		xapidb_odd(&r->db, twice);
	}
	h->came = true;
	h->host.name = name;
	h->host.has_uuid = has_uuid && !differs;
	memcpy(h->host.uuid, row.uuid, sizeof(h->host.uuid));
}

/* Read all rows, until memory is out. */
static void read_rows(struct reading *r)
{
	struct fail *f = r->talk->fail;
	enum xapidb_table table, before = XAPIDB_VM;

	do {
		table = xapidb_row(&r->db);
		if (before == XAPIDB_VM && table != XAPIDB_VM && !roll_settle(&r->roll, r->talk->ask, tell_twice, r, f))
			roll_index(&r->roll, offsetof(struct kept, metrics), f);
		before = table;
		if (f->status != SHOWN)
			return;
		if (table == XAPIDB_VM)
			read_vm(r);
		else if (table == XAPIDB_METRICS)
			read_metrics_row(r);
		else if (table == XAPIDB_HOST)
			read_host(r);
	} while (table != XAPIDB_OVER);
}

/* Report the problems of the file: after the rows, or instead of them if there are none. */
static int report_problems(struct reading *r)
{
	struct fail *why = r->db.fail.status != SHOWN ? &r->db.fail : &r->db.odd;
	const struct ask *a = r->talk->ask;
	bool lacking = a->host.len && !r->meant;

	if (why->status == SHOWN && !r->db.table)
		fail(why, BROKEN, "it has no table of VMs");
	if (why->status == SHOWN)
		return 0;
	if (why->status == UNANSWERED || !r->roll.count || lacking)
		return fail(r->talk->fail, why->status, "%.*s", (int)why->len, why->text);
	fail_within(why, "%.*s", (int)a->server.text.len, a->server.text.at);
	r->all->flaw = why->status;
	r->all->why = arena_text(r->all->arena, (struct slice){ why->text, why->len }, r->talk->fail);
	return 0;
}

/* Add the selected VMs to the list. If metrics may be lost in damage, a VM without metrics has unknown facts, not
 * absent ones. */
static int give(struct reading *r)
{
	const struct ask *a = r->talk->ask;
	int vcpus;

	if (a->host.len && roll_one_host(&r->roll, a->host, r->meant, r->talk->fail))
		return FAILED;
	if (roll_settle_uuids(&r->roll, a, r->talk->fail))
		return FAILED;
	for (struct kept *k = r->roll.newest; k; k = k->before) {
		struct domain *d = &k->domain;
		bool here = !r->wanted || !a->host.len || (k->doubted && !domain_knows(d, KNOWN_HOST)) ||
			(d->detail->host ? d->detail->host == &r->wanted->host :
					   a->or_nowhere && domain_knows(d, KNOWN_HOST));

		if (k->left_out || !here)
			continue;
		if (r->db.early && !k->measured && domain_lives(d))
			domain_forget(d, KNOWN_MEMORY | KNOWN_VCPUS);
		vcpus = ask_wants(a, WANT_VCPUS) ? vm_vcpus(r->all, d, true, r->talk->fail) : 0;
		if (vcpus < 0)
			return FAILED;
		if (vcpus && r->all->flaw == SHOWN) {
			r->all->flaw = BROKEN;
			r->all->why = SLICE("the number of VCPUs of a VM is unknown, none is shown");
		}
		domain_add(r->all, d);
	}
	return 0;
}

static int talk_open(struct talk *t)
{
	const struct uri *u = &t->ask->server;
	struct reading *r = arena_take(t->arena, sizeof(*r), t->fail);

	if (!r)
		return FAILED;
	if (u->host.len || !u->path.len)
		return fail(t->fail, MISUSED, "it names no file (file:PATH)");
	if (ask_wants(t->ask, WANT_VCPUS) && !(r->mask = arena_take(t->arena, TEXT_KEPT, t->fail)))
		return FAILED;
	t->state = r;
	r->talk = t;
	r->path = u->path.at; /* the path is the end of an argument of the command: NUL-terminated */
	r->fd = xapidb_open(r->path, &t->ask->deadline, t->fail);
	if (r->fd < 0)
		return r->fd;
	r->age = (struct out)OUT_IN(r->age_room);
	xapidb_age(r->fd, r->path, u->text, &r->age); /* no pool.conf can be opened in the sandbox */
	return 0;
}

static void talk_close(struct talk *t)
{
	struct reading *r = t->state;

	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	arena_free(&r->scratch);
}

static int talk_round(struct talk *t, struct domains *all)
{
	struct reading *r = t->state;
	int result;

	if (r->fd < 0) /* XAPI replaces the file at each write */
		r->fd = xapidb_open(r->path, &t->ask->deadline, t->fail);
	if (r->fd < 0)
		return FAILED;
	r->all = all;
	all->sources |= SOURCE_FILE;
	r->meant = 0;
	r->wanted = NULL;
	roll_start(&r->roll, all);
	xapidb_begin(&r->db, r->fd, &t->ask->deadline);
	if (ask_wants(t->ask, WANT_ALL) && xapidb_begin_long(&r->db, all->arena, t->fail))
		return FAILED;
	read_rows(r);
	result = t->fail->status != SHOWN || report_problems(r) || give(r) ? FAILED : 0;
	t->bytes += r->db.bytes;
	if (!result && r->age.at > r->age.start)
		warning("%.*s", (int)out_slice(&r->age).len, r->age.start);
	r->age.at = r->age.start;
	talk_close(t);
	return result;
}

const struct source source_file = { "file ", true, false, true, talk_open, talk_round, talk_close };
