/* SPDX-License-Identifier: MIT */
#include "applets/install.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Read a symbolic link of /proc into room. Return `otherwise` if /proc is not mounted. */
static const char *read_link(const char *link, const char *otherwise, char room[PATH_MAX])
{
	ssize_t len = readlink(link, room, PATH_MAX - 1);

	if (len <= 0)
		return otherwise;
	room[len] = '\0';
	return room;
}

/* Return the path of an open directory; empty if /proc is not mounted. */
static struct slice path_of(int directory, char room[PATH_MAX])
{
	char name[32];
	struct out o = OUT_IN(name);

	out_add(&o, "/proc/self/fd/");
	out_number(&o, directory);
	return slice_of(read_link(out_string(&o), "", room));
}

/* Is `from` the path of directory/link? Replacing the link would then replace the program itself. */
static bool is_itself(int directory, const char *link, const char *from)
{
	char room[PATH_MAX];
	struct slice path = path_of(directory, room);

	return slice_begins(slice_of(from), path) && !strcmp(from + path.len + 1, link);
}

/* Return what a symbolic link in a directory holds to reach `from`: a relative path if both lie in one folder below the
 * root, so that a tree made for another root keeps its links; else `from`. */
static const char *target(int directory, const char *from, char room[PATH_MAX])
{
	char path_room[PATH_MAX];
	struct slice path = path_of(directory, path_room);
	struct out o = OUT_AT(room, PATH_MAX);
	size_t common = 0;

	for (size_t i = 0; i <= path.len && from[i]; i++) {
		if (from[i] == '/' && (i == path.len || path.at[i] == '/'))
			common = i;
		if (i == path.len || from[i] != path.at[i])
			break;
	}
	if (!common)
		return from;
	for (size_t i = common; i < path.len; i++)
		if (path.at[i] == '/')
			out_add(&o, "../");
	out_add(&o, from + common + 1);
	out_string(&o);
	return o.failed ? from : room;
}

/* Check that directory/link may be created: no file exists there, or a link to this program. */
static int check_link(int directory, const char *link, const char *from, bool symbolic, struct fail *f)
{
	struct stat ours, there, itself;

	if (fstatat(directory, link, &itself, AT_SYMLINK_NOFOLLOW))
		return 0;
	if (fstatat(directory, link, &there, 0) || stat(from, &ours) || there.st_ino != ours.st_ino ||
		there.st_dev != ours.st_dev)
		return fail(f, UNWRITTEN, "%s exists and is no link to xmbox: it is not replaced", link);
	if (symbolic && S_ISREG(itself.st_mode) && (itself.st_nlink == 1 || is_itself(directory, link, from)))
		return fail(f, UNWRITTEN, "%s is this program itself: it is not replaced", link);
	return 0;
}

/* Create a link under a name that no file of the directory has, and write the name into room. Return 0, or -1 with
 * errno. */
static int make_new(int directory, const char *from, bool symbolic, char room[32])
{
	int result = -1;

	errno = EEXIST;
	for (int i = 0; result && errno == EEXIST && i < 100; i++) {
		struct out o = OUT_AT(room, 32);

		out_add(&o, ".xm-new-");
		out_number(&o, getpid());
		out_char(&o, '-');
		out_number(&o, i);
		out_string(&o);
		result = symbolic ? symlinkat(from, directory, room) :
				    linkat(AT_FDCWD, from, directory, room, AT_SYMLINK_FOLLOW);
	}
	return result;
}

/* Create the link under a new name, then rename it: a failure leaves the old link in place. */
static int make(int directory, const char *link, const char *from, bool symbolic, struct fail *f)
{
	char new[32], room[PATH_MAX];

	if (check_link(directory, link, from, symbolic, f))
		return FAILED;
	if (make_new(directory, symbolic ? target(directory, from, room) : from, symbolic, new))
		return fail(f, UNWRITTEN, "cannot link %s: %s%s", link, fail_errno(),
			errno == EXDEV ? " (-s makes symbolic links)" : "");
	if (renameat(directory, new, directory, link))
		fail(f, UNWRITTEN, "cannot link %s: %s", link, fail_errno());
	unlinkat(directory, new, 0); /* rename() keeps both names of one file */
	return fail_result(f);
}

int install_link(const char *self, const char *directory, const char *link, bool symbolic, struct fail *f)
{
	char room[PATH_MAX];
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;

	if (fd < 0)
		return fail(f, UNWRITTEN, "'%s': %s", directory, fail_errno());
	result = make(fd, link, read_link("/proc/self/exe", self, room), symbolic, f);
	fail_within(f, "%s", directory);
	close(fd);
	return result;
}
