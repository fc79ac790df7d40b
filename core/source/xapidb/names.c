/* SPDX-License-Identifier: MIT */
#include "source/xapidb/names.h"
#include "source/vm/roll.h"
#include "source/xapidb/file.h"
#include "source/xapidb/row.h"

#include <stddef.h>
#include <unistd.h>

void xapidb_names(const char *path, const struct deadline *deadline,
	bool (*take)(void *to, const unsigned char uuid[16], struct slice name), void *to)
{
	static struct xapidb db;
	static char name[TEXT_KEPT];
	struct fail f = { 0 };
	int fd = xapidb_open(path, deadline, &f);
	bool more = fd >= 0;

	if (more)
		xapidb_begin(&db, fd, deadline);
	while (more && xapidb_row(&db) == XAPIDB_VM) {
		struct vm vm = { .name = OUT_IN(name) };

		if (xapidb_read(&db, vm_fields, VM_NAME + 1, &vm, &vm.came, &vm.told) &&
			vm.came == (1U << VM_NAME | 1U << VM_UUID))
			more = take(to, vm.uuid, out_slice(&vm.name));
	}
	if (fd >= 0)
		close(fd);
}
