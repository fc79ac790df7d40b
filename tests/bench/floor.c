/* SPDX-License-Identifier: MIT */
/*
 * floor unix:PATH | tcp:PORT: moves the bytes of a list over the sockets of one, and throws them away: what
 * no list can be faster than. Without an argument it does nothing at all: what a process costs.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CALL(method) \
	"POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: 190\r\n\r\n" \
	"<?xml version=\"1.0\"?><methodCall><methodName>" method "</methodName><params><param><value><string>" \
	"OpaqueRef:00000000-0000-0000-0000-000000000001</string></value></param></params></methodCall>"

static int dial(const char *place)
{
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	struct sockaddr_in four = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int unix_one = !strncmp(place, "unix:", 5), fd = socket(unix_one ? AF_UNIX : AF_INET, SOCK_STREAM, 0);

	if (unix_one)
		strncpy(local.sun_path, place + 5, sizeof(local.sun_path) - 1);
	else
		four.sin_port = htons((unsigned short)atoi(place + 4));
	return connect(fd, unix_one ? (struct sockaddr *)&local : (struct sockaddr *)&four,
		       unix_one ? sizeof(local) : sizeof(four)) ?
		-1 :
		fd;
}

int main(int argc, char **argv)
{
	static const char login[] = CALL("session.login_with_password"),
			  calls[] = CALL("VM.get_all") CALL("VM.get_all_records") CALL("VM_metrics.get_all_records")
				  CALL("session.logout");
	static char window[26 * 1024];
	int fd = argc > 1 ? dial(argv[1]) : 0;

	if (argc < 2)
		return 0;
	if (fd < 0 || send(fd, login, sizeof(login) - 1, 0) < 0 || recv(fd, window, sizeof(window), 0) <= 0 ||
		send(fd, calls, sizeof(calls) - 1, 0) < 0)
		return 1;
	while (recv(fd, window, sizeof(window), 0) > 0)
		;
	return 0;
}
