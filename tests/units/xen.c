/* SPDX-License-Identifier: MIT */
/*
 * The hypervisor source over a Xen made up here: it takes only its release's numbers of interfaces, writes
 * records of its release's length, and can be wrong in every way. The domains are those of a dom0 that was
 * seen: ids, flags and handles as Xen 4.17 sent them.
 */
#include "unit.h"

#include "facts/vcpu.h"
#include "source/xen/hypervisor.h"

#include <errno.h>

static struct {
	unsigned minor, sysctl, domctl;
	size_t stride;
	unsigned domains;
	bool old_affinity, endless, backwards, too_many, xsm;
	int error; /* of all calls but the version */
} xen;

static const struct {
	uint32_t flags, max_vcpu;
	unsigned char handle_end;
	const char *state;
} seen[] = {
	{ 0xffff0020, 0, 0, "r-----" },
	{ 0xffff0010, 1, 0, "-b----" },
	{ 0xffff0000, 0, 1, "------" },
	{ 0x4, 0, 2, "---s--" },
	{ 0x30004, 0, 3, "----c-" },
	{ 0xffff0008, 1, 9, "--p---" },
	{ 0x1, UINT32_MAX, 7, "-----d" },
};

static void put(char *at, uint64_t n, size_t size)
{
	memcpy(at, &n, size);
}

static uint64_t get(const char *at, size_t size)
{
	uint64_t n = 0;

	memcpy(&n, at, size);
	return n;
}

static void record(char *at, unsigned id)
{
	unsigned i = id % (sizeof(seen) / sizeof(*seen));

	memset(at, 0, xen.stride);
	put(at, id, 2);
	put(at + 4, seen[i].flags, 4);
	put(at + 8, 2048 + id, 8);
	put(at + 16, id ? 2304 : UINT32_MAX, 8);
	put(at + 56, 1500000000 * (uint64_t)id, 8);
	put(at + 64, 1, 4);
	put(at + 68, seen[i].max_vcpu, 4);
	put(at + 72, 3, 4);
	at[76 + 5] = id ? 1 : 0;
	at[76 + 15] = (char)seen[i].handle_end;
}

static long list(char *control)
{
	unsigned first = (unsigned)get(control + 8, 2), most = (unsigned)get(control + 12, 4), n = 0;
	char *buffer = (char *)(uintptr_t)get(control + 16, 8);

	for (unsigned id = xen.endless ? 0 : first; id < xen.domains && n < most; id++)
		record(buffer + n++ * xen.stride, xen.backwards ? 5 - id % 5 : id);
	put(control + 24, xen.too_many ? most + 1 : n, 4);
	return 0;
}

static long vcpu(char *control, unsigned command)
{
	unsigned number = (unsigned)get(control + 16, 4), bits;
	char *map;

	if (command == 14) {
		if (number > 1)
			return errno = ESRCH, -1;
		control[20] = number == 0;
		control[22] = number == 0;
		put(control + 24, 2500000000, 8);
		put(control + 32, 2, 4);
		return 0;
	}
	bits = (unsigned)get(control + 32, 4);
	map = (char *)(uintptr_t)get(control + 24, 8);
	if (command != 25 || bits != 4 || (!xen.old_affinity && !(get(control + 20, 4) & 1)))
		return errno = EINVAL, -1;
	map[0] = number ? 5 : 15;
	return 0;
}

static long call(struct privcmd *p, uint64_t op, uint64_t argument)
{
	char *control = (char *)(uintptr_t)argument;
	unsigned command, version;

	(void)p;
	if (op == 17)
		return 4 << 16 | (long)xen.minor;
	command = (unsigned)get(control, 4);
	version = (unsigned)get(control + 4, 4);
	if (op == 27) {
		if (!xen.xsm)
			return errno = ENOSYS, -1;
		memcpy((char *)(uintptr_t)get(control + 16, 8), "system_u:object_r:t", 20);
		return 0;
	}
	if (xen.error)
		return errno = xen.error, -1;
	if (version != (op == 35 ? xen.sysctl : xen.domctl))
		return errno = EACCES, -1;
	if (op == 36)
		return command == 5 ? 0 : vcpu(control, command);
	if (command == 3)
		put(control + 20, 3, 4);
	return command == 6 ? list(control) : 0;
}

/* Return the result, with the domains in `all`. */
static enum status ask(struct domains *all, unsigned wants, struct fail *f)
{
	static char room[PRIVCMD_ROOM];
	static struct arena arena;
	struct ask a = { .wants = wants };
	struct talk talk = { .ask = &a, .arena = &arena, .fail = f };
	struct hypervisor h = { .privcmd = { .room = room, .call = call, .fd = -1 }, .talk = &talk };

	*f = (struct fail){ 0 };
	arena_free(&arena);
	arena = (struct arena){ 0 };
	domains_start(all, &arena);
	a.deadline = deadline_start(0);
	if (!hypervisor_begin(&h))
		hypervisor_domains(&h, all);
	return f->status;
}

static bool right(const struct domains *all, bool vcpus)
{
	unsigned id = 0;

	for (const struct domain *d = all->first; d; d = d->next, id++) {
		const char *letters = seen[id % (sizeof(seen) / sizeof(*seen))].state;

		for (int i = 0; i < 6; i++)
			if ((d->state >> i & 1) != (letters[i] != '-'))
				return false;
		if (d->id != (int32_t)id || d->memory != (2048 + id) * UINT64_C(4096) || d->vcpus != 1 ||
			d->cpu_ns != 1500000000 * (uint64_t)id || !domain_knows(d, KNOWN_UUID) != !id ||
			!domain_knows(d, KNOWN_NAME) != (id != 0) || !domain_knows(d, KNOWN_MEMORY_MAX) != !id)
			return false;
		if (vcpus && d->detail->vcpus_max &&
			(!d->detail->vcpus_each || d->detail->vcpus_each->affinity || !d->detail->vcpus_each->online))
			return false;
		if (vcpus && d->detail->vcpus_max == 2 &&
			!slice_is(*d->detail->vcpus_each->next->affinity, SLICE("0,2")))
			return false;
	}
	return id == xen.domains && all->count == id;
}

/* Releases with their numbers and lengths, one newer than any, one with the number of another. */
static bool all_releases(void)
{
	static const struct {
		unsigned minor, domctl, sysctl, stride;
	} releases[] = { { 3, 9, 0xa, 96 }, { 4, 9, 0xa, 96 }, { 5, 0xa, 0xb, 96 }, { 9, 0xd, 0xf, 96 },
		{ 10, 0xf, 0x10, 104 }, { 13, 0x12, 0x12, 104 }, { 15, 0x13, 0x13, 104 }, { 16, 0x14, 0x14, 112 },
		{ 17, 0x15, 0x15, 112 }, { 20, 0x17, 0x15, 112 }, { 22, 0x18, 0x16, 112 }, { 23, 0x19, 0x17, 136 },
		{ 17, 0x16, 0x17, 112 } };
	struct domains all;
	struct fail f;
	bool good = true;

	for (size_t i = 0; i < sizeof(releases) / sizeof(*releases); i++) {
		memset(&xen, 0, sizeof(xen));
		xen.minor = releases[i].minor;
		xen.domctl = releases[i].domctl;
		xen.sysctl = releases[i].sysctl;
		xen.stride = releases[i].stride;
		xen.old_affinity = xen.domctl < 0xa;
		xen.domains = 7;
		good &= ask(&all, WANT_RECORDS, &f) == SHOWN && right(&all, false);
		good &= ask(&all, WANT_VCPUS, &f) == SHOWN && right(&all, true);
		xen.domains = 3000;
		good &= ask(&all, WANT_RECORDS, &f) == SHOWN && right(&all, false);
	}
	return good;
}

static enum status with_error(int error)
{
	struct domains all;
	struct fail f;

	xen.error = error;
	ask(&all, WANT_RECORDS, &f);
	xen.error = 0;
	return f.len ? f.status : SHOWN;
}

void unit_xen(void)
{
	const uint16_t one = 1;
	struct domains all;
	struct fail f;

	if (!*(const unsigned char *)&one)
		return; /* Xen runs on no big-endian machine, and its records are read as it writes them */
	PROMISE("Xen 4.3 to 4.22, and its neighbours: domains and VCPUs", all_releases());
	xen.domains = 7;
	PROMISE("labels are unknown without XSM",
		ask(&all, WANT_RECORDS | WANT_LABELS, &f) == SHOWN && !domain_knows(all.first, KNOWN_LABEL));
	xen.xsm = true;
	PROMISE("labels are read with XSM",
		CHECK(ask(&all, WANT_RECORDS | WANT_LABELS, &f) == SHOWN) &&
			CHECK(domain_knows(all.first, KNOWN_LABEL)) &&
			CHECK(slice_is(*all.first->detail->label, SLICE("system_u:object_r:t"))));
	PROMISE("a Xen that refuses is exit 4, one that fails 5",
		CHECK(with_error(EPERM) == DENIED) && CHECK(with_error(EACCES) == DENIED) &&
			CHECK(with_error(EFAULT) == BROKEN));
	xen.domains = 0;
	PROMISE("an answer without any domain is exit 5", ask(&all, WANT_RECORDS, &f) == BROKEN);
	xen.domains = 3000;
	xen.endless = true;
	PROMISE("a list that begins again is exit 5", ask(&all, WANT_RECORDS, &f) == BROKEN);
	xen.endless = false;
	xen.backwards = true;
	PROMISE("a list in another order is exit 5", ask(&all, WANT_RECORDS, &f) == BROKEN);
	xen.backwards = false;
	xen.too_many = true;
	PROMISE("more domains than room in the buffer are exit 5", ask(&all, WANT_RECORDS, &f) == BROKEN);
	xen.too_many = false;
	xen.stride = 80;
	PROMISE("too short records are exit 5", ask(&all, WANT_RECORDS, &f) == BROKEN);
}
