/* SPDX-License-Identifier: MIT */
#include "source/xapidb/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A link could lead to any file that root may read. */
static int open_only(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
}

/* Read the first bytes of a small file; return an empty slice if there is none. */
static struct slice first_bytes(const char *path, char *room, size_t size)
{
	int fd = open_only(path);
	struct stat is;
	ssize_t len = fd < 0 || fstat(fd, &is) || !S_ISREG(is.st_mode) ? 0 : read(fd, room, size);

	if (fd >= 0)
		close(fd);
	return (struct slice){ room, len > 0 ? (size_t)len : 0 };
}

/* Identify a file of another kind by its first bytes; return NULL if it may be a database. */
static const char *instead(struct slice head)
{
	if (!head.len)
		return "is empty, as a bug report's is where the database could not be read";
	if (slice_begins(head, SLICE("\x1f\x8b")))
		return "is compressed (gunzip it first)";
	if (slice_begins(head, SLICE("redo-log")))
		return "is a redo log, no database";
	while (head.len && memchr("\xef\xbb\xbf \t\r\n", head.at[0], 7))
		head = slice_drop(head, 1);
	return head.len && head.at[0] == '<' ? NULL : "is no database of XAPI, not even XML";
}

/* Copy stdin, which may be a pipe, to a file in memory: the reader seeks. Return its descriptor. */
static int open_stdin(const struct deadline *deadline, struct fail *f)
{
	int fd = memfd_create("stdin", MFD_CLOEXEC);
	char room[16 * 1024];
	int64_t left = XAPIDB_STDIN;
	ssize_t n = 1;

	if (fd < 0)
		return fail(f, BROKEN, "%s", fail_errno());
	while (!deadline_wait(deadline, 0, POLLIN, false, f) && (n = read(0, room, sizeof(room))) > 0 &&
		(left -= n) >= 0)
		if (write(fd, room, (size_t)n) != n)
			break;
	if (!n && !lseek(fd, 0, SEEK_SET))
		return fd;
	if (left < 0)
		fail(f, EXCEEDED, "more than %d MiB on stdin: keep it in a file", XAPIDB_STDIN / (1024 * 1024));
	else
		fail(f, BROKEN, "reading stdin failed: %s", fail_errno());
	close(fd);
	return FAILED;
}

int xapidb_open(const char *path, const struct deadline *deadline, struct fail *f)
{
	bool from_stdin = !strcmp(path, "-");
	int fd = from_stdin ? open_stdin(deadline, f) : open_only(path);
	const char *wrong = "is no regular file";
	char room[64];
	struct stat is;
	ssize_t len;

	if (fd < 0 && from_stdin)
		return FAILED;
	if (fd < 0) {
		bool absent = errno == ENOENT || errno == ENOTDIR;

		if (errno == ELOOP)
			fail(f, BROKEN, "is a symbolic link, or behind a loop of them: give the file itself");
		if (errno == ENXIO)
			fail(f, BROKEN, "is a socket (try unix:)");
		fail(f, absent ? UNANSWERED : errno == EACCES || errno == EPERM ? DENIED : BROKEN, "%s", fail_errno());
		return absent ? ABSENT : FAILED;
	}
	if (!fstat(fd, &is) && S_ISREG(is.st_mode)) {
		len = pread(fd, room, sizeof(room), 0);
		wrong = len < 0 ? fail_errno() : instead((struct slice){ room, (size_t)len });
	}
	if (!wrong)
		return fd;
	close(fd);
	return fail(f, BROKEN, "%s", wrong);
}

void xapidb_age(int fd, const char *path, struct slice called, struct out *text)
{
	static const char places[] = "pool.conf\0etc/xensource/pool.conf\0../../../etc/xensource/pool.conf\0"
				     "/etc/xensource/pool.conf\0";
	const char *name = strrchr(path, '/'), *unit = "minutes", *sense = "old";
	struct slice folder = { path, name ? (size_t)(name + 1 - path) : 0 }, role = SLICE("");
	char room[XAPIDB_PATH];
	struct stat is;
	int64_t age;

	if (!strcmp(path, "-")) {
		out_message(text, "%.*s: memory, VCPUs and power state are what they were when that was written",
			(int)called.len, called.at);
		return;
	}
	if (fstat(fd, &is))
		return;
	age = ((int64_t)time(NULL) - (int64_t)is.st_mtime) / 60;
	if (age < 0) /* a rescue shell's clock may be unset */
		age = -age, sense = "ahead of the clock";
	if (age >= 120)
		age /= 60, unit = "hours";
	if (age >= 48 && *unit == 'h')
		age /= 24, unit = "days";
	for (const char *place = places; *place && !role.len; place += strlen(place) + 1) {
		struct out o = OUT_IN(room);

		out_bytes(&o, *place == '/' ? SLICE("") : folder);
		out_add(&o, place);
		role = first_bytes(out_string(&o), room, 256);
		role = slice_trim(slice_before(&role, '\n'));
		if (!slice_is(role, SLICE("master")) && !slice_is(role, SLICE("broken")) &&
			!slice_begins(role, SLICE("slave:")))
			role = SLICE(""); /* no pool.conf, but another file by a link, perhaps a secret one */
	}
	out_message(text, "%.*s is %lld %s %s: memory, VCPUs and power state are what they were then%s%.*s",
		(int)called.len, called.at, (long long)age, unit, sense,
		role.len ? "; its host was, by pool.conf, " : "", (int)role.len, role.at);
}

/* Return the number of times XAPI had written it, the decimal number in PATH.generation; -1: unknown. */
static int64_t generation(const char *path, char *room)
{
	struct out o = OUT_AT(room, XAPIDB_PATH);
	char digits[32];
	struct slice text;
	int64_t n = -1;

	out_add(&o, path);
	out_add(&o, ".generation");
	out_string(&o);
	text = o.failed ? SLICE("") : first_bytes(room, digits, sizeof(digits));
	slice_number(slice_before(&text, '\n'), &n);
	return n;
}

/* Return the first of XAPI's own places that is there; without any, the other path, or else the first place. */
static const char *usual_place(const char *other)
{
	static const char *const places[] = { "/var/lib/xcp/state.db", "/var/xapi/state.db" }; /* the older one last */

	for (size_t i = 0; i < COUNT(places); i++)
		if (!access(places[i], F_OK))
			return places[i];
	return other ? other : places[0];
}

const char *xapidb_place(const char *conf, char room[XAPIDB_PATH])
{
	const char *best = NULL, *missing = NULL;
	char text[XAPIDB_PATH];
	struct slice rest = first_bytes(conf, text, sizeof(text) - 1);
	int64_t newest = INT64_MIN;

	while (rest.len) {
		struct slice line = slice_before(&rest, '\n'), path = line;
		int64_t n;

		if (!slice_begins(line, SLICE("[/")) || !memchr(line.at, ']', line.len))
			continue;
		path = slice_drop(path, 1);
		path = slice_before(&path, ']');
		text[path.at + path.len - text] = '\0';
		if (access(path.at, F_OK)) {
			missing = missing ? missing : path.at;
			continue;
		}
		n = generation(path.at, room);
		if (n > newest) {
			newest = n;
			best = path.at;
		}
	}
	best = best ? best : usual_place(missing);
	memmove(room, best, strlen(best) + 1);
	return room;
}
