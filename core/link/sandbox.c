/* SPDX-License-Identifier: MIT */
/* The numbers of the kernel's interface are written here, because a musl toolchain may lack the kernel's headers.
 * Source: Linux, include/uapi/linux: seccomp.h, bpf_common.h, filter.h, audit.h. */
#include "link/sandbox.h"
#include "base/fail.h"

#include <config.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef SANITIZED /* sanitizers make other system calls */
#define MACHINE 0
#elif defined(__x86_64__)
#define MACHINE 0xc000003e
#elif defined(__i386__)
#define MACHINE 0x40000003
#elif defined(__aarch64__)
#define MACHINE 0xc00000b7
#elif defined(__arm__) && defined(__ARM_EABI__)
#define MACHINE 0x40000028
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE 0xc00000f3
#else
#define MACHINE 0
#endif

#ifndef SYS_seccomp
#define SYS_seccomp -1
#endif

enum { MODE_FILTER = 1 };

/* Results of the filter. */
#define ALLOW 0x7fff0000U
#define TRAP 0x00030000U

/* Instructions of the filter, and places in the data that it reads: struct seccomp_data, little-endian. */
enum { LOAD = 0x20, AND = 0x54, IF_EQUAL = 0x15, RETURN = 0x06 };
enum { CALL = 0, ARCH = 4, ARGUMENTS = 16 };

struct instruction {
	uint16_t code;
	uint8_t then, otherwise; /* instructions to skip */
	uint32_t k;
};

struct program {
	unsigned short len;
	struct instruction *code;
};

/* clang-format off */

/* System calls that are allowed with any arguments. */
static const uint16_t allowed[] = {
	/* the conversation */
	SYS_recvfrom, SYS_sendto, SYS_read, SYS_write, SYS_ppoll,
#ifdef SYS_poll
	SYS_poll,
#endif
#ifdef SYS_ppoll_time64
	SYS_ppoll_time64,
#endif
#ifdef SYS_recv
	SYS_recv, SYS_send,
#endif
	/* another connection: to log out, to the master, to the next server */
	SYS_connect, SYS_getsockopt, SYS_setsockopt, SYS_close,
	/* a damaged file */
	SYS_pread64,
#ifdef SYS_lseek
	SYS_lseek,
#endif
#ifdef SYS__llseek
	SYS__llseek,
#endif
	/* memory; glibc's qsort asks how much there is */
	SYS_brk, SYS_munmap, SYS_mremap, SYS_madvise, SYS_sysinfo,
	/* random numbers and time; on 32 bits musl names the older calls ..._time32 and clock_gettime32 */
	SYS_getrandom,
#ifdef SYS_clock_gettime
	SYS_clock_gettime,
#endif
#ifdef SYS_clock_gettime32
	SYS_clock_gettime32,
#endif
#ifdef SYS_clock_gettime64
	SYS_clock_gettime64,
#endif
#ifdef SYS_gettimeofday
	SYS_gettimeofday,
#endif
#ifdef SYS_gettimeofday_time32
	SYS_gettimeofday_time32,
#endif
#ifdef SYS_time
	SYS_time,
#endif
#ifdef SYS_nanosleep
	SYS_nanosleep,
#endif
#ifdef SYS_clock_nanosleep
	SYS_clock_nanosleep,
#endif
#ifdef SYS_clock_nanosleep_time32
	SYS_clock_nanosleep_time32,
#endif
#ifdef SYS_clock_nanosleep_time64
	SYS_clock_nanosleep_time64,
#endif
	/* signals, and the end */
	SYS_getpid, SYS_gettid, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_restart_syscall, SYS_exit_group, SYS_exit,
#ifdef SYS_sigreturn
	SYS_sigreturn,
#endif
};

#define WHOLE -1
#define ANY 0, 0, 0
#define WRITING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)
enum { OWN = -1 }; /* the id of this process */

/* Jobs that need a rule. */
enum { SERVERS = 1 << SANDBOX_SERVERS, LIBXENSTORE = 1 << SANDBOX_LIBXENSTORE, FILES = 1 << SANDBOX_FILES, ALL = 7 };

/* System calls that are allowed if (argument & mask) == value. */
static const struct rule {
	uint16_t call;
	uint8_t jobs, argument;
	int16_t mask, value;
} rules[] = {
	{ SYS_socket, SERVERS, 0, WHOLE, AF_UNIX }, { SYS_socket, SERVERS, 0, WHOLE, AF_INET },
	{ SYS_socket, SERVERS, 0, WHOLE, AF_INET6 },
	/* memory that was written is never run */
	{ SYS_mprotect, ALL, 2, PROT_EXEC, 0 },
#ifdef SYS_mmap2
	{ SYS_mmap2, ALL, 2, PROT_EXEC, 0 },
#else
	{ SYS_mmap, ALL, 2, PROT_EXEC, 0 },
#endif
	/* raise() */
	{ SYS_tkill, ALL, 0, WHOLE, OWN }, { SYS_tgkill, ALL, 0, WHOLE, OWN },
#ifdef SYS_socketcall /* glibc on i386: socket, connect, send, recv, sendto, recvfrom, setsockopt, getsockopt */
	{ SYS_socketcall, SERVERS, 0, WHOLE, 1 }, { SYS_socketcall, SERVERS, 0, WHOLE, 3 },
	{ SYS_socketcall, ALL, 0, WHOLE, 9 }, { SYS_socketcall, ALL, 0, WHOLE, 10 },
	{ SYS_socketcall, ALL, 0, WHOLE, 11 }, { SYS_socketcall, ALL, 0, WHOLE, 12 },
	{ SYS_socketcall, ALL, 0, WHOLE, 14 }, { SYS_socketcall, ALL, 0, WHOLE, 15 },
#endif
	/* requests of libxenstore, and its locks */
	{ SYS_rt_sigaction, LIBXENSTORE, ANY }, { SYS_futex, LIBXENSTORE, ANY }, { SYS_writev, LIBXENSTORE, ANY },
	{ SYS_sendmsg, LIBXENSTORE, ANY },
#ifdef SYS_futex_time64
	{ SYS_futex_time64, LIBXENSTORE, ANY },
#endif
	/* open, list and look at files */
	{ SYS_openat, FILES, 2, WRITING, O_RDONLY }, { SYS_faccessat, FILES, ANY }, { SYS_fcntl, FILES, ANY },
	{ SYS_fstat, FILES, ANY }, { SYS_getdents64, FILES, ANY },
#ifdef SYS_open
	{ SYS_open, FILES, 1, WRITING, O_RDONLY }, { SYS_access, FILES, ANY },
#endif
#ifdef SYS_fstat64
	{ SYS_fstat64, FILES, ANY }, { SYS_fcntl64, FILES, ANY },
#endif
#ifdef SYS_newfstatat /* fstat() of glibc */
	{ SYS_newfstatat, FILES, ANY },
#endif
#ifdef SYS_statx /* fstat() of 32-bit machines, for 64-bit times */
	{ SYS_statx, FILES, ANY },
#endif
};
/* clang-format on */

static bool entered;

/* Report the system call. It was not made. */
static void report(int signal, siginfo_t *info, void *context)
{
	char room[100];
	struct out o = OUT_TO(2, room);

	(void)signal;
	(void)context;
	out_message(&o, "Error: the sandbox forbids the system call %d (CONFIG_SANDBOX)\n", info->si_syscall);
	out_flush(&o);
	_exit(EXCEEDED);
}

/* Append the instructions of a rule, which leave the number of the system call loaded. Return the place after them. */
static struct instruction *append_rule(struct instruction *to, const struct rule *r)
{
	const uint32_t value = r->value == OWN ? (uint32_t)getpid() : (uint32_t)r->value;

	*to++ = (struct instruction){ IF_EQUAL, 0, 5, r->call };
	*to++ = (struct instruction){ LOAD, 0, 0, ARGUMENTS + 8U * r->argument };
	*to++ = (struct instruction){ AND, 0, 0, (uint32_t)r->mask };
	*to++ = (struct instruction){ IF_EQUAL, 0, 1, value };
	*to++ = (struct instruction){ RETURN, 0, 0, ALLOW };
	*to++ = (struct instruction){ LOAD, 0, 0, CALL };
	return to;
}

void sandbox_enter(enum sandbox job)
{
	struct instruction code[5 + 2 * COUNT(allowed) + 6 * COUNT(rules)] = {
		{ LOAD, 0, 0, ARCH },
		{ IF_EQUAL, 1, 0, MACHINE },
		{ RETURN, 0, 0, TRAP },
		{ LOAD, 0, 0, CALL },
	};
	struct instruction *at = code + 4;
	struct program program = { .code = code };
	struct sigaction action = { .sa_sigaction = report, .sa_flags = SA_SIGINFO };

	if (!CONFIG_SANDBOX || !MACHINE || entered)
		return;
	for (size_t i = 0; i < COUNT(allowed); i++) {
		*at++ = (struct instruction){ IF_EQUAL, 0, 1, allowed[i] };
		*at++ = (struct instruction){ RETURN, 0, 0, ALLOW };
	}
	for (size_t i = 0; i < COUNT(rules); i++)
		if (rules[i].jobs >> job & 1)
			at = append_rule(at, &rules[i]);
	*at++ = (struct instruction){ RETURN, 0, 0, TRAP };
	program.len = (unsigned short)(at - code);
	sigaction(SIGSYS, &action, NULL);
	entered = !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !syscall(SYS_seccomp, MODE_FILTER, 0, &program);
}

bool sandbox_entered(void)
{
	return entered;
}
