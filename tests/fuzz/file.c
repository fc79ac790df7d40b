/* SPDX-License-Identifier: MIT */
/*
 * XAPI's database on disk, of any bytes: nothing may crash or hang, a failure and a flaw have their message,
 * which holds no line end, and what is shown holds no control. The first byte chooses what is
 * wanted.
 */
#include "fuzz.h"
#include "show/sxp.h"
#include "source/source.h"
#include "source/xapidb/names.h"

#include <stdio.h>
#include <unistd.h>

static bool count_names(void *to, const unsigned char uuid[16], struct slice name)
{
	*(size_t *)to += 1 + (size_t)(uuid[0] & 1) * name.len;
	return true;
}

static void show(const struct domains *all, unsigned wants)
{
	static char room[1 << 16];

	for (struct domain *d = all->first; d; d = d->next) {
		struct out o = OUT_IN(room);

		must(d->source == SOURCE_FILE);
		out_text(&o, domain_name(d));
		if (wants & WANT_ALL && d->detail->tree)
			sxp_print(&o, d->detail->tree);
		for (const char *c = o.start; c < o.at; c++)
			must((unsigned char)*c >= ' ' || *c == '\n');
	}
}

static void list(const char *uri, unsigned choice)
{
	struct fail f = { 0 };
	struct arena arena = { 0 };
	struct ask ask = { .user = SLICE("root"), .password = SLICE(""), .host = SLICE("") };
	struct talk talk = { .ask = &ask, .arena = &arena, .fail = &f };
	struct domains all;

	ask.wants = choice & 1 ? WANT_VCPUS | WANT_DETAIL :
		choice & 2     ? WANT_RECORDS | WANT_ALL | WANT_DETAIL :
				 WANT_RECORDS;
	ask.host = choice & 4 ? SLICE("xs1") : SLICE("");
	ask.or_nowhere = choice & 8;
	ask.deadline = deadline_start(5 * SECOND_NS);
	must(!uri_parse(&ask.server, slice_of(uri), &f));
	domains_start(&all, &arena);
	if (!source_file.open(&talk)) {
		int result = source_file.round(&talk, &all);

		source_file.close(&talk);
		must(!result == (f.status == SHOWN));
		must((all.flaw == SHOWN) == !all.why.len);
		if (!result)
			show(&all, ask.wants);
	}
	must(f.status == SHOWN || f.len);
	must(!memchr(f.text, '\n', f.len) && (!all.why.len || !memchr(all.why.at, '\n', all.why.len)));
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static int fd = -1;
	static char uri[64];
	struct deadline deadline = deadline_start(5 * SECOND_NS);
	size_t names = 0;

	if (fd < 0) {
		char path[] = "/tmp/xmbox-fuzz.XXXXXX";

		fd = mkstemp(path);
		must(fd >= 0 && !unlink(path));
		snprintf(uri, sizeof(uri), "file:/proc/self/fd/%d", fd);
	}
	if (!size)
		return 0;
	must(!ftruncate(fd, 0) && pwrite(fd, data + 1, size - 1, 0) == (ssize_t)size - 1);
	list(uri, data[0]);
	xapidb_names(uri + 5, &deadline, count_names, &names);
	return 0;
}
