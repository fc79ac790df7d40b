/* SPDX-License-Identifier: MIT */
#include "source/xapidb_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int open_only(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

/* The beginning of a small file; empty where there is none. */
static struct slice beginning(const char *path, char *room, size_t size)
{
	int fd = open_only(path);
	ssize_t len = fd < 0 ? 0 : read(fd, room, size);

	if (fd >= 0)
		close(fd);
	return (struct slice){ room, len > 0 ? (size_t)len : 0 };
}

/* What a file is instead, by how it begins; NULL: it may be a database. */
static const char *instead(struct slice head)
{
	if (!head.len)
		return "is empty (as what a bug report has of a database that could not be read)";
	if (slice_begins(head, SLICE("\x1f\x8b")))
		return "is compressed (gunzip it first)";
	if (slice_begins(head, SLICE("redo-log")))
		return "is a redo log, and no database by itself";
	if (slice_begins(head, SLICE("\xef\xbb\xbf")))
		head.at += 3, head.len -= 3;
	while (head.len && memchr(" \t\r\n", head.at[0], 4))
		head.at++, head.len--;
	return head.len && head.at[0] != '<' ? "is no database of XAPI: not even XML" : NULL;
}

int xapidb_open(const char *path, struct fail *f)
{
	int fd = open_only(path);
	char room[512];
	struct stat is;
	const char *wrong;
	ssize_t len;

	if (fd < 0) {
		bool absent = errno == ENOENT || errno == ENOTDIR;

		fail(f, absent ? UNANSWERED : errno == EACCES ? DENIED : BROKEN, "cannot be opened: %s", fail_errno());
		return absent ? ABSENT : FAILED;
	}
	if (fstat(fd, &is) || !(S_ISREG(is.st_mode) || S_ISBLK(is.st_mode))) {
		wrong = "is no file";
	} else {
		len = pread(fd, room, sizeof(room), 0);
		wrong = len < 0 ? fail_errno() : instead((struct slice){ room, (size_t)len });
	}
	if (!wrong)
		return fd;
	close(fd);
	return fail(f, BROKEN, "%s", wrong);
}

/* "3 hours ago" */
static void put_age(struct out *o, int64_t seconds)
{
	static const struct {
		int seconds;
		const char *word;
	} units[] = { { 86400, "days" }, { 3600, "hours" }, { 60, "minutes" }, { 1, "seconds" } };
	size_t i = 0;

	if (seconds < 0) {
		out_bytes(o, SLICE("in the future, by this clock"));
		return;
	}
	while (units[i].seconds > 1 && seconds < 2 * units[i].seconds)
		i++;
	out_format(o, "%lld %s ago", (long long)seconds / units[i].seconds, units[i].word);
}

/* What a pool.conf says of its host; false where it says nothing, or is not there. */
static bool put_role(struct out *o, const char *path)
{
	char room[256];
	struct slice text = beginning(path, room, sizeof(room)), what = slice_before(&text, '\n'), rest = slice_trim(what);

	what = slice_before(&rest, ':');
	if (slice_is(what, SLICE("master")))
		out_format(o, ", as its pool's master");
	else if (slice_is(what, SLICE("slave")))
		out_format(o, ", as a member of the pool of %.*s", (int)rest.len, rest.at);
	else
		return false;
	out_format(o, " (%s)", path);
	return true;
}

void xapidb_tell_age(int fd, const char *path, struct slice called)
{
	static const char *const places[] = { "pool.conf", "etc/xensource/pool.conf", "../../../etc/xensource/pool.conf" };
	const char *name = strrchr(path, '/');
	char age[48], role[640], beside[XAPIDB_PATH];
	struct out when = OUT_IN(age), as = OUT_IN(role);
	struct stat is;
	bool known = false;

	if (fstat(fd, &is))
		return;
	put_age(&when, (int64_t)time(NULL) - (int64_t)is.st_mtime);
	for (size_t i = 0; i < sizeof(places) / sizeof(*places) && !known; i++) {
		struct out o = OUT_IN(beside);

		out_bytes(&o, (struct slice){ path, name ? (size_t)(name + 1 - path) : 0 });
		out_bytes(&o, slice_of(places[i]));
		out_char(&o, '\0');
		known = !o.failed && put_role(&as, beside);
	}
	if (!known)
		put_role(&as, "/etc/xensource/pool.conf");
	warning("%.*s was written %.*s%.*s: memory, VCPUs and power state are what they were then", (int)called.len,
		called.at, (int)out_slice(&when).len, age, (int)out_slice(&as).len, role);
}

/* How often XAPI had written it: the decimal number in PATH.generation; -1: nobody knows. */
static int64_t generation(const char *path, char *room)
{
	struct out o = { room, room, room + XAPIDB_PATH, -1, 0, false };
	char digits[32];
	int64_t n = -1;

	out_bytes(&o, slice_of(path));
	out_bytes(&o, slice_of(".generation") );
	out_char(&o, '\0');
	if (!o.failed)
		slice_number(slice_trim(beginning(room, digits, sizeof(digits))), &n);
	return n;
}

const char *xapidb_place(const char *conf, char room[XAPIDB_PATH])
{
	const char *best = "/var/lib/xcp/state.db";
	char text[XAPIDB_PATH];
	struct slice rest = beginning(conf, text, sizeof(text) - 1);
	int64_t newest = INT64_MIN;

	while (rest.len) {
		struct slice line = slice_before(&rest, '\n'), path = line;
		int64_t n;

		if (!slice_begins(line, SLICE("[/")) || !memchr(line.at, ']', line.len))
			continue;
		path.at++;
		path.len--;
		path = slice_before(&path, ']');
		text[path.at + path.len - text] = '\0';
		n = generation(path.at, room);
		if (n > newest) {
			newest = n;
			best = path.at;
		}
	}
	memmove(room, best, strlen(best) + 1);
	return room;
}
