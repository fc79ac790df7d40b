/* SPDX-License-Identifier: MIT */
#include "unit.h"
#include "source/source.h"
#include "source/xapidb/file.h"
#include "source/xapidb/names.h"
#include "source/xapidb/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool plain_is(const char *text, const char *want)
{
	char room[64];
	size_t len = strlen(text);

	memcpy(room, text, len);
	return slice_is((struct slice){ room, xapidb_unprotect(room, len) }, slice_of(want));
}

/* A list as "[a[bc]]"; "-": it is none. */
static bool list_is(const char *text, const char *want)
{
	struct arena arena = { 0 };
	struct fail f = { 0 };
	struct trees trees = { .arena = &arena, .fail = &f };
	struct tree *parent = trees_add(&trees, NULL, TREE_LIST, SLICE("")),
		    *at = xapidb_tree(slice_of(text), &trees, parent);
	char room[64];
	struct out o = OUT_IN(room);

	out_bytes(&o, at ? SLICE("") : SLICE("-"));
	while (at && at != parent) {
		out_bytes(&o, tree_is_list(at) ? SLICE("[") : at->text);
		if (tree_is_list(at) && at->first) {
			at = at->first;
			continue;
		}
		out_bytes(&o, tree_is_list(at) ? SLICE("]") : SLICE(""));
		while (at->parent != parent && !at->next) {
			at = at->parent;
			out_bytes(&o, SLICE("]"));
		}
		at = at->next ? at->next : parent;
	}
	arena_free(&arena);
	return slice_is(out_slice(&o), slice_of(want));
}

static void texts(void)
{
	PROMISE("database: texts protected by XAPI's writers are restored",
		CHECK(plain_is("a%.b", "a b")) && CHECK(plain_is("100%%%.x", "100% x")) &&
			CHECK(plain_is("%t%n%r", "\t\n\r")) && CHECK(plain_is("a%_b c", "a  b c")) &&
			CHECK(plain_is("%", "%")) && CHECK(plain_is("%x%%.", "%x%.")) && CHECK(plain_is("", "")) &&
			CHECK(plain_is("%%%", "%%")));
	PROMISE("database: sets and maps are read as lists",
		CHECK(list_is("()", "[]")) && CHECK(list_is("('a' 'b')", "[ab]")) &&
			CHECK(list_is("(('k' 'v') ('w' ''))", "[[kv][w]]")) &&
			CHECK(list_is("('it\\'s' 'a\\\\b' \"c'd\" 'e\"f' '(g)')", "[it'sa\\bc'de\"f(g)]")));
	PROMISE("database: malformed lists are refused",
		CHECK(list_is("", "-")) && CHECK(list_is("a", "-")) && CHECK(list_is("(", "-")) &&
			CHECK(list_is("('a'", "-")) && CHECK(list_is("('a", "-")) && CHECK(list_is("('a\\'", "-")) &&
			CHECK(list_is("('a'))", "-")) && CHECK(list_is("(a)", "-")) && CHECK(list_is("() ", "-")) &&
			CHECK(list_is(")", "-")) && CHECK(list_is("'a'", "-")) && CHECK(list_is("()()", "-")));
}

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	if (!file)
		abort();
	fputs(text, file);
	fclose(file);
}

static void places(void)
{
	char folder[] = "/tmp/xmbox-place.XXXXXX", room[XAPIDB_PATH], text[256], one[64], other[64];

	if (!mkdtemp(folder) || chdir(folder))
		abort();
	PROMISE("database: without db.conf, XAPI's default path is used",
		!strcmp(xapidb_place("nosuch", room), "/var/lib/xcp/state.db"));
	snprintf(text, sizeof(text), "[%s/one]\nmode:no_limit\n\n[%s/other]\r\nformat:xml\n[x]\n[", folder, folder);
	write_file("conf", text);
	snprintf(one, sizeof(one), "%s/one", folder);
	snprintf(other, sizeof(other), "%s/other", folder);
	PROMISE("database: db.conf says where it is missed", !strcmp(xapidb_place("conf", room), one));
	write_file("other", "");
	write_file("one.generation", "14");
	PROMISE("database: db.conf says where it is; a file that is not there is not",
		!strcmp(xapidb_place("conf", room), other));
	unlink("one.generation");
	write_file("one", "");
	write_file("other.generation", "12");
	PROMISE("database: of several paths the newest file is used", !strcmp(xapidb_place("conf", room), other));
	write_file("one.generation", "13\n");
	PROMISE("database: the newest file may be any of them", !strcmp(xapidb_place("conf", room), one));
	write_file("conf", "nonsense");
	PROMISE("database: a db.conf without a path is ignored",
		!strcmp(xapidb_place("conf", room), "/var/lib/xcp/state.db"));
	if (unlink("conf") || unlink("one") || unlink("other") || unlink("one.generation") ||
		unlink("other.generation") || chdir("/") || rmdir(folder))
		abort();
}

/* A copy of a recorded database, to be cut: its descriptor, and the size. */
static int copy(const char *recorded, char name[32], off_t *size)
{
	char path[512], room[32768];
	int from, fd;
	ssize_t n;

	snprintf(path, sizeof(path), "%s/recorded/disk/%s", getenv("TESTS"), recorded);
	from = open(path, O_RDONLY | O_CLOEXEC);
	strcpy(name, "/tmp/xmbox-file.XXXXXX");
	fd = mkstemp(name);
	n = read(from, room, sizeof(room));
	if (n < 1 || write(fd, room, (size_t)n) != n)
		abort();
	close(from);
	*size = n;
	return fd;
}

/* Read the file once. Return 0 or the result of the source. */
static int list(const char *name, struct arena *arena, struct domains *all, struct fail *f)
{
	char uri[64];
	struct ask ask = { .user = SLICE(""),
		.host = SLICE(""),
		.wants = WANT_RECORDS | WANT_HOSTS | WANT_DETAIL,
		.deadline = deadline_start(0) };
	struct talk talk = { .ask = &ask, .arena = arena, .fail = f };
	int result;

	snprintf(uri, sizeof(uri), "file:%s", name);
	domains_start(all, arena);
	if (uri_parse(&ask.server, slice_of(uri), f))
		abort();
	result = source_file.open(&talk);
	if (!result)
		result = source_file.round(&talk, all);
	if (!result)
		source_file.close(&talk);
	return result;
}

/* Does the whole file report the same about it, or more? */
static bool is_of(const struct domain *d, const struct domains *whole)
{
	for (const struct domain *w = whole->first; w; w = w->next) {
		struct domain both = *d;
		struct detail detail = *d->detail;
		bool host = d->detail->host && d->detail->host->name.len;

		if (memcmp(d->uuid, w->uuid, sizeof(d->uuid)))
			continue;
		detail.host = w->detail->host;
		both.detail = &detail;
		domain_doubt(&both, w);
		return both.known == d->known && !!d->detail->host == !!w->detail->host &&
			(!host || slice_is(d->detail->host->name, w->detail->host->name));
	}
	return false;
}

/* Every part of the file from its beginning gives a message, and rows of the whole file. */
static bool cut_everywhere(const char *recorded)
{
	struct arena kept = { 0 };
	struct domains whole;
	struct fail f = { 0 };
	char name[32];
	off_t size;
	int fd = copy(recorded, name, &size);
	bool good = !list(name, &kept, &whole, &f) && whole.count == 2 && whole.flaw == SHOWN && !whole.why.len;

	for (off_t n = size - 1; n >= 0 && good; n -= unit_step) {
		struct arena arena = { 0 };
		struct domains some;
		size_t rows = 0;
		int result;

		f = (struct fail){ 0 };
		if (ftruncate(fd, n))
			abort();
		result = list(name, &arena, &some, &f);
		for (const struct domain *d = some.first; d && !result; d = d->next, rows++)
			good &= is_of(d, &whole);
		good &= result ? result == FAILED && f.status == BROKEN && f.len > 0 :
				 rows > 0 && some.flaw == BROKEN && some.why.len > 0;
		if (!good)
			printf("%s cut at %ld\n", recorded, (long)n);
		arena_free(&arena);
	}
	arena_free(&kept);
	close(fd);
	unlink(name);
	return good;
}

/* With one byte of it destroyed, wherever: a message, and all rows but the one that the byte was of; none
 * where what says that it is a database is destroyed. */
static bool hurt_everywhere(const char *recorded)
{
	struct arena kept = { 0 };
	struct domains whole;
	struct fail f = { 0 };
	char name[32], text[32768], *vms, *end;
	off_t size;
	int fd = copy(recorded, name, &size);
	bool good = !list(name, &kept, &whole, &f) && whole.count == 2;

	if (pread(fd, text, sizeof(text) - 1, 0) != size)
		abort();
	text[size] = '\0';
	vms = strstr(text, "<table name=\"VM\">");
	end = strstr(vms, "</table>");
	for (off_t n = size - 1; n >= 0 && good; n -= unit_step) {
		struct arena arena = { 0 };
		struct domains some;
		bool needed = text + n < strstr(text, "<manifest") || (text + n >= vms && text + n < end);
		int result;

		f = (struct fail){ 0 };
		if (pwrite(fd, "\1", 1, n) != 1)
			abort();
		result = list(name, &arena, &some, &f);
		for (const struct domain *d = some.first; d && !result; d = d->next)
			good &= is_of(d, &whole);
		if (result || some.count != 2)
			good &= needed;
		good &= result ? f.status == BROKEN && f.len > 0 : some.flaw == BROKEN && some.why.len > 0;
		if (!good)
			printf("%s hurt at %ld: %d, %zu rows\n", recorded, (long)n, result, result ? 0 : some.count);
		if (pwrite(fd, text + n, 1, n) != 1)
			abort();
		arena_free(&arena);
	}
	arena_free(&kept);
	close(fd);
	unlink(name);
	return good;
}

struct found {
	unsigned count, most;
	bool good;
};

static bool take(void *to, const unsigned char uuid[16], struct slice name)
{
	struct found *found = to;

	found->good |= uuid[0] == 0x0e && uuid[15] == 0x16 && slice_is(name, SLICE("guest-00001"));
	return ++found->count < found->most;
}

static struct found names(const char *name, unsigned most)
{
	struct deadline deadline = deadline_start(0);
	struct found found = { 0, most, false };

	xapidb_names(name, &deadline, take, &found);
	return found;
}

static void find_names(void)
{
	char name[32];
	off_t size;
	int fd = copy("v1249-state-2vm.db", name, &size);

	PROMISE("database: names are found by uuid", names(name, 9).count == 2 && names(name, 9).good);
	PROMISE("database: names are read no further than wanted", names(name, 1).count == 1 && !names(name, 1).good);
	PROMISE("database: names of intact rows of a damaged file are found",
		!ftruncate(fd, size / 2) && names(name, 9).count == 1);
	PROMISE("database: a missing file gives no name and no message",
		CHECK(!ftruncate(fd, 0)) && CHECK(!names(name, 9).count) && CHECK(!names("/nosuch", 9).count));
	close(fd);
	unlink(name);
}

void unit_file(void)
{
	int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC), err = dup(2);

	if (!CONFIG_SOURCE_FILE)
		return;
	texts();
	places();
	fflush(stdout);
	dup2(quiet, 2); /* its age is told of each */
	PROMISE("database (v26) cut everywhere: one failure message, and only rows of the whole file",
		cut_everywhere("v26-state-2vm.db"));
	PROMISE("database (v1.249) cut everywhere: one failure message, and only rows of the whole file",
		cut_everywhere("v1249-state-2vm.db"));
	PROMISE("database (bug report) cut everywhere: one failure message, and only rows of the whole file",
		cut_everywhere("v26-xapi-db-2vm.bugreport.xml"));
	PROMISE("database (v26): a destroyed byte costs no more than its row", hurt_everywhere("v26-state-2vm.db"));
	PROMISE("database (bug report): a destroyed byte costs no more than its row",
		hurt_everywhere("v26-xapi-db-2vm.bugreport.xml"));
	find_names();
	dup2(err, 2);
	close(err);
	close(quiet);
}
