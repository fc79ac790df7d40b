/* SPDX-License-Identifier: MIT */
/*
 * foreign COMMAND...: run COMMAND in a network of its own, which has nothing but lo with the addresses 127.0.0.1, ::1
 * and 10.9.9.9. The last one is no loopback address, and yet no byte leaves this host. With ETC=DIR in the
 * environment, DIR/resolv.conf and DIR/nsswitch.conf are those of /etc for COMMAND. Exit status 125 and a message
 * where the kernel does not allow that.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

enum { IMPOSSIBLE = 125 };

__attribute__((noreturn)) static void give_up(const char *what)
{
	fprintf(stderr, "foreign: %s: %s\n", what, strerror(errno));
	exit(IMPOSSIBLE);
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		give_up(path);
	close(fd);
}

/* Without root's rights the user becomes root of a user namespace. */
static void leave(void)
{
	char uids[40], gids[40];

	if (!unshare(CLONE_NEWNET | CLONE_NEWNS))
		return;
	snprintf(uids, sizeof(uids), "0 %u 1", (unsigned)geteuid());
	snprintf(gids, sizeof(gids), "0 %u 1", (unsigned)getegid());
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS))
		give_up("unshare");
	write_file("/proc/self/setgroups", "deny");
	write_file("/proc/self/uid_map", uids);
	write_file("/proc/self/gid_map", gids);
}

static void configure(int fd, const char *name, const char *address)
{
	struct ifreq lo = { .ifr_flags = IFF_UP };
	struct sockaddr_in *to = (struct sockaddr_in *)&lo.ifr_addr;

	strcpy(lo.ifr_name, name);
	if (!address) {
		if (ioctl(fd, SIOCSIFFLAGS, &lo))
			give_up("lo cannot be brought up");
		return;
	}
	to->sin_family = AF_INET;
	inet_pton(AF_INET, address, &to->sin_addr);
	if (ioctl(fd, SIOCSIFADDR, &lo))
		give_up("lo takes no other address");
}

static void cover(const char *etc, const char *name)
{
	char ours[4096], theirs[64];

	snprintf(ours, sizeof(ours), "%s/%s", etc, name);
	snprintf(theirs, sizeof(theirs), "/etc/%s", name);
	if (mount(ours, theirs, NULL, MS_BIND, NULL))
		give_up(theirs);
}

int main(int argc, char **argv)
{
	const char *etc = getenv("ETC");
	int fd;

	if (argc < 2) {
		fprintf(stderr, "usage: foreign COMMAND...\n");
		return 2;
	}
	leave();
	if (etc) {
		if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL))
			give_up("mount");
		cover(etc, "resolv.conf");
		cover(etc, "nsswitch.conf");
	}
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		give_up("socket");
	configure(fd, "lo", NULL);
	configure(fd, "lo:1", "10.9.9.9");
	close(fd);
	execvp(argv[1], argv + 1);
	give_up(argv[1]);
}
