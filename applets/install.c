/* SPDX-License-Identifier: MIT */
#include "applets/install.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* This program's file; without /proc what it was called by. */
static const char *program(const char *self, char room[PATH_MAX])
{
	ssize_t len = readlink("/proc/self/exe", room, PATH_MAX - 1);

	if (len <= 0)
		return self;
	room[len] = '\0';
	return room;
}

/* "DIRECTORY/BEFORE-NAME" into room: false where it does not fit. */
static bool join(char room[PATH_MAX], const char *directory, const char *before, const char *name)
{
	struct out o = { room, room, room + PATH_MAX, -1, 0, false };

	out_bytes(&o, slice_of(directory));
	out_char(&o, '/');
	out_bytes(&o, slice_of(before));
	out_bytes(&o, slice_of(name));
	out_char(&o, '\0');
	return !o.failed;
}

/* May `to` be replaced by a link to `from`? It may where nothing is there, or another link to it. */
static int check(const char *to, const char *from, bool symbolic, struct fail *f)
{
	struct stat ours, there, itself;

	if (lstat(to, &itself))
		return 0;
	if (stat(to, &there) || stat(from, &ours) || there.st_ino != ours.st_ino || there.st_dev != ours.st_dev)
		return fail(f, UNWRITTEN, "%s is there already, and no link to xmbox: it stays as it is", to);
	if (symbolic && S_ISREG(itself.st_mode) && (itself.st_nlink == 1 || !strcmp(to, from)))
		return fail(f, UNWRITTEN, "%s is this program itself: it stays as it is", to);
	return 0;
}

/* The new link gets another name first, so that nothing is lost where it cannot be made. */
int install_link(const char *self, const char *directory, const char *name, bool symbolic, struct fail *f)
{
	char room[PATH_MAX], real[PATH_MAX], to[PATH_MAX], new[PATH_MAX];
	const char *from = program(self, room);

	if (!*directory || !realpath(directory, real))
		return fail(f, UNWRITTEN, "'%s' is no directory: %s", directory, *directory ? fail_errno() : "no name");
	if (!join(to, real, "xm-", name) || !join(new, real, ".xm-new-", name))
		return fail(f, MISUSED, "a path of more than %d bytes", PATH_MAX - 1);
	if (check(to, from, symbolic, f))
		return FAILED;
	unlink(new);
	if (symbolic ? symlink(from, new) : linkat(AT_FDCWD, from, AT_FDCWD, new, AT_SYMLINK_FOLLOW))
		return fail(f, UNWRITTEN, "cannot link %s: %s%s", to, fail_errno(),
			errno == EXDEV ? " (-s makes symbolic links)" : "");
	if (rename(new, to))
		return fail(f, UNWRITTEN, "cannot link %s: %s", to, fail_errno());
	unlink(new); /* still there where both were the same file */
	return 0;
}
