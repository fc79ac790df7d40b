/* SPDX-License-Identifier: MIT */
/*
 * What musl's start of a static-pie leaves undone.
 * - Pointers that the linker packed (DT_RELR: a bit for each instead of 24 bytes) get the address that the
 *   program is loaded at. musl does that from 1.2.4 on; here it is done before anything else runs: rcrt1.o calls
 *   __libc_start_main, which the linker's --wrap turns into ours. There is no thread pointer yet: that function may
 *   neither have a stack protector nor call the libc.
 * - What needed that only once becomes read-only (PT_GNU_RELRO) before main. musl does that for what ldso loads only.
 */
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>

/* Of the ELF specification; not in every elf.h. */
enum { RELR_SIZE = 35, RELR = 36 };

typedef void procedure(void);

extern const char __ehdr_start[] __attribute__((visibility("hidden"))); /* the linker's: the first byte */
extern const ElfW(Dyn) _DYNAMIC[] __attribute__((visibility("hidden")));

int __real___libc_start_main(int (*)(void), int, char **, procedure *, procedure *, procedure *);
int __wrap___libc_start_main(int (*)(void), int, char **, procedure *, procedure *, procedure *);

/* Points to itself once pointers are what they should be. */
static const volatile void *const volatile self = &self;

/* An even entry is the place of a pointer; an odd one has a bit for each of the words that follow. */
static void relocate(uintptr_t base, const uintptr_t *entry, size_t size)
{
	uintptr_t *at = NULL;

	for (const uintptr_t *end = entry + size / sizeof(*entry); entry < end; entry++) {
		if (*entry & 1) {
			for (uintptr_t bits = *entry, *i = at; bits >>= 1; i++)
				*i += bits & 1 ? base : 0;
			at += 8 * sizeof(*at) - 1;
		} else {
			at = (uintptr_t *)(base + *entry);
			*at++ += base;
		}
	}
}

int __wrap___libc_start_main(int (*main)(void), int argc, char **argv, procedure *init, procedure *fini, procedure *end)
{
	uintptr_t base = (uintptr_t)__ehdr_start, entries = 0, size = 0;

	for (const ElfW(Dyn) *d = _DYNAMIC; d->d_tag != DT_NULL; d++) {
		entries = d->d_tag == RELR ? base + d->d_un.d_ptr : entries;
		size = d->d_tag == RELR_SIZE ? d->d_un.d_val : size;
	}
	if (self != &self)
		relocate(base, (const uintptr_t *)entries, size);
	return __real___libc_start_main(main, argc, argv, init, fini, end);
}

__attribute__((constructor)) static void protect(void)
{
	uintptr_t base = (uintptr_t)__ehdr_start, page = getauxval(AT_PAGESZ);
	const ElfW(Ehdr) *file = (const void *)base;
	const ElfW(Phdr) *part = (const void *)(base + file->e_phoff);

	for (int n = file->e_phnum; n; n--, part++) {
		uintptr_t start = (base + part->p_vaddr) & -page, end = (base + part->p_vaddr + part->p_memsz) & -page;

		if (part->p_type == PT_GNU_RELRO)
			mprotect((void *)start, end - start, PROT_READ);
	}
}
