/* SPDX-License-Identifier: MIT */
/*
 * Whole conversations: a source asks, the data answers, over as many connections as it likes; then all that
 * was told is shown in every form. The first three bytes choose the source and what is wanted. Nothing may
 * crash or hang, a failure has its message, and what is shown is as safe as ever.
 */
#include "fuzz.h"
#include "link/dial.h"
#include "show/json.h"
#include "show/sxp.h"
#include "show/table.h"
#include "source/source.h"

static struct memory answers;

/* Replaces core/link/dial.c: every connection continues the bytes of the previous one. */
static ssize_t read_answer(struct stream *s, char *at, size_t room)
{
	(void)s;
	return answers.stream.read(&answers.stream, at, room);
}

static int write_nothing(struct stream *s, struct slice bytes)
{
	(void)s;
	(void)bytes;
	return 0;
}

int dial(struct conn *c, const struct uri *u, const struct trust *trust, const struct deadline *d, int64_t limit_ns,
	struct fail *f)
{
	(void)u;
	(void)trust;
	(void)limit_ns;
	if (!answers.left)
		return fail(f, UNANSWERED, "nobody is there any more");
	*c = (struct conn){ .stream = { read_answer, write_nothing },
		.fd = 0,
		.local = true,
		.deadline = d,
		.fail = f };
	return 0;
}

void conn_close(struct conn *c)
{
	c->fd = -1;
}

/* Control characters never reach the output; line ends are our own. */
static void must_be_safe(const struct out *o)
{
	for (const char *c = o->start; c < o->at; c++)
		must((unsigned char)*c >= ' ' || *c == '\n');
	must(!memchr(o->start, 0x7f, (size_t)(o->at - o->start)));
}

static void show(struct domains *all, bool vcpus, bool trees)
{
	static const unsigned char some[] = { COLUMN_NAME, COLUMN_ID, COLUMN_UUID, COLUMN_STATE, COLUMN_MEMORY,
		COLUMN_CPU_TIME, COLUMN_LABEL, COLUMN_POOL, COLUMN_HOST };
	static const unsigned char each[] = { COLUMN_NAME, COLUMN_VCPU, COLUMN_CPU, COLUMN_ONLINE, COLUMN_VCPU_STATE,
		COLUMN_VCPU_TIME, COLUMN_AFFINITY };
	static char room[1 << 16];
	struct table table = { .count = vcpus ? sizeof(each) : sizeof(some), .vcpus = vcpus };

	memcpy(table.columns, vcpus ? each : some, table.count);
	for (struct domain *d = all->first; d; d = d->next) {
		struct vcpu *v = vcpus ? d->detail->vcpus_each : NULL;
		struct out o = OUT_IN(room);

		if (trees && d->detail->tree)
			sxp_print(&o, d->detail->tree);
		for (; vcpus ? v != NULL : o.at == room; v = vcpus ? v->next : NULL) {
			const struct vcpu *one = v;
			struct rows rows = { .domains = &d, .vcpus = vcpus ? &one : NULL, .count = 1 };
			struct row row = rows_at(&rows, 0);

			table_row(&o, &table, &row);
			json_rows(&o, table.columns, table.count, &rows, false);
			must_be_safe(&o);
			if (vcpus)
				o.at = o.start;
		}
		must_be_safe(&o);
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static const char *const texts[] = { "web1", "3", "a0000001-1111-4222-8333-000000000001", "Domain-0" };
	const struct source *source;
	struct fail f = { 0 };
	struct arena arena = { 0 };
	struct named named[4];
	struct ask ask = { .user = SLICE("root"), .password = SLICE(""), .host = SLICE(""), .named = named };
	struct talk talk = { .ask = &ask, .arena = &arena, .fail = &f };
	struct domains all;
	bool vcpus, trees;

	if (size < 3)
		return 0;
	source = data[0] & 1 ? &source_xend : &source_xenapi;
	ask.named_count = data[0] >> 1 & 3;
	for (size_t i = 0; i < ask.named_count; i++)
		must(!named_parse(&named[i], slice_of(texts[(i + (data[0] >> 3)) % 4]), &f));
	vcpus = data[1] & 1;
	trees = !vcpus && data[1] & 2;
	ask.wants = (vcpus ? WANT_VCPUS : WANT_RECORDS) | (trees ? WANT_ALL : 0) | (data[1] & 4 ? WANT_LABELS : 0) |
		(data[1] & 8 ? WANT_HOSTS : 0) | (data[1] & 16 ? WANT_RECORDS : 0) |
		(vcpus || trees || data[1] & 64 ? WANT_DETAIL : 0);
	must(!uri_parse(&ask.server, data[1] & 32 ? SLICE("unix:/x/xen-api.sock") : SLICE("unix:/x"), &f));
	ask.deadline = deadline_start(5 * SECOND_NS);
	answers = memory_of(data + 3, size - 3, 1 + data[2] * 16U);
	domains_start(&all, &arena);
	if (!source->open(&talk)) {
		int result = source->round(&talk, &all);

		source->close(&talk);
		must(!result == (f.status == SHOWN));
		if (!result)
			show(&all, vcpus, trees);
	}
	must(f.status == SHOWN || f.len);
	must(!memchr(f.text, '\n', f.len));
	arena_free(&arena);
	return 0;
}
