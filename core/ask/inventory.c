/* SPDX-License-Identifier: MIT */
#include "ask/inventory.h"

#include <fcntl.h>
#include <unistd.h>

bool under_xen(void)
{
	int fd = open("/sys/hypervisor/type", O_RDONLY | O_CLOEXEC | O_NOCTTY);
	char type[8];
	ssize_t len = fd < 0 ? 0 : read(fd, type, sizeof(type));

	if (fd >= 0)
		close(fd);
	return slice_begins((struct slice){ type, len > 0 ? (size_t)len : 0 }, SLICE("xen"));
}

struct slice inventory(const char *file, const char *key, char room[INVENTORY_ROOM])
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	ssize_t len = fd < 0 ? 0 : read(fd, room, INVENTORY_ROOM);
	struct slice rest = { room, len > 0 ? (size_t)len : 0 }, found = SLICE("");

	if (fd >= 0)
		close(fd);
	while (rest.len) {
		struct slice line = slice_before(&rest, '\n'), value = line, name = slice_before(&value, '=');

		if (name.len == line.len || !slice_is(slice_trim(name), slice_of(key)))
			continue;
		found = slice_trim(value);
		if (found.len > 1 && found.at[0] == '\'' && found.at[found.len - 1] == '\'')
			found = slice_trim((struct slice){ found.at + 1, found.len - 2 });
	}
	return found;
}
