/* SPDX-License-Identifier: MIT */
/*
 * The sandbox: a seccomp filter that confines this process before it reads the first byte of a server, of xenstored, or
 * of XAPI's database beyond its head; and after the last hypercall, if nothing but Xen is asked. From then on it can
 * read, write and seek in open descriptors, open and use sockets, wait, get memory and end. It can open no file, start
 * no process, make no ioctl, signal no other process and run no memory that was written. Any other system call ends the
 * program with a message and exit status 7, without being made; while SIGSYS is blocked, as in musl's fork(), that
 * signal ends it.
 *
 * A child that runs libxenstore or reads names from files enters a sandbox of its own, and can open no socket.
 *
 * There is no sandbox in a build without CONFIG_SANDBOX or with sanitizers, on a machine without a number below, and on
 * a kernel without the system call seccomp (before Linux 3.17): nothing is said of it.
 */
#ifndef LINK_SANDBOX_H
#define LINK_SANDBOX_H

#include <stdbool.h>

enum sandbox {
	SANDBOX_SERVERS, /* of the program itself */
	SANDBOX_LIBXENSTORE, /* of a child with a connection to xenstored, for what libxenstore calls */
	SANDBOX_FILES, /* of a child that may open and list files, but not write to them */
};

/* Enter the sandbox. Calls after the first do nothing. Make all other system calls before it, or leave them to a
 * child that was started before. */
void sandbox_enter(enum sandbox job);

/* Has the kernel confined this process? */
bool sandbox_entered(void);

#endif
