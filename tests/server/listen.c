/* SPDX-License-Identifier: MIT */
#include "listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "number.h"

bool place_parse(struct place *place, const char *text)
{
	const char *colon;
	size_t port;

	*place = (struct place){ 0 };
	if (strncmp(text, "unix:", 5) == 0) {
		place->local = true;
		place->path = text + 5;
		return text[5] && strlen(text + 5) < sizeof(((struct sockaddr_un *)0)->sun_path);
	}
	if (strncmp(text, "tcp:", 4) == 0)
		text += 4;
	else if (strncmp(text, "tcp6:", 5) == 0)
		text += 5, place->six = true;
	else
		return false;
	colon = place->six ? NULL : strchr(text, ':');
	place->address = htonl(INADDR_LOOPBACK);
	if (colon) {
		char address[INET_ADDRSTRLEN] = "";

		if ((size_t)(colon - text) < sizeof(address))
			memcpy(address, text, (size_t)(colon - text));
		if (inet_pton(AF_INET, address, &place->address) != 1)
			return false;
		text = colon + 1;
	}
	if (!number_read(text, 0, 65535, &port))
		return false;
	place->port = (unsigned short)port;
	return true;
}

static int bind_local(int fd, const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		unlink(path);
	memcpy(addr.sun_path, path, strlen(path) + 1);
	return bind(fd, (struct sockaddr *)&addr, sizeof(addr));
}

static int bind_tcp(int fd, struct place *place)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6,
		.sin6_port = htons(place->port),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct sockaddr_in four = { .sin_family = AF_INET,
		.sin_port = htons(place->port),
		.sin_addr.s_addr = place->address };
	struct sockaddr *addr = place->six ? (struct sockaddr *)&six : (struct sockaddr *)&four;
	socklen_t len = place->six ? sizeof(six) : sizeof(four);
	int on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, addr, len) < 0 || getsockname(fd, addr, &len) < 0)
		return -1;
	place->port = ntohs(place->six ? six.sin6_port : four.sin_port);
	return 0;
}

int place_listen(struct place *place, int backlog)
{
	int domain = place->local ? AF_UNIX : place->six ? AF_INET6 : AF_INET;
	int fd = socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int saved;

	if (fd < 0)
		return -1;
	if ((place->local ? bind_local(fd, place->path) : bind_tcp(fd, place)) < 0 || listen(fd, backlog) < 0) {
		saved = errno;
		close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}
