/* SPDX-License-Identifier: MIT */
/*
 * Preloaded, it lets Xen's own xenstored and oxenstored run where there is no Xen: of the hypervisor's libraries
 * what they call at their start, or for a domain that they are told of. Every domain is there; nobody rings.
 */
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum { PAGE = 4096, INFO = 64 /* bytes of a domain's record that may be looked at */ };

static int handle, ports;

/* Each also declared, for warnings; what they are is in xenctrl.h, xenevtchn.h and xengnttab.h. */
/* clang-format off */
#define STUB(type, name, arguments, body) type name arguments; type name arguments { body }
#define UNUSED(a) (void)(a)

STUB(void *, xc_interface_open, (void *logger, void *dombuild, unsigned flags),
	UNUSED(logger); UNUSED(dombuild); UNUSED(flags); return &handle;)
STUB(int, xc_interface_close, (void *h), UNUSED(h); return 0;)
STUB(int, xc_domain_getinfo, (void *h, uint32_t first, unsigned most, void *info),
	UNUSED(h); UNUSED(most); memset(info, 0, INFO); memcpy(info, &first, sizeof(first)); return 1;)
STUB(int, xc_domain_getinfolist, (void *h, uint32_t first, unsigned most, void *info),
	UNUSED(h); UNUSED(most); memset(info, 0, INFO); memcpy(info, &first, sizeof(uint16_t)); return 1;)
STUB(void *, xc_map_foreign_range, (void *h, uint32_t id, int size, int prot, unsigned long frame),
	UNUSED(h); UNUSED(id); UNUSED(frame);
	return mmap(NULL, (size_t)size, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);)

STUB(void *, xenevtchn_open, (void *logger, unsigned flags), UNUSED(logger); UNUSED(flags); return &handle;)
STUB(int, xenevtchn_close, (void *h), UNUSED(h); return 0;)
STUB(int, xenevtchn_fd, (void *h), static int fd; UNUSED(h); if (!fd) fd = eventfd(0, 0); return fd;)
STUB(int, xenevtchn_bind_interdomain, (void *h, uint32_t id, uint32_t port),
	UNUSED(h); UNUSED(id); UNUSED(port); return ++ports;)
STUB(int, xenevtchn_bind_virq, (void *h, unsigned virq), UNUSED(h); UNUSED(virq); return ++ports;)
STUB(int, xenevtchn_unbind, (void *h, uint32_t port), UNUSED(h); UNUSED(port); return 0;)
STUB(int, xenevtchn_notify, (void *h, uint32_t port), UNUSED(h); UNUSED(port); return 0;)
STUB(int, xenevtchn_pending, (void *h), UNUSED(h); return -1;)
STUB(int, xenevtchn_unmask, (void *h, uint32_t port), UNUSED(h); UNUSED(port); return 0;)

STUB(void *, xengnttab_open, (void *logger, unsigned flags), UNUSED(logger); UNUSED(flags); return &handle;)
STUB(int, xengnttab_close, (void *h), UNUSED(h); return 0;)
STUB(int, xengnttab_set_max_grants, (void *h, uint32_t n), UNUSED(h); UNUSED(n); return 0;)
STUB(void *, xengnttab_map_grant_ref, (void *h, uint32_t id, uint32_t ref, int prot),
	UNUSED(h); UNUSED(id); UNUSED(ref);
	return mmap(NULL, PAGE, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);)
STUB(int, xengnttab_unmap, (void *h, void *at, uint32_t pages), UNUSED(h); return munmap(at, PAGE * (size_t)pages);)
/* clang-format on */

/* oxenstored wants as many files as the kernel allows, or ends. */
int setrlimit(__rlimit_resource_t what, const struct rlimit *limit)
{
	UNUSED(what);
	UNUSED(limit);
	return 0;
}
