/* SPDX-License-Identifier: MIT */
#include "show/column.h"

static const struct slice unknown = { "-", 1 }, nothing = { "", 0 };

static struct slice number(int64_t n, char room[CELL_ROOM])
{
	struct out o = { room, room, room + CELL_ROOM, -1, 0, false };

	out_number(&o, n);
	return out_slice(&o);
}

static struct slice name(const struct domain *d, char room[CELL_ROOM])
{
	(void)room;
	return domain_knows(d, KNOWN_NAME) ? domain_name(d) : SLICE("(unknown)");
}

static struct slice id(const struct domain *d, char room[CELL_ROOM])
{
	if (!domain_knows(d, KNOWN_ID))
		return unknown;
	return d->id < 0 ? nothing : number(d->id, room);
}

static struct slice mem(const struct domain *d, char room[CELL_ROOM])
{
	return domain_knows(d, KNOWN_MEMORY) ? number((int64_t)(d->memory >> 20), room) : unknown;
}

static struct slice vcpus(const struct domain *d, char room[CELL_ROOM])
{
	return domain_knows(d, KNOWN_VCPUS) ? number(d->vcpus, room) : unknown;
}

/* The hypervisor's letters; where only a toolstack's word is known, those that follow from it. */
static struct slice state(const struct domain *d, char room[CELL_ROOM])
{
	static const char letters[] = "rbpscd";

	if (domain_knows(d, KNOWN_ID) && d->id < 0)
		return nothing;
	if (domain_knows(d, KNOWN_STATE)) {
		for (int i = 0; i < 6; i++)
			room[i] = d->state >> i & 1 ? letters[i] : '-';
		return (struct slice){ room, 6 };
	}
	if (!domain_knows(d, KNOWN_POWER))
		return unknown;
	return d->power == POWER_RUNNING ? SLICE("r-----") :
		d->power == POWER_PAUSED ? SLICE("--p---") : nothing;
}

/* Tenths of seconds, rounded as printf rounds the double that is nearest: what lies half way between two
 * tenths is, as a double, mostly a little above or below that, and even only where it is exact. 16 and 4
 * times the double and their difference to the half way are exact, so the comparison is. */
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

/* Seconds with one digit after the point. */
static struct slice cpu_time(const struct domain *d, char room[CELL_ROOM])
{
	struct out o = { room, room, room + CELL_ROOM, -1, 0, false };
	uint64_t tenths = tenths_of(d->cpu_ns);

	if (!domain_knows(d, KNOWN_CPU_TIME))
		return unknown;
	out_number(&o, (int64_t)(tenths / 10));
	out_char(&o, '.');
	out_number(&o, (int64_t)(tenths % 10));
	return out_slice(&o);
}

static struct slice uuid(const struct domain *d, char room[CELL_ROOM])
{
	struct out o = { room, room, room + CELL_ROOM, -1, 0, false };

	if (!domain_knows(d, KNOWN_UUID))
		return unknown;
	out_uuid(&o, d->uuid);
	return out_slice(&o);
}

static struct slice power(const struct domain *d, char room[CELL_ROOM])
{
	static const char *const words[] = { [POWER_HALTED] = "halted", [POWER_RUNNING] = "running",
		[POWER_PAUSED] = "paused", [POWER_SUSPENDED] = "suspended", [POWER_CRASHED] = "crashed" };

	(void)room;
	return domain_knows(d, KNOWN_POWER) ? slice_of(words[d->power]) : unknown;
}

static struct slice host(const struct domain *d, char room[CELL_ROOM])
{
	(void)room;
	if (!domain_knows(d, KNOWN_HOST))
		return unknown;
	return !d->host ? nothing : d->host->name.len ? d->host->name : unknown;
}

/* Widths as xm had them: its title of the times is one wider than the times are. */
const struct column columns[COLUMNS] = {
	[COLUMN_NAME] = { "name", "Name", "name", -40, -40, name },
	[COLUMN_ID] = { "id", "ID", "id, blank where it does not run", 5, 5, id },
	[COLUMN_MEMORY] = { "memory", "Mem", "MiB in use, or what it may have", 5, 5, mem },
	[COLUMN_VCPUS] = { "vcpus", "VCPUs", "VCPUs online, or what it may have", 5, 5, vcpus },
	[COLUMN_STATE] = { "state", "State", "running, blocked, paused, shutdown, crashed, dying", 10, 10, state },
	[COLUMN_CPU_TIME] = { "cpu_time", "Time(s)", "seconds of CPU", 9, 8, cpu_time },
	[COLUMN_UUID] = { "uuid", "UUID", "uuid", -36, -36, uuid },
	[COLUMN_POWER] = { "power", "Power", "what the toolstack says of it", -9, -9, power },
	[COLUMN_HOST] = { "host", "Host", "which host of the pool it is on", -16, -16, host },
};
