/* SPDX-License-Identifier: MIT */
#include "show/column.h"
#include "base/near.h"

#include <config.h>

extern inline struct row rows_at(const struct rows *r, size_t i);
static const struct slice unknown = { "-", 1 }, nothing = { "", 0 };
static const struct value none = { VALUE_NONE, { "", 0 }, 0 };

static struct value number_if(bool known, int64_t n)
{
	return known ? (struct value){ VALUE_NUMBER, nothing, n } : none;
}

static struct value text_if(bool known, struct slice text)
{
	return known ? (struct value){ VALUE_TEXT, text, 0 } : none;
}

static struct slice decimal(int64_t n, char room[CELL_ROOM])
{
	struct out o = OUT_AT(room, CELL_ROOM);

	out_number(&o, n);
	return out_slice(&o);
}

/* Is it known not to run, so that it has neither id nor state? */
static bool rests(const struct domain *d)
{
	return domain_knows(d, KNOWN_ID) && d->id < 0;
}

static struct value name(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return text_if(domain_knows(r->domain, KNOWN_NAME), domain_name(r->domain));
}

static struct slice name_cell(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return domain_knows(r->domain, KNOWN_NAME) ? domain_name(r->domain) : SLICE("(unknown)");
}

static struct value id(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return number_if(domain_knows(r->domain, KNOWN_ID) && r->domain->id >= 0, r->domain->id);
}

static struct slice id_cell(const struct row *r, char room[CELL_ROOM])
{
	if (!domain_knows(r->domain, KNOWN_ID))
		return unknown;
	return r->domain->id < 0 ? nothing : decimal(r->domain->id, room);
}

static struct value uuid(const struct row *r, char room[CELL_ROOM])
{
	struct out o = OUT_AT(room, CELL_ROOM);

	out_uuid(&o, r->domain->uuid);
	return text_if(domain_knows(r->domain, KNOWN_UUID), out_slice(&o));
}

static struct value power(const struct row *r, char room[CELL_ROOM])
{
	static const char *const words[] = { [POWER_HALTED] = "halted",
		[POWER_RUNNING] = "running",
		[POWER_PAUSED] = "paused",
		[POWER_SUSPENDED] = "suspended",
		[POWER_CRASHED] = "crashed" };

	(void)room;
	return text_if(domain_knows(r->domain, KNOWN_POWER), slice_of(words[r->domain->power]));
}

static struct value state(const struct row *r, char room[CELL_ROOM])
{
	return text_if(domain_knows(r->domain, KNOWN_STATE) && !rests(r->domain),
		state_letters(r->domain->state, room));
}

/* Write the hypervisor's letters, or those that follow from the toolstack's power state. */
static struct slice state_cell(const struct row *r, char room[CELL_ROOM])
{
	if (rests(r->domain))
		return nothing;
	if (domain_knows(r->domain, KNOWN_STATE))
		return state(r, room).text;
	if (!domain_knows(r->domain, KNOWN_POWER))
		return unknown;
	if (r->domain->power == POWER_RUNNING)
		return SLICE("r-----");
	return r->domain->power == POWER_PAUSED ? SLICE("--p---") : nothing;
}

static struct value memory(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return number_if(domain_knows(r->domain, KNOWN_MEMORY), (int64_t)r->domain->memory);
}

static struct slice memory_cell(const struct row *r, char room[CELL_ROOM])
{
	return domain_knows(r->domain, KNOWN_MEMORY) ? decimal((int64_t)(r->domain->memory >> 20), room) : unknown;
}

static struct value memory_max(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return number_if(domain_knows(r->domain, KNOWN_MEMORY_MAX), (int64_t)r->domain->detail->memory_max);
}

static struct slice memory_max_cell(const struct row *r, char room[CELL_ROOM])
{
	return domain_knows(r->domain, KNOWN_MEMORY_MAX) ?
		decimal((int64_t)(r->domain->detail->memory_max >> 20), room) :
		unknown;
}

static struct value vcpus(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return number_if(domain_knows(r->domain, KNOWN_VCPUS), r->domain->vcpus);
}

static struct value vcpus_max(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return number_if(domain_knows(r->domain, KNOWN_VCPUS_MAX), r->domain->detail->vcpus_max);
}

/* Return a time as a number that is not negative: 292 years at most. */
static int64_t nanoseconds(uint64_t ns)
{
	return ns < INT64_MAX ? (int64_t)ns : INT64_MAX;
}

static struct value cpu_time(const struct row *r, char room[CELL_ROOM])
{
	struct value v = number_if(domain_knows(r->domain, KNOWN_CPU_TIME), nanoseconds(r->domain->cpu_ns));

	(void)room;
	if (v.kind == VALUE_NUMBER)
		v.kind = VALUE_BILLIONTHS;
	return v;
}

/* Convert to tenths of seconds, rounded as printf rounds the nearest double. A value half way between two tenths is,
 * as a double, usually a little above or below that; only an exact one is rounded to even. 16 and 4 times the double
 * and their difference to the half way are exact, and so is the comparison. */
static uint64_t tenths_of(uint64_t ns)
{
	uint64_t tenths = ns / 100000000, rest = ns % 100000000;
	double seconds = (double)ns / 1e9, halfway = (double)(2 * tenths + 1);
	double missing = halfway - seconds * 16;

	if (rest != 50000000)
		return tenths + (rest > 50000000);
	if (seconds * 4 == missing)
		return tenths + (tenths & 1);
	return tenths + (seconds * 4 > missing);
}

/* Write seconds with one decimal. */
static struct slice format_seconds(uint64_t ns, char *room)
{
	struct out o = OUT_AT(room, 24);
	uint64_t tenths = tenths_of(ns);

	out_number(&o, (int64_t)(tenths / 10));
	out_char(&o, '.');
	out_number(&o, (int64_t)(tenths % 10));
	return out_slice(&o);
}

static struct slice cpu_time_cell(const struct row *r, char room[CELL_ROOM])
{
	return domain_knows(r->domain, KNOWN_CPU_TIME) ? format_seconds(r->domain->cpu_ns, room) : unknown;
}

static struct value start_time(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return number_if(domain_knows(r->domain, KNOWN_START_TIME) && !rests(r->domain), r->domain->detail->start_time);
}

/* Write the time as 2026-08-01T09:08:07Z; beyond four digits of years, write seconds since 1970. */
static struct slice start_time_cell(const struct row *r, char room[CELL_ROOM])
{
	struct value v = start_time(r, room);
	struct out o = OUT_AT(room, CELL_ROOM);

	if (v.kind == VALUE_NONE)
		return unknown;
	out_date(&o, v.number);
	return out_slice(&o);
}

static struct value shared(const struct domain *d, enum fact fact, const struct slice *text)
{
	bool known = text && domain_knows(d, fact);

	return text_if(known, known ? *text : nothing);
}

static struct value label(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return shared(r->domain, KNOWN_LABEL, r->domain->detail ? r->domain->detail->label : NULL);
}

/* A cpupool without a known name is shown by its number. */
static struct value pool(const struct row *r, char room[CELL_ROOM])
{
	if (!domain_knows(r->domain, KNOWN_POOL) && domain_knows(r->domain, KNOWN_POOL_NUMBER))
		return text_if(true, decimal(r->domain->detail->pool_number, room));
	return shared(r->domain, KNOWN_POOL, r->domain->detail ? r->domain->detail->pool : NULL);
}

static struct value host(const struct row *r, char room[CELL_ROOM])
{
	bool known = domain_knows(r->domain, KNOWN_HOST) && r->domain->detail->host &&
		r->domain->detail->host->name.len;

	(void)room;
	return text_if(known, known ? r->domain->detail->host->name : nothing);
}

/* Return the cell of a fact about the host: blank for a domain on no host. */
static struct slice cell_of_host(const struct row *r, struct value v)
{
	if (v.kind == VALUE_NONE)
		return domain_knows(r->domain, KNOWN_HOST) && !r->domain->detail->host ? nothing : unknown;
	return v.text;
}

static struct slice host_cell(const struct row *r, char room[CELL_ROOM])
{
	return cell_of_host(r, host(r, room));
}

static struct value host_uuid(const struct row *r, char room[CELL_ROOM])
{
	struct out o = OUT_AT(room, CELL_ROOM);
	bool known = domain_knows(r->domain, KNOWN_HOST) && r->domain->detail->host &&
		r->domain->detail->host->has_uuid;

	if (known)
		out_uuid(&o, r->domain->detail->host->uuid);
	return text_if(known, out_slice(&o));
}

static struct slice host_uuid_cell(const struct row *r, char room[CELL_ROOM])
{
	return cell_of_host(r, host_uuid(r, room));
}

/* Write the sources, as "xapi" or "xend+xen". */
static struct value source(const struct row *r, char room[CELL_ROOM])
{
	static const char *const words[] = { "xapi", "xend", "xenstore", "file" };
	struct out o = OUT_AT(room, CELL_ROOM);

	for (size_t i = 0; i < COUNT(words); i++)
		if (r->domain->source & SOURCE_XAPI << i)
			out_bytes(&o, slice_of(words[i]));
	if (r->domain->source & SOURCE_XEN)
		out_bytes(&o, o.at > o.start ? SLICE("+xen") : SLICE("xen"));
	return text_if(true, out_slice(&o));
}

static struct value load(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	if (!r->load)
		return none;
	return (struct value){ VALUE_BILLIONTHS, nothing, (int64_t)(r->load - 1) * 100000000 };
}

static struct slice load_cell(const struct row *r, char room[CELL_ROOM])
{
	struct value v = load(r, room);

	return v.kind == VALUE_NONE ? unknown : format_seconds((uint64_t)v.number, room);
}

static struct value vcpu(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return number_if(true, r->vcpu->number);
}

/* Is the VCPU known to be on no pCPU, as those of a halted domain? Then it has no state. */
static bool vcpu_rests(const struct vcpu *v)
{
	return vcpu_knows(v, VCPU_CPU) && v->cpu < 0;
}

static struct value cpu(const struct row *r, char room[CELL_ROOM])
{
	const struct vcpu *v = r->vcpu;

	(void)room;
	return number_if(vcpu_knows(v, VCPU_CPU | VCPU_ONLINE) && v->online && v->cpu >= 0, v->cpu);
}

static struct slice cpu_cell(const struct row *r, char room[CELL_ROOM])
{
	struct value v = cpu(r, room);

	if (vcpu_rests(r->vcpu))
		return nothing;
	return v.kind == VALUE_NONE ? unknown : decimal(v.number, room);
}

static struct value online(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return vcpu_knows(r->vcpu, VCPU_ONLINE) ? (struct value){ VALUE_FLAG, nothing, r->vcpu->online } : none;
}

static struct slice online_cell(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	return !vcpu_knows(r->vcpu, VCPU_ONLINE) ? unknown : r->vcpu->online ? SLICE("yes") : SLICE("no");
}

/* Write three letters: r, b, and p for an offline VCPU. */
static struct value vcpu_state(const struct row *r, char room[CELL_ROOM])
{
	const struct vcpu *v = r->vcpu;
	bool off = vcpu_knows(v, VCPU_ONLINE) && !v->online;

	if (vcpu_rests(v) || (!off && !vcpu_knows(v, VCPU_STATE)))
		return none;
	room[0] = !off && v->state & STATE_RUNNING ? 'r' : '-';
	room[1] = !off && v->state & STATE_BLOCKED ? 'b' : '-';
	room[2] = off ? 'p' : '-';
	return text_if(true, (struct slice){ room, 3 });
}

static struct slice vcpu_state_cell(const struct row *r, char room[CELL_ROOM])
{
	struct value v = vcpu_state(r, room);

	return v.kind != VALUE_NONE ? v.text : vcpu_rests(r->vcpu) ? nothing : unknown;
}

static struct value vcpu_time(const struct row *r, char room[CELL_ROOM])
{
	(void)room;
	if (!vcpu_knows(r->vcpu, VCPU_CPU_TIME))
		return none;
	return (struct value){ VALUE_BILLIONTHS, nothing, nanoseconds(r->vcpu->cpu_ns) };
}

/* xm prints two blanks before a time of any length. */
static struct slice vcpu_time_cell(const struct row *r, char room[CELL_ROOM])
{
	struct slice text;

	if (!vcpu_knows(r->vcpu, VCPU_CPU_TIME))
		return unknown;
	room[0] = ' ';
	text = format_seconds(r->vcpu->cpu_ns, room + 1);
	return (struct slice){ room, text.len + 1 };
}

static struct value affinity(const struct row *r, char room[CELL_ROOM])
{
	const struct slice *cpus = r->vcpu->affinity;

	(void)room;
	if (!vcpu_knows(r->vcpu, VCPU_AFFINITY))
		return none;
	return cpus ? (struct value){ VALUE_CPUS, *cpus, 0 } : text_if(true, SLICE("any"));
}

static struct slice affinity_cell(const struct row *r, char room[CELL_ROOM])
{
	struct value v = affinity(r, room);

	if (v.kind == VALUE_NONE)
		return unknown;
	return v.kind == VALUE_TEXT ? SLICE("any cpu") : v.text.len ? v.text : SLICE("no cpus");
}

/* A build without -o needs no help of columns; names are also those of JSON and of labels in OpenMetrics. */
/* clang-format off */
#define COLUMN(name, title, help, ...) \
	{ CONFIG_COLUMNS || CONFIG_JSON || CONFIG_OPENMETRICS ? name : "", title, CONFIG_COLUMNS ? help : "", __VA_ARGS__ }

/* What most columns need. A source has a struct detail only for WANT_DETAIL. */
enum { RECORD = WANT_RECORDS, USAGE = WANT_RECORDS | WANT_USAGE, DETAIL = WANT_RECORDS | WANT_DETAIL,
	EACH = WANT_VCPUS | WANT_USAGE | WANT_DETAIL };

/* The widths are xm's: its title of the times is one wider than the times. */
const struct column columns[COLUMNS] = {
	[COLUMN_NAME] = COLUMN("name", "Name", "name", -40, -40, false, 0, name, name_cell),
	[COLUMN_ID] = COLUMN("id", "ID", "id, blank where it does not run", 5, 5, false, RECORD, id, id_cell),
	[COLUMN_UUID] = COLUMN("uuid", "UUID", "uuid", -36, -36, false, RECORD, uuid, NULL),
	[COLUMN_POWER] = COLUMN("power", "Power", "what the toolstack says of it", -9, -9, false, RECORD, power, NULL),
	[COLUMN_STATE] = COLUMN("state", "State", "running, blocked, paused (a VCPU: offline), shutdown, crashed, dying", 10, 10, false,
		RECORD | WANT_STATE, state, state_cell),
	[COLUMN_MEMORY] = COLUMN("memory", "Mem", "MiB in use, or what it may have; JSON: bytes", 5, 5, false, USAGE, memory,
		memory_cell),
	[COLUMN_MEMORY_MAX] = COLUMN("memory_max", "MaxMem", "MiB it may have at most; JSON: bytes", 6, 6, false, DETAIL, memory_max,
		memory_max_cell),
	[COLUMN_VCPUS] = COLUMN("vcpus", "VCPUs", "VCPUs online, or what it may have", 5, 5, false, USAGE, vcpus, NULL),
	[COLUMN_VCPUS_MAX] = COLUMN("vcpus_max", "MaxVCPUs", "VCPUs it may have at most", 8, 8, false, DETAIL, vcpus_max,
		NULL),
	[COLUMN_CPU_TIME] = COLUMN("cpu_time", "Time(s)", "seconds of CPU", 9, 8, false, RECORD, cpu_time, cpu_time_cell),
	[COLUMN_START_TIME] = COLUMN("start_time", "Start", "when it started, in UTC; JSON: seconds since 1970", -20, -20, false,
		DETAIL | WANT_START, start_time, start_time_cell),
	[COLUMN_LABEL] = COLUMN("label", "Label", "security label", -10, 10, false, DETAIL | WANT_LABELS, label, NULL),
	[COLUMN_POOL] = COLUMN("pool", "Pool", "cpupool", -10, -10, false, DETAIL | WANT_POOLS, pool, NULL),
	[COLUMN_HOST] = COLUMN("host", "Host", "which host of the pool it is on", -16, -16, false,
		DETAIL | WANT_HOSTS, host, host_cell),
	[COLUMN_HOST_UUID] = COLUMN("host_uuid", "HostUUID", "uuid of that host", -36, -36, false,
		DETAIL | WANT_HOST_UUIDS, host_uuid, host_uuid_cell),
	[COLUMN_SOURCE] = COLUMN("source", "Source", "who said it", -8, -8, false, RECORD, source, NULL),
	[COLUMN_LOAD] = COLUMN("cpu", "CPU%", "with --watch: percent of one pCPU since the round before", 6, 6, false, RECORD,
		load, load_cell),
	[COLUMN_VCPU] = COLUMN("vcpu", "VCPU", "number of the VCPU", 5, 5, true, EACH, vcpu, NULL),
	[COLUMN_CPU] = COLUMN("cpu", "CPU", "the pCPU it is on", 5, 5, true, EACH, cpu, cpu_cell),
	[COLUMN_ONLINE] = COLUMN("online", "Online", "yes or no", 6, 6, true, EACH, online, online_cell),
	[COLUMN_VCPU_STATE] = COLUMN("state", "State", "running, blocked, paused (a VCPU: offline), shutdown, crashed, dying", 5, 5, true, EACH, vcpu_state,
		vcpu_state_cell),
	[COLUMN_VCPU_TIME] = COLUMN("cpu_time", "Time(s)", "seconds of CPU", 9, 9, true, EACH, vcpu_time, vcpu_time_cell),
	[COLUMN_AFFINITY] = COLUMN("affinity", "CPU Affinity", "the pCPUs it may run on", 1, 1, true, EACH, affinity,
		affinity_cell),
	[COLUMN_VCPU_LOAD] = COLUMN("cpu_percent", "CPU%", "with --watch: the same of a VCPU", 6, 6,
		true, EACH, load, load_cell),
};
/* clang-format on */

struct slice column_cell(const struct column *c, const struct row *r, char room[CELL_ROOM])
{
	struct value v;

	if (c->cell)
		return c->cell(r, room);
	v = c->value(r, room);
	if (v.kind == VALUE_NONE)
		return unknown;
	return v.kind == VALUE_NUMBER ? decimal(v.number, room) : v.text;
}

static const struct column *find_column(struct slice name, bool of_vcpu)
{
	for (const struct column *c = columns; c < columns + COLUMNS; c++)
		if (c->of_vcpu == of_vcpu && slice_is(slice_of(c->name), name))
			return c;
	return NULL;
}

/* How well a word names a column. */
enum match { NO_MATCH, BEGINNING, HEADING, EXACT };

/* Does text begin with a word, in any case? */
static bool begins(const char *text, struct slice word)
{
	return word.len && strlen(text) >= word.len && slice_is_word((struct slice){ text, word.len }, word);
}

static enum match match(const struct column *c, struct slice word)
{
	if (slice_is(slice_of(c->name), word))
		return EXACT;
	if (slice_is_word(slice_of(c->title), word) || slice_is_word(slice_of(c->name), word))
		return HEADING;
	return begins(c->name, word) || begins(c->title, word) ? BEGINNING : NO_MATCH;
}

/* Refuse a word that names no column, or begins several: list those, or suggest the nearest. */
static void refuse(struct slice word, bool vcpus, bool several, struct fail *f)
{
	struct near near = { .word = word };

	fail(f, MISUSED, several ? "the column '%.*s' may be one of:" : "there is no column '%.*s'", (int)word.len,
		word.at);
	for (const struct column *c = columns; c < columns + COLUMNS; c++) {
		if (!column_is_for(c, vcpus))
			continue;
		near_try(&near, slice_of(c->name));
		if (several && match(c, word) == BEGINNING)
			fail_add(f, " %s", c->name);
	}
	if (!several)
		near_tell(&near, f, " (-o help lists them)");
}

const struct column *column_named(struct slice word, bool vcpus, struct fail *f)
{
	const struct column *found = NULL;
	enum match best = NO_MATCH;
	bool several = false;

	for (const struct column *c = columns; c < columns + COLUMNS; c++) {
		enum match now = column_is_for(c, vcpus) ? match(c, word) : NO_MATCH;

		several = now > best ? false : several || (now && now == best);
		found = now > best ? c : found;
		best = now > best ? now : best;
	}
	if (found && !several)
		return found;
	refuse(word, vcpus, several, f);
	return NULL;
}

bool column_is_for(const struct column *c, bool vcpus)
{
	if (!CONFIG_WATCH && c->value == load)
		return false;
	return c->of_vcpu ? vcpus : !vcpus || !find_column(slice_of(c->name), true);
}

void column_help(struct out *o, const struct column *c)
{
	out_add(o, c->name);
	out_blanks(o, 12 - strlen(c->name));
	out_message(o, "%s\n", c->help);
}

/* Does a column of domains have this help? */
static bool is_of_domain(const char *help)
{
	for (const struct column *c = columns; c < columns + COLUMNS; c++)
		if (!c->of_vcpu && !strcmp(c->help, help))
			return true;
	return false;
}

void columns_help(struct out *o)
{
	bool of_vcpu = false;

	for (const struct column *c = columns; c < columns + COLUMNS; c++) {
		if (c->of_vcpu && !of_vcpu)
			out_add(o, "vcpu-list has these, too:\n");
		of_vcpu = c->of_vcpu;
		if (column_is_for(c, c->of_vcpu) && (!c->of_vcpu || !is_of_domain(c->help)))
			column_help(o, c);
	}
}
