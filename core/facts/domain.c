/* SPDX-License-Identifier: MIT */
#include "facts/domain.h"
#include "base/near.h"
#include "facts/tree.h"

#include <stdlib.h>

void domains_start(struct domains *all, struct arena *arena)
{
	*all = (struct domains){ .arena = arena, .last = &all->first, .flaw = SHOWN };
}

struct domain *domain_new(struct domains *all, struct fail *f)
{
	struct {
		struct domain domain;
		struct detail detail;
	} *both = arena_take(all->arena, sizeof(*both), f);

	if (!both)
		return NULL;
	both->domain.detail = &both->detail;
	return &both->domain;
}

void domain_add(struct domains *all, struct domain *d)
{
	d->next = NULL;
	*all->last = d;
	all->last = &d->next;
	all->count++;
}

void domains_move(struct domains *from, struct domains *to)
{
	if (from->first) {
		*to->last = from->first;
		to->last = from->last;
		to->count += from->count;
	}
	to->pools = from->pools ? from->pools : to->pools;
	to->pcpus = from->pcpus ? from->pcpus : to->pcpus;
	to->timed_ns = from->timed_ns ? from->timed_ns : to->timed_ns;
	to->sources |= from->sources;
	to->elsewhere |= from->elsewhere;
	to->store_domain |= from->store_domain;
	to->doubtful |= from->doubtful;
	to->untold = to->untold.len ? to->untold : from->untold;
	if (to->flaw == SHOWN) {
		to->flaw = from->flaw;
		to->why = from->why;
	}
	domains_start(from, from->arena);
}

void domains_name_pools(struct domains *all)
{
	for (struct domain *d = all->pools ? all->first : NULL; d; d = d->next)
		for (const struct pool *p = all->pools; p && domain_knows(d, KNOWN_POOL_NUMBER); p = p->next)
			if (p->number == d->detail->pool_number) {
				d->detail->pool = p->name;
				domain_know(d, KNOWN_POOL);
				break;
			}
}

const struct slice *domains_text(struct domains *all, struct slice text, struct fail *f)
{
	const size_t room = COUNT(all->texts);
	struct slice *new;

	for (size_t i = 0; i < all->text_count && i < room; i++)
		if (slice_is(*all->texts[i], text))
			return all->texts[i];
	new = arena_take(all->arena, sizeof(*new), f);
	if (!new)
		return NULL;
	*new = arena_text(all->arena, text, f);
	all->texts[all->text_count++ % room] = new;
	return new->at ? new : NULL;
}

void domain_set_name(struct domain *d, struct slice name)
{
	if (!name.at)
		return;
	d->name = name.at;
	d->name_len = (uint16_t)name.len;
	domain_know(d, KNOWN_NAME);
}

void domain_set_uuid(struct domain *d, const unsigned char uuid[16])
{
	memcpy(d->uuid, uuid, sizeof(d->uuid));
	domain_know(d, KNOWN_UUID);
}

bool domain_has_uuid(const struct domain *d)
{
	static const unsigned char zeros[sizeof(d->uuid)];

	return domain_knows(d, KNOWN_UUID) && memcmp(d->uuid, zeros, sizeof(zeros));
}

void domain_check_uuid(struct domain *d)
{
	if (!domain_has_uuid(d))
		domain_forget(d, KNOWN_UUID);
}

struct slice state_letters(unsigned state, char room[6])
{
	static const char letters[] = STATE_LETTERS;

	for (int i = 0; i < 6; i++)
		room[i] = state >> i & 1 ? letters[i] : '-';
	return (struct slice){ room, 6 };
}

void domain_front(struct domain *d, struct domains *all, struct fail *f)
{
	char room[24];
	struct out id = OUT_IN(room);

	if (domain_knows(d, KNOWN_ID))
		out_number(&id, d->id);
	tree_front(d->detail->tree, arena_text(all->arena, out_slice(&id), f),
		domain_knows(d, KNOWN_NAME) ? domain_name(d) : SLICE(""));
}

bool domain_lives(const struct domain *d)
{
	if (domain_knows(d, KNOWN_ID))
		return d->id >= 0;
	return domain_knows(d, KNOWN_POWER) && (d->power == POWER_RUNNING || d->power == POWER_PAUSED);
}

enum condition domain_condition(const struct domain *d)
{
	static const enum condition by_power[] = { [POWER_HALTED] = CONDITION_HALTED,
		[POWER_RUNNING] = CONDITION_RUNNING,
		[POWER_PAUSED] = CONDITION_PAUSED,
		[POWER_SUSPENDED] = CONDITION_SUSPENDED,
		[POWER_CRASHED] = CONDITION_CRASHED };
	static const struct {
		enum state state;
		enum condition condition;
	} by_state[] = { { STATE_DYING, CONDITION_DYING }, { STATE_CRASHED, CONDITION_CRASHED },
		{ STATE_SHUTDOWN, CONDITION_HALTED }, { STATE_PAUSED, CONDITION_PAUSED } };

	if (!domain_lives(d) || !domain_knows(d, KNOWN_STATE)) {
		enum condition told = domain_knows(d, KNOWN_POWER) ? by_power[d->power] : 0;
		bool rests = domain_knows(d, KNOWN_ID) && d->id < 0;

		return rests && told & (CONDITION_RUNNING | CONDITION_PAUSED) ? CONDITION_HALTED : told;
	}
	for (size_t i = 0; i < COUNT(by_state); i++)
		if (d->state & by_state[i].state)
			return by_state[i].condition;
	return CONDITION_RUNNING;
}

static const char *const condition_words[] = { "running", "paused", "suspended", "halted", "crashed", "dying", "all" };

const char *domain_condition_word(enum condition condition)
{
	for (size_t i = 0; i < COUNT(condition_words); i++)
		if (condition == 1U << i)
			return condition_words[i];
	return NULL;
}

/* Refuse a word: suggest the nearest state, or list all. */
static void refuse_condition(struct slice word, struct fail *f)
{
	struct near near = { .word = word };

	fail(f, MISUSED, "there is no state '%.*s'", (int)word.len, word.at);
	for (size_t i = 0; i < COUNT(condition_words); i++)
		near_try(&near, slice_of(condition_words[i]));
	near_tell(&near, f, ": running paused suspended halted crashed dying all");
}

unsigned domain_conditions(const char *list, struct fail *f)
{
	struct slice rest = slice_of(list);
	unsigned set = 0;

	do {
		struct slice word = slice_before(&rest, ',');
		unsigned i = 0;

		while (i < COUNT(condition_words) && !slice_is_word(word, slice_of(condition_words[i])))
			i++;
		if (i == COUNT(condition_words)) {
			refuse_condition(word, f);
			return 0;
		}
		set |= 1U << i;
	} while (rest.len);
	return set;
}

static bool same_text(const struct slice *a, const struct slice *b)
{
	return a == b || (a && b && slice_is(*a, *b));
}

void domain_doubt(struct domain *d, const struct domain *other)
{
	static const struct detail none = { 0 };
	const struct detail *a = d->detail ? d->detail : &none, *b = other->detail ? other->detail : &none;
	const struct {
		unsigned fact;
		bool same;
	} facts[] = {
		{ KNOWN_UUID, !memcmp(d->uuid, other->uuid, sizeof(d->uuid)) },
		{ KNOWN_NAME, slice_is(domain_name(d), domain_name(other)) },
		{ KNOWN_ID, d->id == other->id },
		{ KNOWN_MEMORY, d->memory == other->memory },
		{ KNOWN_VCPUS, d->vcpus == other->vcpus },
		{ KNOWN_STATE, d->state == other->state },
		{ KNOWN_POWER, d->power == other->power },
		{ KNOWN_CPU_TIME, d->cpu_ns == other->cpu_ns },
		{ KNOWN_HOST, a->host == b->host },
		{ KNOWN_MEMORY_MAX, a->memory_max == b->memory_max },
		{ KNOWN_VCPUS_MAX, a->vcpus_max == b->vcpus_max },
		{ KNOWN_START_TIME, a->start_time == b->start_time },
		{ KNOWN_LABEL, same_text(a->label, b->label) },
		{ KNOWN_POOL, same_text(a->pool, b->pool) },
		{ KNOWN_POOL_NUMBER, a->pool_number == b->pool_number },
	};

	for (size_t i = 0; i < COUNT(facts); i++)
		if (!facts[i].same || !domain_knows(other, facts[i].fact))
			domain_forget(d, facts[i].fact);
}

enum whereabouts domain_where(const struct domain *d)
{
	return domain_knows(d, KNOWN_HOST) && d->detail->host ? d->detail->host->where : PLACE_HERE;
}

/* Compare the hosts of two domains: by name, then by uuid; unknown ones and none first. */
static int host_order(const struct domain *a, const struct domain *b)
{
	static const struct host none = { .name = { "", 0 } };
	const struct host *x = a->detail && a->detail->host ? a->detail->host : &none;
	const struct host *y = b->detail && b->detail->host ? b->detail->host : &none;
	int order = slice_order(x->name, y->name);

	return order ? order : memcmp(x->uuid, y->uuid, sizeof(x->uuid));
}

int domain_order(const struct domain *a, const struct domain *b)
{
	int order = domain_knows(b, KNOWN_NAME) - domain_knows(a, KNOWN_NAME);

	if (!order)
		order = slice_order(domain_name(a), domain_name(b));
	if (!order)
		order = host_order(a, b);
	if (!order)
		order = (a->id > b->id) - (a->id < b->id);
	return order ? order : memcmp(a->uuid, b->uuid, sizeof(a->uuid));
}

static int by_domain_order(const void *a, const void *b)
{
	return domain_order(*(struct domain *const *)a, *(struct domain *const *)b);
}

struct domain **domains_sorted(const struct domains *all, struct fail *f)
{
	struct domain **rows = arena_take(all->arena, (all->count + 1) * sizeof(*rows), f);
	size_t n = 0;

	if (!rows)
		return NULL;
	for (struct domain *d = all->first; d; d = d->next)
		rows[n++] = d;
	qsort(rows, n, sizeof(*rows), by_domain_order);
	return rows;
}
