/* SPDX-License-Identifier: MIT */
/*
 * floor xml|json unix:PATH | tcp:PORT: ask for a list as xmbox does, and throw the bytes of the answers away: what no list
 * can be faster than. Without an argument, do nothing: what a process costs.
 */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

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

/* Append a request for METHOD to the string TO, which has 4096 bytes. */
static void ask(char *to, const char *method, bool json)
{
	static const char session[] = "OpaqueRef:00000000-0000-0000-0000-000000000001";
	size_t len = strlen(to);
	char body[512];

	snprintf(body, sizeof(body),
		json ? "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":[\"%s\"],\"id\":1}" :
		       "<?xml version=\"1.0\"?><methodCall><methodName>%s</methodName><params><param><value><string>%s"
		       "</string></value></param></params></methodCall>",
		method, session);
	snprintf(to + len, 4096 - len,
		"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
		json ? "/jsonrpc" : "/RPC2", json ? "application/json" : "text/xml", strlen(body), body);
}

int main(int argc, char **argv)
{
	static const char *const methods[] = { "VM.get_all_records", "VM_metrics.get_all_records", "session.logout" };
	static char login[4096], calls[4096], window[26 * 1024];
	bool json = argc > 2 && !strcmp(argv[1], "json");
	int fd = argc > 2 ? dial(argv[2]) : -1;

	if (argc < 2)
		return 0;
	ask(login, "session.login_with_password", false);
	ask(calls, json ? "session.get_uuid" : "VM.get_all", json);
	for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++)
		ask(calls, methods[i], json);
	if (fd < 0 || send(fd, login, strlen(login), 0) < 0 || recv(fd, window, sizeof(window), 0) <= 0 ||
		send(fd, calls, strlen(calls), 0) < 0)
		return 1;
	while (recv(fd, window, sizeof(window), 0) > 0)
		;
	return 0;
}
