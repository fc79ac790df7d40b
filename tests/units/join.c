/* SPDX-License-Identifier: MIT */
/*
 * What the toolstack and the hypervisor tell becomes one list: every rule as a case, each a line of what both
 * told and a line of what is to come of it. A domain is written
 *
 *	NAME/UUID/ID@HOST          UUID and ID one character each, - unknown (ID also x: it has none; UUID also 0:
 *	                           zeros, c: the control domain's), HOST here, over there, one or two of which nobody
 *	                           knows whether it is this one, or nothing; no name: the hypervisor's
 *	+d                         it is dying
 *
 * and what comes of it as NAME/UUID/ID:SOURCE, t the toolstack, h the hypervisor, b both.
 */
#include "unit.h"

#include "facts/join.h"
#include "facts/tree.h"
#include "facts/vcpu.h"

static struct host here = { .name = { "here", 4 } }, there = { .name = { "there", 5 }, .where = PLACE_OTHER };
static struct host one = { .name = { "one", 3 } }, two = { .name = { "two", 3 } };

static const struct {
	const char *rule, *told, *alive, *joined;
} cases[] = {
	{ "the same uuid is the same domain", "a/1/3@here", "/1/3", "a/1/3:b" },
	{ "and then the id is the hypervisor's", "a/1/7@here", "/1/3", "a/1/3:b" },
	{ "or the toolstack lacks it", "a/1/-", "/1/3", "a/1/3:b" },
	{ "or says that it does not run", "a/1/x", "/1/3", "a/1/3:b" },
	{ "each has its own", "a/1/3@here b/2/4@here", "/2/4 /1/3", "a/1/3:b b/2/4:b" },
	{ "the same id is, where the toolstack tells no uuid", "a/-/3@here", "/1/3", "a/1/3:b" },
	{ "or the hypervisor has none", "a/1/3@here", "/-/3", "a/1/3:b" },
	{ "or neither", "a/-/3", "/-/3", "a/-/3:b" },
	{ "the uuid of zeros is none, though both have it", "a/-/3 b/-/4", "/-/4 /-/3", "a/-/3:b b/-/4:b" },
	{ "nor is it one where the toolstack tells it", "dom0/0/0@here a/0/3@here b/0/x", "/-/0 /1/3 /2/4",
		"dom0/c/0:b a/1/3:b b/-/x:t /2/4:h" },
	{ "the same id and other uuids are two domains", "a/1/3@here", "/2/3", "a/1/x:t /2/3:h" },
	{ "the same id on another host is another domain", "a/-/3@there", "/1/3", "a/-/3:t /1/3:h" },
	{ "a uuid that is placed on another host is not joined", "a/1/7@there", "/1/3", "a/1/7:t /1/3:h" },
	{ "one that is nowhere yet is", "a/1/x", "/1/9", "a/1/9:b" },
	{ "what only the hypervisor has is a row", "a/1/3@here", "/1/3 /2/4", "a/1/3:b /2/4:h" },
	{ "all that only the hypervisor has", "", "/1/3 /2/4", "/1/3:h /2/4:h" },
	{ "what the hypervisor lacks does not run, if it was here", "a/1/3@here b/2/4 c/3/5@there", "",
		"a/1/x:t b/2/x:t c/3/5:t" },
	{ "what does not run stays as it is", "a/1/x", "/2/3", "a/1/x:t /2/3:h" },
	{ "a dying one beside its successor is a row", "a/1/4@here", "/1/3+d /1/4", "a/1/4:b /1/3:h" },
	{ "though the toolstack still has its id", "a/1/3@here", "/1/3+d /1/4", "a/1/4:b /1/3:h" },
	{ "and though it comes last", "a/1/4@here", "/1/4 /1/5+d", "a/1/4:b /1/5:h" },
	{ "one that dies without a successor is the domain", "a/1/3@here", "/1/3+d", "a/1/3:b" },
	{ "where both are told of, both are joined", "a/1/3 b/1/4", "/1/3+d /1/4", "a/1/3:b b/1/4:b" },
	{ "in any order", "b/1/4 a/1/3", "/1/3+d /1/4", "b/1/4:b a/1/3:b" },
	{ "two that live with one uuid, by their ids", "b/1/4 a/1/3", "/1/3 /1/4", "b/1/4:b a/1/3:b" },
	{ "id 0 is the control domain, whatever the hypervisor calls it", "dom0/c/0@here", "/-/0", "dom0/c/0:b" },
	{ "by its uuid alone", "dom0/c/-", "/-/0", "dom0/c/0:b" },
	{ "even where it has another uuid there", "dom0/c/-@here", "/9/0", "dom0/c/0:b" },
	{ "even where the toolstack has another uuid", "dom0/2/0@here", "/9/0", "dom0/2/0:b" },
	{ "though another domain claims id 0", "a/2/0@here dom0/c/-@here", "/-/0", "a/2/x:t dom0/c/0:b" },
	{ "a uuid counts more than an id", "a/-/3 b/1/7", "/1/3", "a/-/x:t b/1/3:b" },
	{ "not the control domain of another host", "dom0/2/0@there", "/-/0", "dom0/2/0:t /c/0:h" },
	{ "a pool's are two", "dom0/c/0@here other/2/0@there", "/-/0", "dom0/c/0:b other/2/0:t" },
	{ "without a domain 0, this host's control domain is no row", "dom0/c/0@here a/1/3@here", "/1/3", "a/1/3:b" },
	{ "known by its id alone", "a/1/3 dom0/2/0", "/1/3 /2/4", "a/1/3:b /2/4:h" },
	{ "or by its uuid alone", "dom0/c/x", "/1/3", "/1/3:h" },
	{ "but another host's is one", "dom0/c/0@there other/2/0@there", "/1/3", "dom0/c/0:t other/2/0:t /1/3:h" },
	{ "of hosts that nobody can tell apart, the same uuid is the same domain", "a/1/3@one b/2/3@two", "/2/7",
		"a/1/3:t b/2/7:b" },
	{ "the same id is another domain, and nobody knows that it does not run", "a/1/3@one b/2/4@two", "/-/3",
		"a/1/3:t b/2/4:t /-/3:h" },
	{ "even id 0", "x/1/0@one y/2/0@two", "/3/3", "x/1/0:t y/2/0:t /3/3:h" },
	{ "the control domain's uuid tells which is this one", "a/1/3@one b/2/3@two x/7/0@one dom0/c/0@two",
		"/-/0 /-/3", "a/1/3:t b/2/3:b x/7/0:t dom0/c/0:b" },
	{ "where another one's VM with the same uuid is not joined", "a/1/3@one dom0/c/0@two c/4/5@two", "/-/0 /1/9",
		"a/1/3:t dom0/c/0:b c/4/x:t /1/9:h" },
	{ "so does that uuid without a domain 0", "a/1/3@one dom0/c/0@two", "/-/3", "a/1/3:t /-/3:h" },
	{ "nothing and nothing", "", "", "" },
};

static unsigned char uuid_of(char c)
{
	return c == '-' || c == '0' ? 0 : (unsigned char)c;
}

static struct host *host_of(struct slice name)
{
	struct host *const hosts[] = { &here, &there, &one, &two };

	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		if (slice_is(name, hosts[i]->name))
			return hosts[i];
	return NULL;
}

/* The next of a line's domains onto a list. */
static void parse(struct domains *all, struct slice text, unsigned source, struct fail *f)
{
	one.where = two.where = PLACE_UNSURE;
	while (text.len) {
		struct slice word = slice_before(&text, ' '), state = word, place, id, uuid, name;
		struct domain *d = domain_new(all, f);

		place = slice_before(&state, '+');
		id = slice_before(&place, '@');
		name = slice_before(&id, '/');
		uuid = slice_before(&id, '/');
		d->source = (uint8_t)source;
		d->name = name.at;
		d->name_len = (uint16_t)name.len;
		d->known |= name.len ? KNOWN_NAME : 0;
		d->uuid[3] = uuid_of(uuid.at[0]);
		d->known |= uuid.at[0] != '-' ? KNOWN_UUID : 0;
		d->id = id.at[0] == 'x' ? -1 : id.at[0] - '0';
		d->known |= id.at[0] != '-' ? KNOWN_ID : 0;
		d->detail->host = host_of(place);
		d->known |= d->detail->host ? KNOWN_HOST : 0;
		d->state = state.len ? STATE_DYING : 0;
		d->known |= source == SOURCE_XEN ? KNOWN_STATE : 0;
		domain_add(all, d);
	}
}

static void write_down(struct out *o, const struct domains *all)
{
	for (const struct domain *d = all->first; d; d = d->next) {
		out_message(o, "%s%.*s/", d == all->first ? "" : " ", (int)domain_name(d).len, d->name);
		out_char(o, domain_knows(d, KNOWN_UUID) ? (char)(d->uuid[3] ? d->uuid[3] : '0') : '-');
		out_char(o, '/');
		out_char(o, !domain_knows(d, KNOWN_ID) ? '-' : d->id < 0 ? 'x' : (char)('0' + d->id));
		out_message(o, ":%c", d->source == SOURCE_XEN ? 'h' : d->source & SOURCE_XEN ? 'b' : 't');
	}
}

/* Join into one list, with the hypervisor's other domains at its end. */
static size_t both_as_one(struct domains *told, struct domains *alive, const unsigned char *control, unsigned wants)
{
	struct fail f = { 0 };
	size_t joined = join(told, alive, control, wants, &f), left = 0;

	for (const struct domain *d = alive->first; d; d = d->next)
		left++;
	alive->count += left == alive->count && f.status == SHOWN ? 0 : 1000; /* is seen */
	domains_move(alive, told);
	return joined;
}

static void rules(void)
{
	const unsigned char control[16] = { 0, 0, 0, 'c' };

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct arena arena = { 0 };
		struct fail f = { 0 };
		struct domains told, alive;
		char room[256];
		struct out o = OUT_IN(room);
		size_t both = 0, joined;

		domains_start(&told, &arena);
		domains_start(&alive, &arena);
		parse(&told, slice_of(cases[i].told), SOURCE_XAPI, &f);
		parse(&alive, slice_of(cases[i].alive), SOURCE_XEN, &f);
		joined = both_as_one(&told, &alive, control, 0);
		write_down(&o, &told);
		for (const char *c = cases[i].joined; *c; c++)
			both += c[0] == ':' && c[1] == 'b';
		PROMISE(cases[i].rule,
			CHECK(slice_is(out_slice(&o), slice_of(cases[i].joined))) && CHECK(joined == both) &&
				CHECK(!alive.first));
		arena_free(&arena);
	}
}

/* Two reports with all facts, all different. */
static void owners(void)
{
	static const struct slice label = { "xen's", 5 }, other = { "told", 4 }, pool = { "pool", 4 };
	static struct vcpu mine, theirs;
	struct arena arena = { 0 };
	struct fail f = { 0 };
	struct domains told, alive;
	struct domain *t, *h;

	domains_start(&told, &arena);
	domains_start(&alive, &arena);
	alive.pcpus = 8;
	parse(&told, SLICE("a/1/2@here"), SOURCE_XAPI, &f);
	parse(&alive, SLICE("h/1/3"), SOURCE_XEN, &f);
	t = told.first;
	h = alive.first;
	*t->detail = (struct detail){ .host = &here,
		.label = &other,
		.pool = &pool,
		.start_time = 11,
		.memory_max = 12,
		.vcpus_max = 15,
		.vcpus_each = &theirs };
	*h->detail = (struct detail){ .label = &label,
		.start_time = 21,
		.memory_max = 22,
		.vcpus_max = 25,
		.vcpus_each = &mine };
	*t = (struct domain){ .known = UINT16_MAX & (2 * KNOWN_POOL - 1),
		.name = "a",
		.name_len = 1,
		.detail = t->detail,
		.memory = 13,
		.cpu_ns = 14,
		.id = 2,
		.vcpus = 16,
		.state = STATE_PAUSED,
		.power = POWER_PAUSED,
		.source = SOURCE_XAPI,
		.uuid = { 1 } };
	*h = (struct domain){ .known = (uint16_t)(t->known & ~(unsigned)(KNOWN_POWER | KNOWN_HOST | KNOWN_POOL)),
		.name = "h",
		.name_len = 1,
		.detail = h->detail,
		.memory = 23,
		.cpu_ns = 24,
		.id = 3,
		.vcpus = 26,
		.state = STATE_RUNNING,
		.source = SOURCE_XEN,
		.uuid = { 1 } };
	alive.first = h;
	PROMISE("join: two complete reports become one domain",
		both_as_one(&told, &alive, NULL, WANT_VCPUS) == 1 && told.count == 1);
	PROMISE("join: id, state, time, memory in use, online VCPUs, each VCPU and Xen's label are the hypervisor's",
		CHECK(t->id == 3) && CHECK(t->state == STATE_RUNNING) && CHECK(t->cpu_ns == 24) &&
			CHECK(t->memory == 23) && CHECK(t->vcpus == 26) && CHECK(t->detail->label == &label) &&
			CHECK(t->detail->vcpus_each == &mine) && CHECK(told.pcpus == 8));
	PROMISE("join: name, power, maxima, host, pool and start time are the toolstack's",
		CHECK(slice_is(domain_name(t), SLICE("a"))) && CHECK(t->power == POWER_PAUSED) &&
			CHECK(t->detail->vcpus_max == 15) && CHECK(t->detail->memory_max == 12) &&
			CHECK(t->detail->host == &here) && CHECK(t->detail->pool == &pool) &&
			CHECK(t->detail->start_time == 11));
	arena_free(&arena);
}

/* Facts known to one report only. */
static void gaps(void)
{
	static const struct slice label = { "told", 4 };
	struct arena arena = { 0 };
	struct fail f = { 0 };
	struct domains told, alive;
	struct domain *t, *h;

	domains_start(&told, &arena);
	domains_start(&alive, &arena);
	parse(&told, SLICE("/-/0"), SOURCE_XENSTORE, &f);
	parse(&alive, SLICE("Domain-0/1/0"), SOURCE_XEN, &f);
	t = told.first;
	h = alive.first;
	t->detail->label = &label;
	t->known |= KNOWN_LABEL | KNOWN_MEMORY;
	h->detail->memory_max = 5;
	h->detail->vcpus_max = 6;
	h->known |= KNOWN_MEMORY_MAX | KNOWN_VCPUS_MAX;
	both_as_one(&told, &alive, NULL, 0);
	PROMISE("join: a fact missing in one report comes from the other: name, uuid, maxima, label",
		CHECK(slice_is(domain_name(t), SLICE("Domain-0"))) && CHECK(t->uuid[3] == '1') &&
			CHECK(t->detail->memory_max == 5) && CHECK(t->detail->vcpus_max == 6) &&
			CHECK(domain_knows(t,
				KNOWN_NAME | KNOWN_UUID | KNOWN_MEMORY_MAX | KNOWN_VCPUS_MAX | KNOWN_LABEL)) &&
			CHECK(t->detail->label == &label));
	PROMISE("join: memory in use is the hypervisor's or unknown", !domain_knows(t, KNOWN_MEMORY));
	PROMISE("join: the row names both sources", t->source == (SOURCE_XENSTORE | SOURCE_XEN));
	arena_free(&arena);
}

static unsigned any(unsigned *state, unsigned n)
{
	*state = *state * 1103515245 + 12345;
	return (*state >> 16) % n;
}

/* A line of at most 6 domains, of few uuids and ids. */
static struct slice make_line(struct out *o, unsigned *state, bool alive)
{
	static const char *const known[] = { "", "@here", "@there" }, *const unknown[] = { "", "@one", "@two" };
	const char *const *places = any(state, 2) ? known : unknown;
	unsigned next = 0;

	for (unsigned n = any(state, 7); n; n--) {
		char uuid = "-0123c"[any(state, 6)], id = "012345-x"[any(state, 8)];
		const char *place = places[any(state, 3)];

		if (alive) { /* Xen lists them by their ids, once each */
			next += 1 + any(state, 2);
			id = "0123456789"[next - 1 < 10 ? next - 1 : 9];
			place = any(state, 4) ? "" : "+d";
		}
		if (next > 10)
			break;
		out_message(o, "%s%s/%c/%c%s", o->at > o->start ? " " : "", alive ? "" : "n", uuid, id, place);
	}
	return out_slice(o);
}

/* Give each domain a name of its own. */
static void number_names(struct domains *told)
{
	static const char names[] = "abcdefgh";
	size_t n = 0;

	for (struct domain *t = told->first; t; t = t->next)
		domain_set_name(t, (struct slice){ names + n++, 1 });
}

/* The list has each living id once, each name, and nothing else; domains on other hosts are unchanged. */
static bool all_there(const struct domains *told, size_t names, size_t living, size_t joined)
{
	size_t seen = 0, named = 0, ids = 0;
	bool good = told->count == names + living - joined;

	for (const struct domain *d = told->first; d; d = d->next) {
		bool xen = d->source & SOURCE_XEN;

		seen++;
		named += d->name_len > 0;
		ids += xen;
		good &= xen ? !domain_elsewhere(d) && d->id >= 0 : domain_where(d) != PLACE_HERE || !domain_lives(d);
		for (const struct domain *e = told->first; xen && e != d; e = e->next)
			good &= !(e->source & SOURCE_XEN && e->id == d->id);
	}
	return good && seen == told->count && named == names && ids == living;
}

/* If the control domain is on one of the hosts that nobody knows, that is this one. */
static void tell_hosts(const struct domains *told, const struct domains *alive, const unsigned char *control)
{
	const struct host *its = NULL;

	for (const struct domain *h = alive->first; h; h = h->next)
		if (!h->id && !control && domain_has_uuid(h))
			control = h->uuid;
	for (const struct domain *t = told->first; t && control; t = t->next)
		if (domain_knows(t, KNOWN_UUID | KNOWN_HOST) && !memcmp(t->uuid, control, 16))
			its = t->detail->host;
	if (its != &one && its != &two)
		return;
	one.where = its == &one ? PLACE_HERE : PLACE_OTHER;
	two.where = its == &two ? PLACE_HERE : PLACE_OTHER;
}

static bool is_control(const struct domain *t, const unsigned char *control)
{
	bool by_id = domain_knows(t, KNOWN_ID) && t->id == 0;
	bool by_uuid = control && domain_knows(t, KNOWN_UUID) && t->uuid[3] == control[3];

	return (by_uuid && !domain_elsewhere(t)) || (by_id && domain_where(t) == PLACE_HERE);
}

/* The rows of this host's control domain, if the hypervisor has none. */
static size_t count_control(const struct domains *told, const struct domains *alive, const unsigned char *control)
{
	size_t n = 0;

	for (const struct domain *h = alive->first; h; h = h->next)
		if (h->id == 0)
			return 0;
	tell_hosts(told, alive, control);
	for (const struct domain *t = told->first; t; t = t->next)
		n += is_control(t, control);
	one.where = two.where = PLACE_UNSURE;
	return n;
}

static void whatever(void)
{
	const unsigned char uuid[16] = { 0, 0, 0, 'c' }, *control;
	unsigned state = 1;
	bool good = true;

	for (int i = 0; i < 20000 && good; i++) {
		char told_room[256], alive_room[256];
		struct out told_line = OUT_IN(told_room), alive_line = OUT_IN(alive_room);
		struct arena arena = { 0 };
		struct fail f = { 0 };
		struct domains told, alive;
		size_t names, living;

		domains_start(&told, &arena);
		domains_start(&alive, &arena);
		parse(&told, make_line(&told_line, &state, false), SOURCE_XAPI, &f);
		parse(&alive, make_line(&alive_line, &state, true), SOURCE_XEN, &f);
		control = any(&state, 2) ? uuid : NULL;
		names = told.count - count_control(&told, &alive, control);
		living = alive.count;
		good = all_there(&told, names, living, both_as_one(&told, &alive, control, 0));
		arena_free(&arena);
	}
	PROMISE("join: for any two reports, no domain is lost, invented or doubled", good);
}

/* Pair by loops over all domains: join must give the same, whatever it uses to find them. */
static struct domain *find_plainly(const struct domains *told, const struct domain *h, bool exact)
{
	struct domain *by_id = NULL;

	for (struct domain *t = told->first; t; t = t->next) {
		bool id = domain_knows(t, KNOWN_ID) && t->id == h->id;
		bool uuids = domain_knows(t, KNOWN_UUID) && domain_knows(h, KNOWN_UUID);

		if (t->source & SOURCE_XEN || domain_elsewhere(t))
			continue;
		if (uuids && !memcmp(t->uuid, h->uuid, sizeof(t->uuid)) && (id || !exact))
			return t;
		if (id && !exact && (!uuids || !h->id) && !by_id && domain_where(t) == PLACE_HERE)
			by_id = t;
	}
	return by_id;
}

static void write_pair(struct out *o, const struct domain *t, const struct domain *h)
{
	out_message(o, "%.*s=%d ", (int)domain_name(t).len, t->name, h->id);
}

/* Write the pairs, in the order of the toolstack's domains. */
static void pair_plainly(struct out *o, struct domains *told, struct domains *alive, const unsigned char *control)
{
	const struct domain *of[8] = { NULL };
	bool has_control = false;

	for (struct domain *h = alive->first; h; h = h->next) {
		if (!h->id && control)
			domain_set_uuid(h, control);
		has_control |= !h->id;
	}
	tell_hosts(told, alive, control);
	for (struct domain *t = told->first; t; t = t->next) {
		if (!has_control && is_control(t, control))
			t->source |= SOURCE_XEN; /* is no row */
		domain_check_uuid(t);
	}
	for (unsigned pass = 0; pass < 4; pass++)
		for (struct domain *h = alive->first; h; h = h->next) {
			struct domain *t = !(h->state & STATE_DYING) == (pass < 2) && !(h->source & SOURCE_XENSTORE) ?
				find_plainly(told, h, pass % 2 == 0) :
				NULL;
			size_t place = 0;

			for (const struct domain *before = told->first; t && before != t; before = before->next)
				place++;
			if (!t)
				continue;
			of[place] = h;
			t->source |= SOURCE_XEN;
			h->source |= SOURCE_XENSTORE; /* is paired */
		}
	for (const struct domain *t = told->first, *const *h = of; t; t = t->next, h++)
		if (*h)
			write_pair(o, t, *h);
}

static void equal(void)
{
	const unsigned char uuid[16] = { 0, 0, 0, 'c' }, *control;
	unsigned state = 7;
	bool good = true;
	size_t pairs = 0;

	for (int i = 0; i < 50000 && good; i++) {
		char told_room[256], alive_room[256], plain_room[256], room[256];
		struct out told_line = OUT_IN(told_room), alive_line = OUT_IN(alive_room);
		struct out plain = OUT_IN(plain_room), o = OUT_IN(room);
		struct slice told_text = make_line(&told_line, &state, false);
		struct slice alive_text = make_line(&alive_line, &state, true);
		struct arena arena = { 0 };
		struct fail f = { 0 };
		struct domains told, alive;

		control = any(&state, 2) ? uuid : NULL;
		domains_start(&told, &arena);
		domains_start(&alive, &arena);
		parse(&told, told_text, SOURCE_XAPI, &f);
		parse(&alive, alive_text, SOURCE_XEN, &f);
		number_names(&told);
		pair_plainly(&plain, &told, &alive, control);
		domains_start(&told, &arena);
		domains_start(&alive, &arena);
		parse(&told, told_text, SOURCE_XAPI, &f);
		parse(&alive, alive_text, SOURCE_XEN, &f);
		number_names(&told);
		join(&told, &alive, control, 0, &f);
		for (const struct domain *t = told.first; t; t = t->next)
			if (t->source & SOURCE_XEN)
				write_pair(&o, t, t);
		good = slice_is(out_slice(&plain), out_slice(&o)) && f.status == SHOWN;
		pairs += out_slice(&o).len > 0;
		arena_free(&arena);
	}
	PROMISE("join: 50 000 random reports are paired as by loops over all domains", good && pairs > 15000);
}

/* Facts of a toolstack about a domain unknown to Xen. */
static void lacking(void)
{
	struct vcpu v = { .known = VCPU_ONLINE | VCPU_STATE | VCPU_CPU | VCPU_CPU_TIME | VCPU_AFFINITY, .cpu = 7 };
	struct vcpu first = { .next = &v, .known = VCPU_AFFINITY };
	struct arena arena = { 0 };
	struct fail f = { 0 };
	struct domains told, alive;

	domains_start(&told, &arena);
	domains_start(&alive, &arena);
	parse(&told, SLICE("a/1/3@here"), SOURCE_XEND, &f);
	told.first->detail->vcpus_each = &first;
	told.first->power = POWER_PAUSED;
	told.first->known |= KNOWN_POWER;
	PROMISE("join: a joined domain paused by the toolstack is paused",
		domain_condition(told.first) == CONDITION_PAUSED);
	both_as_one(&told, &alive, NULL, WANT_VCPUS);
	PROMISE("join: a domain unknown to the hypervisor does not run, whatever its power state",
		domain_condition(told.first) == CONDITION_HALTED && told.first->power == POWER_PAUSED);
	PROMISE("join: VCPUs of a domain that does not run keep their affinity only",
		CHECK(told.first->detail->vcpus_each == &first) && CHECK(first.next == &v) && CHECK(v.cpu == -1) &&
			CHECK(first.cpu == -1) && CHECK(v.known == (VCPU_CPU | VCPU_AFFINITY)) &&
			CHECK(first.known == v.known));
	arena_free(&arena);
}

static struct tree *tree(struct trees *trees, struct slice key)
{
	struct tree *root = trees_domain(trees);

	trees_pair(trees, root, key, TREE_TEXT, key);
	return root;
}

/* Is each element in the list of its parent? Printing climbs from one to the other. */
static bool in_one_piece(const struct tree *list)
{
	for (const struct tree *t = list->first; t; t = t->next)
		if (t->parent != list || !in_one_piece(t))
			return false;
	return true;
}

static void trees(void)
{
	struct arena arena = { 0 };
	struct fail f = { 0 };
	struct trees made = { .arena = &arena, .fail = &f };
	struct domains told, alive;
	struct domain *t;

	domains_start(&told, &arena);
	domains_start(&alive, &arena);
	parse(&told, SLICE("a/1/3 b/2/4 c/3/5"), SOURCE_XENSTORE, &f);
	parse(&alive, SLICE("/1/3 /2/4 /3/5"), SOURCE_XEN, &f);
	t = told.first;
	t->detail->tree = tree(&made, SLICE("vm"));
	alive.first->detail->tree = tree(&made, SLICE("flags"));
	alive.first->next->detail->tree = tree(&made, SLICE("flags"));
	t->next->next->source = SOURCE_XAPI;
	t->next->next->detail->tree = tree(&made, SLICE("uuid"));
	alive.first->next->next->detail->tree = tree(&made, SLICE("flags"));
	both_as_one(&told, &alive, NULL, WANT_ALL);
	PROMISE("join: --long has xenstored's keys, then Xen's",
		CHECK(slice_is(t->detail->tree->first->next->next->next->last->text, SLICE("vm"))) &&
			CHECK(slice_is(t->detail->tree->last->last->text, SLICE("flags"))) &&
			CHECK(!t->detail->tree->last->next));
	PROMISE("join: --long is one tree of both", in_one_piece(t->detail->tree));
	PROMISE("join: --long has Xen's record if there is no other",
		t->next->detail->tree && slice_is(t->next->detail->tree->last->last->text, SLICE("flags")));
	PROMISE("join: --long has the toolstack's record only",
		slice_is(t->next->next->detail->tree->last->last->text, SLICE("uuid")));
	arena_free(&arena);
}

void unit_join(void)
{
	rules();
	owners();
	gaps();
	whatever();
	equal();
	lacking();
	trees();
}
