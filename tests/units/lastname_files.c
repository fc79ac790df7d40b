/* SPDX-License-Identifier: MIT */
/* Names from files: the files read, in a folder used as the root. */
#include "unit.h"

#include "source/lastname.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define UUID "11111111-2222-3333-4444-555555555501"

static const unsigned char nobody[16];
static unsigned char mine[16];

/* The folder used as the root. */
static char root[256];

static const char *in_root(const char *file)
{
	static char room[512];
	struct out path = OUT_IN(room);

	out_message(&path, "%s%s%c", root, file, '\0');
	return room;
}

/* Write a file, and create its folders. */
static void put(const char *file, struct slice text)
{
	const char *path = in_root(file);
	char folder[512];
	int fd;

	for (size_t i = strlen(root) + 1; path[i]; i++)
		if (path[i] == '/') {
			memcpy(folder, path, i);
			folder[i] = '\0';
			mkdir(folder, 0700);
		}
	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, text.at, text.len) != (ssize_t)text.len)
		printf("FAIL %s is written\n", path);
	close(fd);
}

/* Does domain 7 get this name (NULL: none), from this file? */
static bool is_named(const char *name, const char *file)
{
	char room[NESTED_WORD], path[LASTNAME_FILE];
	struct out is = OUT_IN(room), where = OUT_IN(path);

	if (!lastname(root, 7, mine, &is, &where))
		return !name && !out_slice(&is).len && !out_slice(&where).len;
	return name && slice_is(out_slice(&is), slice_of(name)) && slice_is(out_slice(&where), slice_of(in_root(file)));
}

#define OF_LIBXL "/var/lib/xen/userdata-d.7." UUID ".libxl-json"
#define OF_BACKEND(name) "/var/run/nonpersistent/xenopsd/" name "/VM/" UUID "/config"
#define OF_XENOPSD OF_BACKEND("classic")
#define OF_XEND "/var/lib/xend/domains/" UUID "/config.sxp"
#define OF_XL "/var/lib/xen/userdata-d.7." UUID ".xl"

static void order(void)
{
	static const char *const others[] = { OF_BACKEND("a"), OF_BACKEND("b"), OF_BACKEND("c"), OF_BACKEND("d"),
		OF_BACKEND("simulator"), OF_BACKEND("zz") }; /* in any order */
	bool good = is_named(NULL, NULL);

	put(OF_XL, SLICE("name = 'xl'\n"));
	good &= is_named("xl", OF_XL);
	put(OF_XEND, SLICE("(domain (name xend))"));
	put(OF_BACKEND(".."), SLICE("{\"name\":\"none\"}"));
	good &= is_named("xend", OF_XEND);
	put(OF_BACKEND("xenlight"), SLICE("{\"name\":\"backend\"}"));
	good &= is_named("backend", OF_BACKEND("xenlight"));
	put(OF_XENOPSD, SLICE("{\"name\":\"xenopsd\"}"));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		put(others[i], SLICE("{\"name\":\"backend\"}"));
	good &= is_named("xenopsd", OF_XENOPSD);
	put(OF_LIBXL, SLICE("{\"c_info\":{\"name\":\"libxl\"}}"));
	good &= is_named("libxl", OF_LIBXL);
	PROMISE("files: those of libxl, xenopsd, another backend, xend and xl are read", good);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		unlink(in_root(others[i]));
	put(OF_LIBXL, SLICE("{\"c_info\":{\"name\":\"libxl\""));
	put(OF_XENOPSD, SLICE("{\"name\":\"xenopsd\",\"id\":\"11111111-2222-3333-4444-555555555502\"}"));
	PROMISE("files: after one that is cut, or of another domain, the next is read",
		is_named("backend", OF_BACKEND("xenlight")));
}

static void only_files(void)
{
	static const struct slice good = { "{\"c_info\":{\"name\":\"libxl\"}}", 27 };
	char left[64];
	int fd;

	put(OF_XENOPSD, SLICE("{\"name\":\"xenopsd\"}"));
	unlink(in_root(OF_LIBXL));
	alarm(10);
	PROMISE("files: a FIFO does not block", !mkfifo(in_root(OF_LIBXL), 0600) && is_named("xenopsd", OF_XENOPSD));
	alarm(0);
	fd = open(in_root(OF_LIBXL), O_RDWR | O_NONBLOCK);
	PROMISE("files: a FIFO is not read",
		CHECK(write(fd, good.at, good.len) == (ssize_t)good.len) && CHECK(is_named("xenopsd", OF_XENOPSD)) &&
			CHECK(read(fd, left, sizeof(left)) == (ssize_t)good.len));
	close(fd);
	unlink(in_root(OF_LIBXL));
	PROMISE("files: a folder is skipped", !mkdir(in_root(OF_LIBXL), 0700) && is_named("xenopsd", OF_XENOPSD));
	rmdir(in_root(OF_LIBXL));
	put("/var/lib/xen/elsewhere", good);
	PROMISE("files: a link is skipped",
		!symlink("elsewhere", in_root(OF_LIBXL)) && is_named("xenopsd", OF_XENOPSD));
	unlink(in_root(OF_LIBXL));
}

static void whose(void)
{
	char room[NESTED_WORD], path[LASTNAME_FILE];
	struct out is = OUT_IN(room), where = OUT_IN(path), small = OUT_IN(path);

	put(OF_LIBXL, SLICE("{\"c_info\":{\"name\":\"web--incoming--incoming\"}}"));
	PROMISE("files: --incoming is removed from the name of a migrated domain", is_named("web--incoming", OF_LIBXL));
	put(OF_LIBXL, SLICE("{\"c_info\":{\"name\":\"--incoming\"}}"));
	PROMISE("files: --incoming alone is no name", is_named("xenopsd", OF_XENOPSD));
	put(OF_XENOPSD, SLICE("{\"name\":\"a--incoming\"}"));
	PROMISE("files: --incoming is removed in libxl's files only", is_named("a--incoming", OF_XENOPSD));
	put("/var/lib/xen/userdata-d.0.00000000-0000-0000-0000-000000000000.libxl-json",
		SLICE("{\"c_info\":{\"name\":\"evil\"}}"));
	PROMISE("files: the all-zero uuid has no name",
		CHECK(!lastname(root, 0, nobody, &is, &where)) && CHECK(is.at == room) && CHECK(where.at == path));
	put("/var/lib/xen/userdata-d.6." UUID ".libxl-json", SLICE("{\"c_info\":{\"name\":\"stale\"}}"));
	small.end = path + strlen(in_root(OF_XEND)) + 1;
	PROMISE("files: a path that does not fit is skipped",
		lastname(root, 7, mine, &is, &small) && slice_is(out_slice(&is), SLICE("xend")));
	unlink(in_root(OF_XENOPSD));
	unlink(in_root(OF_BACKEND("xenlight")));
	unlink(in_root(OF_XEND));
	unlink(in_root(OF_LIBXL));
	unlink(in_root(OF_XL));
	PROMISE("files: a file of another id is not used", is_named(NULL, NULL));
}

static int delete (const char *path, const struct stat *is, int kind, struct FTW *at)
{
	(void)is;
	(void)kind;
	(void)at;
	return remove(path);
}

void unit_lastname_files(void)
{
	const char *tmp = getenv("TMPDIR");
	struct out path = OUT_IN(root);

	slice_uuid(SLICE(UUID), mine);
	out_message(&path, "%s/xmbox-unit.XXXXXX%c", tmp ? tmp : "/tmp", '\0');
	if (path.failed || !mkdtemp(root)) {
		PROMISE("files: the folder for the test is created", false);
		return;
	}
	order();
	only_files();
	whose();
	nftw(root, delete, 8, FTW_DEPTH | FTW_PHYS);
}
