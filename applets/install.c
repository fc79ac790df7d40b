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

/* Is `from` the path of directory/link? Replacing the link would then replace the program itself. */
static bool is_itself(int directory, const char *link, const char *from)
{
	char name[32], room[PATH_MAX];
	struct out o = OUT_IN(name);
	struct slice path;

	out_add(&o, "/proc/self/fd/");
	out_number(&o, directory);
	path = slice_of(read_link(out_string(&o), "", room));
	return slice_begins(slice_of(from), path) && !strcmp(from + path.len + 1, link);
}

/* Check that directory/link may be created: no file exists there, or a link to this program. */
static int check_link(int directory, const char *link, const char *from, bool symbolic, struct fail *f)
{
	struct stat ours, there, itself;

	if (fstatat(directory, link, &itself, AT_SYMLINK_NOFOLLOW))
		return 0;
	if (fstatat(directory, link, &there, 0) || stat(from, &ours) || there.st_ino != ours.st_ino ||
		there.st_dev != ours.st_dev)
		return fail(f, UNWRITTEN, "%s is there already, and no link to xmbox: it stays as it is", link);
	if (symbolic && S_ISREG(itself.st_mode) && (itself.st_nlink == 1 || is_itself(directory, link, from)))
		return fail(f, UNWRITTEN, "%s is this program itself: it stays as it is", link);
	return 0;
}

/* Create the link under a temporary name, then rename it: a failure leaves the old link in place. */
static int make(int directory, const char *link, const char *from, bool symbolic, struct fail *f)
{
	static const char new[] = ".xm-new";

	if (check_link(directory, link, from, symbolic, f))
		return FAILED;
	unlinkat(directory, new, 0);
	if (symbolic ? symlinkat(from, directory, new) : linkat(AT_FDCWD, from, directory, new, AT_SYMLINK_FOLLOW))
		return fail(f, UNWRITTEN, "cannot link %s: %s%s", link, fail_errno(),
			errno == EXDEV ? " (-s makes symbolic links)" : "");
	if (renameat(directory, new, directory, link))
		return fail(f, UNWRITTEN, "cannot link %s: %s", link, fail_errno());
	unlinkat(directory, new, 0); /* rename() keeps both names of one file */
	return 0;
}

int install_link(const char *self, const char *directory, const char *name, bool symbolic, struct fail *f)
{
	char room[PATH_MAX], link[64];
	struct out o = OUT_IN(link);
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;

	if (fd < 0)
		return fail(f, UNWRITTEN, "'%s': %s", directory, fail_errno());
	out_add(&o, "xm-");
	out_add(&o, name);
	out_string(&o);
	result = make(fd, link, read_link("/proc/self/exe", self, room), symbolic, f);
	fail_within(f, "%s", directory);
	close(fd);
	return result;
}
