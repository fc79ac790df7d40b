/* SPDX-License-Identifier: MIT */
#include "link/privcmd.h"
#include "link/child.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static long hypercall(struct privcmd *p, uint64_t op, uint64_t argument)
{
	struct {
		uint64_t op, arg[5];
	} call = { op, { argument, 0, 0, 0, 0 } };

	return ioctl(p->fd, _IOC(_IOC_NONE, 'P', 0, sizeof(call)), &call);
}

/* Map memory from the hypercall device, or lock memory on kernels before 4.18. */
static char *map_room(void)
{
	int fd = open("/dev/xen/hypercall", O_RDWR | O_CLOEXEC);
	char *room;

	if (fd >= 0) {
		room = mmap(NULL, PRIVCMD_ROOM, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		close(fd);
	} else {
		room = mmap(NULL, PRIVCMD_ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1,
			0);
	}
	if (room == MAP_FAILED)
		return NULL;
	madvise(room, PRIVCMD_ROOM, MADV_DONTFORK);
	memset(room, 0, PRIVCMD_ROOM); /* touch every page */
	return room;
}

int privcmd_open(struct privcmd *p, int64_t limit_ns, struct fail *f)
{
	static const char *const devices[] = { "/dev/xen/privcmd", "/proc/xen/privcmd" };

	*p = (struct privcmd){ .call = hypercall, .fd = -1 };
	for (size_t i = 0; p->fd < 0 && i < COUNT(devices) && (!i || errno == ENOENT); i++)
		p->fd = child_open(devices[i], O_RDWR, limit_ns);
	if (p->fd < 0 && fail_scarce())
		return fail(f, EXCEEDED, "/dev/xen/privcmd: %s", fail_errno());
	f->unready = p->fd < 0 && errno == ETIMEDOUT;
	if (f->unready)
		return fail(f, UNANSWERED, "/dev/xen/privcmd does not open (does this kernel wait for xenstored?)");
	if (p->fd < 0 && (errno == EACCES || errno == EPERM))
		return fail(f, DENIED, "/dev/xen/privcmd: %s (are you root?)", fail_errno());
	if (p->fd < 0) {
		fail(f, UNANSWERED, "/dev/xen/privcmd: %s (modprobe xen-privcmd; is this a dom0?)", fail_errno());
		return ABSENT;
	}
	p->room = map_room();
	if (p->room)
		return 0;
	fail(f, EXCEEDED, "cannot map memory for hypercalls: %s", fail_errno());
	privcmd_close(p);
	return FAILED;
}

void privcmd_close(struct privcmd *p)
{
	if (p->room)
		munmap(p->room, PRIVCMD_ROOM);
	if (p->fd >= 0)
		close(p->fd);
	p->room = NULL;
	p->fd = -1;
}
