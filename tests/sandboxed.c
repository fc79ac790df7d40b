/* SPDX-License-Identifier: MIT */
/*
 * What the sandbox permits: sandboxed CALL [files | libxenstore] enters it, or that of a child with this job, and makes
 * one system call. Exit status 0: the call was permitted; 77: this kernel or build has no sandbox. A forbidden call ends
 * the program as it ends xmbox.
 */
#include "link/sandbox.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static char page[4096];
static pid_t parent;

static void make(const char *call)
{
	char *const words[] = { "true", NULL };
	struct timespec now;

	if (!strcmp(call, "open"))
		open("/etc/hostname", O_RDONLY);
	else if (!strcmp(call, "create"))
		open("sandboxed.file", O_WRONLY | O_CREAT, 0600);
	else if (!strcmp(call, "fork"))
		syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); /* musl's fork() blocks SIGSYS: no message */
	else if (!strcmp(call, "exec"))
		execv("/bin/true", words);
	else if (!strcmp(call, "ioctl"))
		ioctl(0, FIONREAD, page);
	else if (!strcmp(call, "kill"))
		kill(parent, 0);
	else if (!strcmp(call, "netlink"))
		syscall(SYS_socket, AF_NETLINK, SOCK_RAW, 0); /* glibc on i386 makes another system call */
	else if (!strcmp(call, "run"))
		mmap(NULL, sizeof(page), PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	else if (!strcmp(call, "protect"))
		mprotect(page, 1, PROT_READ | PROT_EXEC);
	else if (!strcmp(call, "unix"))
		socket(AF_UNIX, SOCK_STREAM, 0);
	else if (!strcmp(call, "memory"))
		mmap(NULL, sizeof(page), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	else if (!strcmp(call, "time"))
		clock_gettime(CLOCK_REALTIME, &now);
	else if (!strcmp(call, "raise"))
		raise(SIGCONT);
	else if (!strcmp(call, "list"))
		closedir(opendir("/"));
	else if (!strcmp(call, "action"))
		signal(SIGPIPE, SIG_IGN);
}

int main(int argc, char **argv)
{
	enum sandbox job = SANDBOX_SERVERS;

	if (argc > 2)
		job = strcmp(argv[2], "files") ? SANDBOX_LIBXENSTORE : SANDBOX_FILES;
	parent = getppid();
	sandbox_enter(job);
	if (!sandbox_entered())
		return 77;
	make(argc > 1 ? argv[1] : "");
	return 0;
}
