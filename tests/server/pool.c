/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONTROL = 1, TEMPLATE = 2, SNAPSHOT = 4, NO_METRICS = 8, UEFI = 16 };

/* The data of a VM. */
struct spec {
	const char *name;
	const char *about;
	const char *power;
	const char *states; /* of xend's metrics */
	int domid;
	unsigned mib;
	unsigned vcpus;
	const char *type;
	unsigned flags;
};

static const struct spec xapi_sample[] = {
	{ "Control domain on host: " POOL_HOST_NAME, "Looks after the devices and the other VMs", "Running", "", 0,
		2048, 4, "pv", CONTROL },
	{ "lighthouse", "Answers names for everybody", "Running", "", 3, 1024, 1, "pvh", 0 },
	{ "bakery", "Bakes <fresh> things & \"daily\"", "Running", "", 7, 8192, 4, "hvm", 0 },
	{ "windmill", "", "Running", "", 12, 4096, 2, "hvm", UEFI },
	{ "greenhouse", "Stopped for a look inside", "Paused", "", 15, 512, 1, "pv", 0 },
	{ "orchard", "Sleeps until autumn", "Halted", "", -1, 2048, 2, "hvm", NO_METRICS },
	{ "ferry", "", "Suspended", "", -1, 3072, 2, "hvm", 0 },
	{ "caf\xc3\xa9 \xe5\x8c\x97\xe6\xb5\xb7", "", "Running", "", 21, 1536, 3, "hvm", 0 },
	{ "Meadow 12 template", "A base for new VMs", "Halted", "", -1, 1024, 1, "hvm", TEMPLATE },
	{ "bakery before the upgrade", "", "Halted", "", -1, 8192, 4, "hvm", SNAPSHOT },
};

static const struct spec xend_sample[] = {
	{ "Domain-0", "Domain-0", "Running", "running", 0, 1024, 4, "pv", CONTROL },
	{ "lantern", "lantern", "Running", "blocked", 3, 2048, 1, "pv", 0 },
	{ "garden", "garden", "Paused", "paused", 12, 256, 2, "pv", 0 },
	{ "attic", "attic", "Halted", "", -1, 768, 2, "pv", 0 },
};

static struct vm *vms;
static size_t count;
static unsigned event = 1;
static struct host hosts[2] = { { .name = POOL_HOST_NAME }, { .name = "quay.example.test" } };

/* Make a uuid for thing number `what` of VM i: it looks random, but is always the same. */
static void make_uuid(char *to, size_t room, unsigned i, unsigned what)
{
	uint64_t half[2];
	int h;

	for (h = 0; h < 2; h++) {
		uint64_t z = ((uint64_t)i << 32 | what << 1 | (unsigned)h) + 1;

		z *= UINT64_C(0x9e3779b97f4a7c15);
		z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
		half[h] = z ^ z >> 31;
	}
	snprintf(to, room, "%08" PRIx32 "-%04x-4%03x-%04x-%012" PRIx64, (uint32_t)(half[0] >> 32),
		(unsigned)(half[0] >> 16) & 0xffff, (unsigned)half[0] & 0xfff,
		((unsigned)(half[1] >> 48) & 0x3fff) | 0x8000, half[1] & UINT64_C(0xffffffffffff));
}

static void make_ref(char *to, size_t room, unsigned i, unsigned what)
{
	char uuid[40];

	make_uuid(uuid, sizeof(uuid), i, what);
	snprintf(to, room, "OpaqueRef:%.36s", uuid);
}

static void set(char *to, size_t room, const char *text)
{
	snprintf(to, room, "%s", text);
}

#define SET(member, text) set(vm->member, sizeof(vm->member), text)
#define FLAG(member, on) set(vm->member, sizeof(vm->member), (on) ? "1" : "0")
#define MAKE_REF(member, what) make_ref(vm->member, sizeof(vm->member), i, what)
#define MAKE_UUID(member, what) make_uuid(vm->member, sizeof(vm->member), i, what)
#define NUMBER(member, value) snprintf(vm->member, sizeof(vm->member), "%" PRId64, (int64_t)(value))

/* Numbers of names for make_uuid and make_ref. */
enum {
	ID_UUID,
	ID_REF,
	ID_METRICS_UUID,
	ID_METRICS,
	ID_GUEST,
	ID_CONSOLE,
	ID_VIF,
	ID_VBD,
	ID_VBD2,
	ID_HOST,
	ID_HOST_REF,
	ID_POOL
};

static bool is_live(const struct spec *spec)
{
	return spec->domid >= 0;
}

static const char *operations(const struct spec *spec)
{
	if (spec->flags & CONTROL)
		return "";
	if (spec->flags & SNAPSHOT)
		return "revert|clone|copy|create_template|export|destroy";
	if (spec->flags & TEMPLATE)
		return "changing_NVRAM|create_template|provision|clone|copy|export|destroy";
	if (strcmp(spec->power, "Paused") == 0)
		return "hard_reboot|hard_shutdown|unpause|snapshot";
	if (strcmp(spec->power, "Halted") == 0)
		return "changing_VCPUs|clone|copy|destroy|export|start|start_on|snapshot";
	if (strcmp(spec->power, "Suspended") == 0)
		return "hard_shutdown|resume|resume_on|export|snapshot";
	return "changing_dynamic_range|migrate_send|pool_migrate|changing_VCPUs_live|suspend|"
	       "hard_reboot|hard_shutdown|clean_reboot|clean_shutdown|pause|checkpoint|snapshot";
}

static void make_size(struct vm *vm, const struct spec *spec, bool xend)
{
	int64_t bytes = (int64_t)spec->mib << 20;

	NUMBER(domid, spec->domid);
	NUMBER(memory, bytes);
	NUMBER(memory_min, bytes / 2);
	NUMBER(memory_actual, is_live(spec) ? bytes : 0);
	NUMBER(vcpus, spec->vcpus);
	NUMBER(online, is_live(spec) || !xend ? spec->vcpus : 0);
	SET(type, spec->type);
	SET(shadow, "1");
	FLAG(is_hvm, strcmp(spec->type, "hvm") == 0);
}

/* Maps with a part for every VCPU. The values are invented, in every form that exists. */
static void make_vcpus(struct vm *vm, const struct spec *spec, bool xend)
{
	static const char *const busy[] = { "0.25000038681178016", "3.000006139796959e-05", "0.0" };
	static const char *const flags[] = { "online,running", "blocked,online", "" };
	char util[240] = "", flag[240] = "", cpu[80] = "", map[240] = "";
	unsigned v, n = spec->vcpus < 6 ? spec->vcpus : 6;
	size_t u = 0, f = 0, c = 0, m = 0;

	if (!is_live(spec))
		n = xend ? 0 : 1;
	else if (!xend && !(spec->flags & CONTROL))
		n = 1;
	for (v = 0; v < n; v++) {
		const char *bar = v ? "|" : "";

		u += (size_t)snprintf(util + u, sizeof(util) - u, "%s%u=%s", bar, v, xend ? busy[v % 3] : "0");
		f += (size_t)snprintf(flag + f, sizeof(flag) - f, "%s%u=%s", bar, v, flags[v % 3]);
		c += (size_t)snprintf(cpu + c, sizeof(cpu) - c, "%s%u=%u", bar, v, v * 2 % 8);
		m += (size_t)snprintf(map + m, sizeof(map) - m, "cpumap%u=0,1,2,3,4,5,6,7|", v);
	}
	SET(utilisation, util);
	SET(vcpu_flags, flag);
	SET(vcpu_cpus, cpu);
	SET(vcpu_maps, map);
	if (n)
		snprintf(vm->vcpu_maps + m, sizeof(vm->vcpu_maps) - m, "cap=0|weight=256");
}

static void make_kind(struct vm *vm, const struct spec *spec)
{
	FLAG(is_control, spec->flags & CONTROL);
	FLAG(is_template, spec->flags & (TEMPLATE | SNAPSHOT));
	FLAG(is_default, spec->flags & TEMPLATE);
	FLAG(is_snapshot, spec->flags & SNAPSHOT);
	SET(snapshot_of, REF_NULL);
	SET(snapshot_time, spec->flags & SNAPSHOT ? "20260714T21:05:09Z" : "19700101T00:00:00Z");
	SET(started, is_live(spec) ? "20260801T09:08:07Z" : "19700101T00:00:00Z");
	SET(installed, spec->flags & (CONTROL | TEMPLATE) ? "19700101T00:00:00Z" : "20250102T03:04:05Z");
	SET(nvram, spec->flags & UEFI ? "EFI-variables=VkFSUwEAAAAAAAAAAAAAAAAAAAA=" : "");
	SET(operations, operations(spec));
	SET(weights, spec->vcpus > 3 && !(spec->flags & CONTROL) ? "weight=512|cap=50|mask=0,1,2,3" : "");
	SET(states, spec->states);
}

/* Set the references of the VM and its objects, as XAPI does. */
static void make_names(struct vm *vm, const struct spec *spec, unsigned i)
{
	bool guest = !(spec->flags & CONTROL);

	MAKE_UUID(uuid, ID_UUID);
	MAKE_REF(ref, ID_REF);
	MAKE_UUID(metrics_uuid, ID_METRICS_UUID);
	MAKE_REF(metrics, ID_METRICS);
	if (spec->flags & NO_METRICS)
		SET(metrics, REF_NULL);
	MAKE_REF(guest_metrics, ID_GUEST);
	if (!guest || !is_live(spec))
		SET(guest_metrics, REF_NULL);
	SET(host, is_live(spec) ? hosts[0].ref : REF_NULL);
	SET(affinity, guest ? REF_NULL : hosts[0].ref);
	MAKE_REF(consoles, ID_CONSOLE);
	if (!guest)
		return;
	MAKE_REF(vifs, ID_VIF);
	make_ref(vm->vbds, 52, i, ID_VBD);
	strcat(vm->vbds, "|");
	make_ref(vm->vbds + strlen(vm->vbds), 52, i, ID_VBD2);
}

/* xend: references are bare uuids, without XAPI's additions. */
static void make_xend_names(struct vm *vm, const struct spec *spec, unsigned i)
{
	MAKE_UUID(uuid, ID_UUID);
	if (spec->flags & CONTROL)
		SET(uuid, "00000000-0000-0000-0000-000000000000");
	SET(ref, vm->uuid);
	MAKE_UUID(metrics_uuid, ID_METRICS_UUID);
	SET(metrics, vm->metrics_uuid);
	SET(host, hosts[0].uuid);
	SET(started, is_live(spec) ? "20110313T07:06:41" : "20110313T04:20:00");
	if (!(spec->flags & CONTROL)) {
		SET(kernel, "/boot/vmlinuz");
		if (is_live(spec))
			MAKE_UUID(consoles, ID_CONSOLE);
	}
	if (is_live(spec))
		make_uuid(vm->cpu_pool, sizeof(vm->cpu_pool), 0, ID_POOL);
	SET(weights, "cap=0|weight=256");
}

static void add(const struct spec *spec, bool xend)
{
	struct vm *vm = &vms[count];
	unsigned i = (unsigned)count++;

	SET(name, spec->name);
	SET(about, spec->about);
	SET(power, spec->power);
	make_size(vm, spec, xend);
	make_vcpus(vm, spec, xend);
	make_kind(vm, spec);
	if (xend)
		make_xend_names(vm, spec, i);
	else
		make_names(vm, spec, i);
}

/* The i-th of a number of VMs: mostly running, now and then something else. */
static void add_numbered(unsigned i, bool xend)
{
	static const char *const types[] = { "hvm", "pvh", "hvm", "pv" };
	struct spec spec = { .power = "Running", .states = i % 3 ? "blocked" : "running" };
	char name[32];

	snprintf(name, sizeof(name), "vm-%05u", i);
	spec.name = name;
	spec.about = xend ? name : i % 4 ? "" : "One of many";
	spec.domid = (int)i;
	spec.mib = 256u << i % 6;
	spec.vcpus = 1 + i % 5;
	spec.type = xend ? "pv" : types[i % 4];
	if (i % 8 == 5 || (xend && i % 8 == 7)) {
		spec.power = "Halted";
		spec.states = "";
		spec.domid = -1;
	} else if (i % 8 == 6) {
		spec.power = "Paused";
		spec.states = "paused";
	} else if (i % 8 == 7) {
		spec.power = "Suspended";
		spec.domid = -1;
	}
	add(&spec, xend);
}

void pool_make(unsigned wanted, bool xend)
{
	const struct spec *sample = xend ? xend_sample : xapi_sample;
	size_t n = xend ? sizeof(xend_sample) / sizeof(*sample) : sizeof(xapi_sample) / sizeof(*sample);
	size_t i, real = xend ? n : n - 2;

	for (unsigned h = 0; h < 2; h++) {
		make_uuid(hosts[h].uuid, sizeof(hosts[h].uuid), h, ID_HOST);
		make_ref(hosts[h].ref, sizeof(hosts[h].ref), h, ID_HOST_REF);
		if (xend)
			set(hosts[h].ref, sizeof(hosts[h].ref), hosts[h].uuid);
	}
	vms = calloc(wanted ? wanted + n : n, sizeof(*vms));
	if (!vms) {
		fputs("server: out of memory\n", stderr);
		exit(1);
	}
	for (i = 0; i < (wanted ? wanted : real); i++) {
		if (wanted && i > 0)
			add_numbered((unsigned)i, xend);
		else
			add(&sample[i], xend);
	}
	/* The template and the snapshot come last, whatever the number of VMs. */
	for (i = real; i < n; i++)
		add(&sample[i], xend);
	if (xend || (wanted && wanted < 3))
		return;
	set(vms[2].snapshots, sizeof(vms[2].snapshots), vms[count - 1].ref);
	set(vms[count - 1].snapshot_of, sizeof(vms->snapshot_of), vms[2].ref);
}

void pool_free(void)
{
	free(vms);
	vms = NULL;
	count = 0;
}

size_t pool_count(void)
{
	return count;
}

const struct vm *pool_at(size_t i)
{
	return &vms[i];
}

const struct vm *pool_next(size_t *i)
{
	while (*i < count && vms[*i].left)
		++*i;
	return *i < count ? &vms[(*i)++] : NULL;
}

void pool_told(const struct vm *vm)
{
	vms[vm - vms].left = vm->leaves;
}

void pool_told_all(void)
{
	for (size_t i = 0; i < count; i++)
		vms[i].left &= !vms[i].arrives;
}

void pool_move(void)
{
	event++;
	for (size_t i = 0; i < count; i++)
		if (vms[i].moves) {
			set(vms[i].power, sizeof(vms[i].power), strcmp(vms[i].power, "Paused") ? "Paused" : "Running");
			vms[i].changed = event;
		}
}

unsigned pool_event(void)
{
	return event;
}

const struct vm *pool_by_ref(const char *ref)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (!vms[i].left && strcmp(vms[i].ref, ref) == 0)
			return &vms[i];
	}
	return NULL;
}

const struct vm *pool_by_uuid(const char *uuid)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (!vms[i].left && strcmp(vms[i].uuid, uuid) == 0)
			return &vms[i];
	}
	return NULL;
}

const struct vm *pool_by_metrics(const char *ref)
{
	size_t i;

	for (i = 0; i < count && strcmp(ref, REF_NULL) != 0; i++) {
		if (!vms[i].left && strcmp(vms[i].metrics, ref) == 0)
			return &vms[i];
	}
	return NULL;
}

struct vm *pool_named(const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(vms[i].name, name) == 0)
			return &vms[i];
	return NULL;
}

const struct host *pool_host(size_t i)
{
	return i < 2 ? &hosts[i] : NULL;
}

struct host *pool_host_named(const char *name)
{
	for (size_t h = 0; h < 2; h++)
		if (strcmp(hosts[h].name, name) == 0)
			return &hosts[h];
	return NULL;
}
