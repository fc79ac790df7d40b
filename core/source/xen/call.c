/* SPDX-License-Identifier: MIT */
#include "source/xen/call.h"

#include <errno.h>

enum {
	/* clang-format off */
	SYSCTL = 35, DOMCTL = 36, /* hypercalls */
	/* clang-format on */
	CONTROL = 256, /* bytes of an operation, at the front of the room */
};

/* Offsets in an operation. */
enum { OPERATION_COMMAND = 0, OPERATION_VERSION = 4, DOMCTL_DOMAIN = 8 };

uint32_t hypervisor_get32(const struct hypervisor *h, size_t at)
{
	uint32_t n;

	memcpy(&n, h->privcmd.room + at, sizeof(n));
	return n;
}

uint64_t hypervisor_get64(const struct hypervisor *h, size_t at)
{
	uint64_t n;

	memcpy(&n, h->privcmd.room + at, sizeof(n));
	return n;
}

void hypervisor_put32(struct hypervisor *h, size_t at, uint32_t n)
{
	memcpy(h->privcmd.room + at, &n, sizeof(n));
}

void hypervisor_put64(struct hypervisor *h, size_t at, uint64_t n)
{
	memcpy(h->privcmd.room + at, &n, sizeof(n));
}

uint64_t hypervisor_address(const struct hypervisor *h, size_t at)
{
	return (uint64_t)(uintptr_t)(h->privcmd.room + at);
}

long hypervisor_operate(struct hypervisor *h, uint64_t op, uint32_t command, uint32_t version)
{
	hypervisor_put32(h, OPERATION_COMMAND, command);
	hypervisor_put32(h, OPERATION_VERSION, version);
	h->talk->requests++;
	return h->privcmd.call(&h->privcmd, op, hypervisor_address(h, 0));
}

long hypervisor_sysctl(struct hypervisor *h, uint32_t command)
{
	return hypervisor_operate(h, SYSCTL, command, h->sysctl);
}

long hypervisor_domctl(struct hypervisor *h, uint32_t command, int32_t id)
{
	hypervisor_put32(h, DOMCTL_DOMAIN, (uint32_t)id);
	return hypervisor_operate(h, DOMCTL, command, h->domctl);
}

void hypervisor_clear(struct hypervisor *h)
{
	memset(h->privcmd.room, 0, CONTROL);
}

bool hypervisor_denied(void)
{
	return errno == EPERM || errno == EACCES;
}

void hypervisor_withholds(struct hypervisor *h, int32_t id)
{
	if (h->withheld && h->last == id)
		return;
	if (!h->withheld++) {
		h->first = id;
		h->denial = errno;
	}
	h->last = id;
}
