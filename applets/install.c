/* SPDX-License-Identifier: MIT */
#include "applets/install.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

/* This program's file; without /proc what it was called by. */
static const char *program(const char *self, char room[PATH_ROOM])
{
	ssize_t len = readlink("/proc/self/exe", room, PATH_ROOM - 1);

	if (len <= 0)
		return self;
	room[len] = '\0';
	return room;
}

/* Is nothing there, or a link to this program, which is then taken away? */
static int make_way(const char *to, const char *from, struct fail *f)
{
	struct stat ours, there;

	if (lstat(to, &there))
		return 0;
	if (stat(to, &there) || stat(from, &ours) || there.st_ino != ours.st_ino || there.st_dev != ours.st_dev)
		return fail(f, UNWRITTEN, "%s is there already, and no link to xmbox: it stays as it is", to);
	if (!strcmp(to, from))
		return fail(f, UNWRITTEN, "%s is this program itself: it stays as it is", to);
	return unlink(to) ? fail(f, UNWRITTEN, "cannot replace %s: %s", to, fail_errno()) : 0;
}

int install_link(const char *self, const char *directory, const char *name, bool symbolic, struct fail *f)
{
	char room[PATH_ROOM], path[PATH_ROOM];
	const char *from = program(self, room);
	struct out to = OUT_IN(path);
	int result;

	out_bytes(&to, slice_of(directory));
	out_bytes(&to, SLICE("/xm-"));
	out_bytes(&to, slice_of(name));
	out_char(&to, '\0');
	if (to.failed)
		return fail(f, MISUSED, "a path of more than %d bytes", PATH_ROOM);
	if (make_way(path, from, f))
		return FAILED;
	result = symbolic ? symlink(from, path) : linkat(AT_FDCWD, from, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
	if (result && errno == EXDEV)
		return fail(f, UNWRITTEN, "cannot link %s: it is on another file system (-s makes symbolic links)", path);
	return result ? fail(f, UNWRITTEN, "cannot link %s: %s", path, fail_errno()) : 0;
}
