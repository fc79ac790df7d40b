/* SPDX-License-Identifier: MIT */
#include "source/xen/hypervisor.h"
#include "facts/tree.h"
#include "facts/vcpu.h"
#include "source/xen/hidden.h"
#include "source/xen/vcpu.h"

#include <errno.h>

enum {
	/* clang-format off */
	XEN_VERSION = 17, XSM_OP = 27, /* hypercalls */
	PHYSINFO = 3, GETDOMAININFOLIST = 6, /* sysctls */
	/* clang-format on */
	SID_TO_CONTEXT = 5, /* of xsm_op */
	NEWER = 8, /* interfaces to try after the last known one */
	OLDEST = 6, /* of 4.0 */
	/* clang-format off */
	SYSCTL_4_1 = 0x08, SYSCTL_4_2 = 0x09, SYSCTL_4_3 = 0x0a, SYSCTL_4_7 = 0x0d, SYSCTL_4_9 = 0x0f,
	/* clang-format on */
	NO_DOMAIN = 0x7ff4, /* reserved: no domain has this id */
	RECORD = 96, /* bytes of a domain's record before its varying tail, since Xen 4.3 */
	RECORD_MOST = 1024,
	PAGE = 4096,
	LABEL = 1024,
};

/* Offsets in operations: physinfo, getdomaininfolist, sid_to_context. */
/* clang-format off */
enum { PHYSINFO_LAST_CPU = 20, LIST_FIRST = 8, LIST_MOST = 12, LIST_ADDRESS = 16, LIST_COUNT = 24, CONTEXT_SID = 8,
	CONTEXT_SIZE = 12, CONTEXT_ADDRESS = 16 };
/* clang-format on */

/* Offsets in a domain's record of Xen 4.3 or newer. Xen 4.2 lacks outstanding_pages; Xen 4.0 and 4.1 lack paged_pages,
 * too: what follows stands 8 bytes earlier for each. */
/* clang-format off */
enum { DOMID = 0, FLAGS = 4, TOT_PAGES = 8, MAX_PAGES = 16, OUTSTANDING = 24, SHARED = 32, PAGED = 40, CPU_TIME = 56,
	ONLINE = 64, MAX_VCPU = 68, SSID = 72, HANDLE = 76, CPUPOOL = 92 };
/* clang-format on */

/* Interface numbers of Xen 4.0, 4.1, ... */
static const struct {
	uint8_t domctl, sysctl;
} releases[] = {
	/* clang-format off */
	{ 0x06, 0x07 }, { 0x07, 0x08 }, { 0x08, 0x09 },
	{ 0x09, 0x0a }, { 0x09, 0x0a }, { 0x0a, 0x0b }, { 0x0b, 0x0c }, { 0x0b, 0x0d }, { 0x0c, 0x0e }, { 0x0d, 0x0f },
	{ 0x0f, 0x10 }, { 0x10, 0x11 }, { 0x11, 0x12 }, { 0x12, 0x12 }, { 0x12, 0x13 }, { 0x13, 0x13 }, { 0x14, 0x14 },
	{ 0x15, 0x15 }, { 0x16, 0x15 }, { 0x17, 0x15 }, { 0x17, 0x15 }, { 0x17, 0x16 }, { 0x18, 0x16 },
	/* clang-format on */
};

enum { RELEASES = COUNT(releases) };

static int hypercall_failed(struct hypervisor *h, const char *what)
{
	const char *version = "";
	enum status status = hypervisor_denied() ? DENIED : BROKEN;

	h->forbidden = errno == EPERM;

	if (errno == EACCES)
		version = ", or its interface is not known";
	return fail(h->talk->fail, status, "Xen %u.%u refuses %s: %s (is this dom0?%s)", h->major, h->minor, what,
		fail_errno(), version);
}

/* Try an interface number. Xen refuses a wrong one with EACCES before it looks at anything else. */
static bool try_sysctl(struct hypervisor *h, uint32_t version)
{
	hypervisor_clear(h);
	h->sysctl = version;
	return !hypervisor_sysctl(h, PHYSINFO) || errno != EACCES;
}

/* Ask about no domain: FLASK refuses single ones with EACCES, too. */
static bool try_domctl(struct hypervisor *h, uint32_t version)
{
	enum { GETDOMAININFO = 5 };

	hypervisor_clear(h);
	h->domctl = version;
	return !hypervisor_domctl(h, GETDOMAININFO, NO_DOMAIN) || errno != EACCES;
}

static long get_label(struct hypervisor *h, uint32_t sid)
{
	hypervisor_clear(h);
	memset(h->privcmd.room + HYPERVISOR_BUFFER, 0, LABEL + 1);
	hypervisor_put32(h, CONTEXT_SID, sid);
	hypervisor_put32(h, CONTEXT_SIZE, LABEL);
	hypervisor_put64(h, CONTEXT_ADDRESS, hypervisor_address(h, HYPERVISOR_BUFFER));
	return hypervisor_operate(h, XSM_OP, SID_TO_CONTEXT, 1);
}

/* Is FLASK on? Ask for the label of a sid that always exists. */
static bool has_flask(struct hypervisor *h)
{
	enum { SID_OF_XEN = 1 };

	return h->sysctl >= SYSCTL_4_2 && (!get_label(h, SID_OF_XEN) || errno != ENOSYS);
}

/* Find the interface number: the usual one of the release, else the newest one accepted. */
static bool find_version(struct hypervisor *h, uint32_t usual, uint32_t newest,
	bool (*try)(struct hypervisor *h, uint32_t version))
{
	if (usual && try(h, usual))
		return true;
	for (uint32_t version = newest + NEWER; version >= OLDEST; version--)
		if (version != usual && try(h, version))
			return true;
	return false;
}

int hypervisor_begin(struct hypervisor *h)
{
	long version = h->privcmd.call(&h->privcmd, XEN_VERSION, 0);
	size_t i;

	if (version < 0) {
		h->forbidden = errno == EPERM;
		return fail(h->talk->fail, h->forbidden ? DENIED : BROKEN, "no Xen answers: %s%s", fail_errno(),
			h->forbidden ? " (is this dom0?)" : "");
	}
	h->major = (unsigned)version >> 16;
	h->minor = version & 0xffff;
	h->unknown = h->major < 4;
	if (h->unknown)
		return fail(h->talk->fail, BROKEN, "Xen %u.%u is older than 4.0: its interface is not known", h->major,
			h->minor);
	i = h->major == 4 ? h->minor : RELEASES;
	if (!find_version(h, i < RELEASES ? releases[i].sysctl : 0, releases[RELEASES - 1].sysctl, try_sysctl))
		return hypercall_failed(h, "to be asked");
	hypervisor_clear(h);
	if (hypervisor_sysctl(h, PHYSINFO))
		return hypercall_failed(h, "to be asked");
	h->pcpus = h->sysctl < SYSCTL_4_1 ? 0 : hypervisor_get32(h, PHYSINFO_LAST_CPU) + 1;
	if (h->pcpus < 1 || h->pcpus > PCPUS_MOST)
		h->pcpus = 0;
	h->flask = has_flask(h);
	if (!h->flask && !ask_wants(h->talk->ask, WANT_VCPUS))
		return 0;
	if (find_version(h, i < RELEASES ? releases[i].domctl : 0, releases[RELEASES - 1].domctl, try_domctl))
		return 0;
	h->domctl = 0;
	return ask_wants(h->talk->ask, WANT_VCPUS) ? hypercall_failed(h, "to be asked for VCPUs") : 0;
}

/* Read the records of domains from `first` on, as many as fit. Return their number, or FAILED with errno. */
static int64_t get_list(struct hypervisor *h, uint32_t first, uint32_t most)
{
	uint32_t n;

	hypervisor_clear(h);
	hypervisor_put32(h, LIST_FIRST, first);
	hypervisor_put32(h, LIST_MOST, most);
	hypervisor_put64(h, LIST_ADDRESS, hypervisor_address(h, HYPERVISOR_BUFFER));
	if (hypervisor_sysctl(h, GETDOMAININFOLIST) < 0)
		return hypercall_failed(h, "to list its domains");
	n = hypervisor_get32(h, LIST_COUNT);
	errno = 0;
	return n <= most ? (int64_t)n :
			   fail(h->talk->fail, BROKEN, "Xen lists %u domains where there is room for %u", n, most);
}

/* Measure the length of a record: Xen overwrites that much of a cleared buffer. */
static int measure_record(struct hypervisor *h)
{
	static const unsigned char mark = 0xa5;
	size_t len = RECORD_MOST;
	int64_t n;

	h->less = h->sysctl < SYSCTL_4_2 ? 16 : h->sysctl < SYSCTL_4_3 ? 8 : 0;
	memset(h->privcmd.room + HYPERVISOR_BUFFER, mark, RECORD_MOST);
	n = get_list(h, 0, 1);
	if (n != 1)
		return n < 0 ? FAILED : fail(h->talk->fail, BROKEN, "Xen lists no domain, not even this one");
	while (len && (unsigned char)h->privcmd.room[HYPERVISOR_BUFFER + len - 1] == mark)
		len--;
	h->stride = (len + 7) & ~(size_t)7;
	if (h->stride < RECORD - h->less || h->stride >= RECORD_MOST)
		return fail(h->talk->fail, BROKEN, "Xen %u.%u has records of %zu bytes, which are not known", h->major,
			h->minor, h->stride);
	return 0;
}

/* Convert flags to xm's letters: a crashed domain is not shown as shut down. */
static uint8_t state_of(uint32_t flags)
{
	static const struct {
		unsigned bit;
		enum state state;
	} bits[] = { { 0, STATE_DYING }, { 2, STATE_SHUTDOWN }, { 3, STATE_PAUSED }, { 4, STATE_BLOCKED },
		{ 5, STATE_RUNNING } };
	uint8_t state = 0;

	for (size_t i = 0; i < COUNT(bits); i++)
		state |= flags >> bits[i].bit & 1 ? (uint8_t)bits[i].state : 0;
	if (state & STATE_SHUTDOWN && (flags >> 16 & 0xff) == 3)
		state = (uint8_t)((state & ~STATE_SHUTDOWN) | STATE_CRASHED);
	return state;
}

/* Return where a member is in the record at `at`. */
static size_t place(const struct hypervisor *h, size_t at, size_t offset)
{
	return at + offset - (offset >= CPU_TIME ? h->less : offset > OUTSTANDING && h->less ? 8 : 0);
}

/* Has this release the member? */
static bool has(const struct hypervisor *h, size_t offset)
{
	if (offset == CPUPOOL)
		return h->sysctl >= SYSCTL_4_1;
	return !h->less || (offset != OUTSTANDING && (offset != PAGED || h->less == 8));
}

static bool runs_xenstored(const struct hypervisor *h, uint32_t flags)
{
	return h->sysctl >= SYSCTL_4_7 && flags >> (h->sysctl < SYSCTL_4_9 ? 8 : 7) & 1;
}

static void decode(const struct hypervisor *h, size_t at, struct domain *d)
{
	uint64_t max_pages = hypervisor_get64(h, at + MAX_PAGES), pages = hypervisor_get64(h, at + TOT_PAGES);

	if (has(h, OUTSTANDING)) /* claimed for it, as xl shows */
		pages += hypervisor_get64(h, at + OUTSTANDING);
	d->source = SOURCE_XEN;
	d->id = (int32_t)(hypervisor_get32(h, at + DOMID) & 0xffff);
	d->state = state_of(hypervisor_get32(h, at + FLAGS));
	d->memory = pages * PAGE;
	d->cpu_ns = hypervisor_get64(h, place(h, at, CPU_TIME));
	d->vcpus = hypervisor_get32(h, place(h, at, ONLINE));
	d->detail->vcpus_max = hypervisor_get32(h, place(h, at, MAX_VCPU)) + 1; /* -1 if there is no VCPU */
	memcpy(d->uuid, h->privcmd.room + place(h, at, HANDLE), sizeof(d->uuid));
	domain_know(d,
		KNOWN_UUID | KNOWN_ID | KNOWN_STATE | KNOWN_MEMORY | KNOWN_VCPUS | KNOWN_VCPUS_MAX | KNOWN_CPU_TIME);
	domain_check_uuid(d);
	if (has(h, CPUPOOL)) {
		d->detail->pool_number = hypervisor_get32(h, place(h, at, CPUPOOL));
		domain_know(d, KNOWN_POOL_NUMBER);
	}
	if (max_pages < UINT32_MAX) { /* else unlimited, as for dom0 */
		d->detail->memory_max = max_pages * PAGE;
		domain_know(d, KNOWN_MEMORY_MAX);
	}
	if (!d->id)
		domain_set_name(d, SLICE("Domain-0"));
}

/* Append what scripts read from `xm list --long`: uuid, state and CPU time in seconds. */
static void append_as_xm(struct trees *t, const struct domain *d)
{
	char room[40], letters[6];
	struct out uuid = OUT_IN(room), time = OUT_IN(room);

	out_uuid(&uuid, d->uuid);
	trees_pair(t, d->detail->tree, SLICE("uuid"), TREE_TEXT, out_slice(&uuid));
	trees_pair(t, d->detail->tree, SLICE("handle"), TREE_TEXT, out_slice(&uuid)); /* Xen's word for it */
	trees_pair(t, d->detail->tree, SLICE("state"), TREE_TEXT, state_letters(d->state, letters));
	out_number(&time, (int64_t)(d->cpu_ns / SECOND_NS));
	out_char(&time, '.');
	for (uint64_t unit = SECOND_NS / 10; unit; unit /= 10)
		out_number(&time, (int64_t)(d->cpu_ns / unit % 10));
	trees_pair(t, d->detail->tree, SLICE("cpu_time"), TREE_DOUBLE, out_slice(&time));
}

/* Append a record to the tree, for --long. */
static int append_record(struct hypervisor *h, struct domains *all, size_t at, struct domain *d)
{
	static const struct {
		char key[24];
		uint8_t offset, wide;
	} members[] = { { "flags", FLAGS, 0 }, { "tot_pages", TOT_PAGES, 1 }, { "max_pages", MAX_PAGES, 1 },
		{ "outstanding_pages", OUTSTANDING, 1 }, { "shr_pages", SHARED, 1 }, { "paged_pages", PAGED, 1 },
		{ "nr_online_vcpus", ONLINE, 0 }, { "max_vcpu_id", MAX_VCPU, 0 }, { "ssidref", SSID, 0 },
		{ "cpupool", CPUPOOL, 0 } };
	struct trees trees = { .arena = all->arena, .fail = h->talk->fail };
	char room[24];

	d->detail->tree = trees_domain(&trees);
	append_as_xm(&trees, d);
	for (size_t i = 0; i < COUNT(members); i++) {
		size_t where = place(h, at, members[i].offset);
		struct out n = OUT_IN(room);

		if (!has(h, members[i].offset))
			continue;
		out_number(&n, members[i].wide ? (int64_t)hypervisor_get64(h, where) : hypervisor_get32(h, where));
		trees_pair(&trees, d->detail->tree, slice_of(members[i].key), TREE_NUMBER, out_slice(&n));
	}
	if (h->talk->fail->status == SHOWN)
		domain_front(d, all, h->talk->fail);
	return fail_result(h->talk->fail);
}

/* Set the security label of a sid. */
static int add_label(struct hypervisor *h, struct domains *all, struct domain *d, uint32_t sid)
{
	struct slice label = { h->privcmd.room + HYPERVISOR_BUFFER, 0 };

	if (get_label(h, sid) < 0) {
		if (hypervisor_denied() && ask_wants(h->talk->ask, WANT_LABELS))
			hypervisor_withholds(h, d->id);
		return 0;
	}
	label.len = strlen(label.at); /* the room ends with a NUL */
	d->detail->label = domains_text(all, label, h->talk->fail);
	if (!d->detail->label)
		return FAILED;
	domain_know(d, KNOWN_LABEL);
	return 0;
}

/* Read the records of one answer, sorted by id. */
static int read_records(struct hypervisor *h, struct domains *all, uint32_t n, uint32_t *next, uint32_t **sids)
{
	for (uint32_t i = 0; i < n; i++) {
		size_t at = HYPERVISOR_BUFFER + i * h->stride;
		struct domain *d = domain_new(all, h->talk->fail);

		if (!d || deadline_check(&h->talk->ask->deadline, h->talk->fail))
			return FAILED;
		decode(h, at, d);
		all->store_domain |= runs_xenstored(h, hypervisor_get32(h, at + FLAGS));
		if ((uint32_t)d->id < *next)
			return fail(h->talk->fail, BROKEN, "Xen lists domain %d where one from %u on should stand",
				d->id, *next);
		if (ask_wants(h->talk->ask, WANT_ALL) && append_record(h, all, at, d))
			return FAILED;
		*next = (uint32_t)d->id + 1;
		*(*sids)++ = hypervisor_get32(h, place(h, at, SSID));
		domain_add(all, d);
	}
	return 0;
}

/* Ask about each domain of one answer. This overwrites the answer in the room, so its records are read before. */
static int each(struct hypervisor *h, struct domains *all, struct domain *first, const uint32_t *sids)
{
	bool labels = h->flask && ask_wants(h->talk->ask, WANT_LABELS | WANT_LABELS_OF_XEN);

	for (struct domain *d = first; d; d = d->next, sids++) {
		if (ask_wants(h->talk->ask, WANT_VCPUS) && hypervisor_vcpus(h, all, d))
			return FAILED;
		if (labels && add_label(h, all, d, *sids))
			return FAILED;
	}
	return 0;
}

/* Read all records. Before Xen 4.19, a list fails if FLASK forbids the last domain that it looked at: then domains are
 * asked for one at a time, up to that one. */
static int read_all(struct hypervisor *h, struct domains *all, uint32_t most, uint32_t *sids)
{
	uint32_t next = 0, *end;
	int64_t n;

	do {
		struct domain **last = all->last;

		end = sids;
		n = get_list(h, next, most);
		if (n < 0 && hypervisor_denied() && most > 1) {
			*h->talk->fail = (struct fail){ 0 };
			n = most = 1;
			continue;
		}
		if (n < 0 && hypervisor_denied() && all->count) {
			*h->talk->fail = (struct fail){ 0 };
			h->cut = errno;
			return 0;
		}
		if (n < 0 || read_records(h, all, (uint32_t)n, &next, &end) || each(h, all, *last, sids))
			return FAILED;
	} while (n == most);
	return 0;
}

/* Add what Xen did not list; warn if it cannot be asked. */
static int find_hidden(struct hypervisor *h, struct domains *all)
{
	if (h->flask && h->domctl) {
		h->cut = 0;
		if (hypervisor_hidden(h, all))
			return FAILED;
		errno = h->cut;
		if (h->cut) {
			warning("xen: FLASK may hide domains: asking for single ones failed: %s", fail_errno());
			domains_flaw(all, BROKEN);
		}
		return 0;
	}
	errno = h->cut;
	if (h->flask)
		warning("xen: FLASK may hide domains: Xen %u.%u cannot be asked about a single one", h->major,
			h->minor);
	else if (h->cut)
		warning("xen: Xen does not list every domain: %s", fail_errno());
	if (h->flask || h->cut)
		all->flaw = DENIED;
	return 0;
}

/* Warn of the domains of which Xen did not tell all. Fail if it told of no VCPU. */
static int tell_withheld(struct hypervisor *h, struct domains *all)
{
	errno = h->denial;
	if (h->withheld && ask_wants(h->talk->ask, WANT_VCPUS) && !h->told)
		return hypercall_failed(h, "to be asked for VCPUs");
	if (h->withheld)
		warning("xen: Xen does not tell everything of %u domain%s, the first is %d: %s", h->withheld,
			h->withheld == 1 ? "" : "s", h->first, fail_errno());
	if (h->withheld)
		all->flaw = DENIED;
	return 0;
}

int hypervisor_domains(struct hypervisor *h, struct domains *all)
{
	uint32_t most, *sids;

	if (measure_record(h))
		return FAILED;
	all->pcpus = h->pcpus;
	all->timed_ns = deadline_now();
	most = (uint32_t)((PRIVCMD_ROOM - HYPERVISOR_BUFFER) / h->stride);
	sids = arena_take(h->talk->arena, most * sizeof(*sids), h->talk->fail);
	if (!sids || read_all(h, all, most, sids) || find_hidden(h, all))
		return FAILED;
	return tell_withheld(h, all);
}

/* The device may wait for others before it opens. */
static int64_t open_limit(const struct deadline *d)
{
	int64_t left = deadline_left(d), silence = d->silence_ns ? d->silence_ns : d->stall_ns;

	return left < silence ? left : silence;
}

static int talk_open(struct talk *t)
{
	struct hypervisor *h = arena_take(t->arena, sizeof(*h), t->fail);
	int result;

	if (!h)
		return FAILED;
	h->talk = t;
	t->state = h;
	if (t->ask->server.host.len || t->ask->server.path.len)
		return fail(t->fail, MISUSED, "it is asked on this host only (xen:)");
	result = privcmd_open(&h->privcmd, open_limit(&t->ask->deadline), t->fail);
	if (!result && hypervisor_begin(h)) {
		privcmd_close(&h->privcmd);
		/* a kernel that forbids hypercalls, or no dom0, or an old Xen: there is nobody that could be asked */
		result = t->ask->local && (h->forbidden || h->unknown) ? ABSENT : FAILED;
	}
	return result;
}

static int talk_round(struct talk *t, struct domains *all)
{
	all->sources |= SOURCE_XEN;
	return hypervisor_domains(t->state, all);
}

static void talk_close(struct talk *t)
{
	struct hypervisor *h = t->state;

	privcmd_close(&h->privcmd);
}

const struct source source_xen = { "xen ", false, false, false, talk_open, talk_round, talk_close };
