/* SPDX-License-Identifier: MIT */
/* quota SOCKET: a xenstored that answers every request with EQUOTA, as one does that is out of something. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ERROR = 16, PAYLOAD = 4096 };

struct message {
	uint32_t type, request, transaction, len;
};

/* Read len bytes; 0 at the end. */
static int take(int fd, void *to, size_t len)
{
	size_t got = 0;

	while (got < len) {
		ssize_t n = read(fd, (char *)to + got, len - got);

		if (n <= 0)
			return 0;
		got += (size_t)n;
	}
	return 1;
}

static void serve(int fd)
{
	static const char text[] = "EQUOTA";
	struct message m;
	char body[PAYLOAD], answer[sizeof(m) + sizeof(text)];

	while (take(fd, &m, sizeof(m)) && m.len <= sizeof(body) && take(fd, body, m.len)) {
		m.type = ERROR;
		m.len = sizeof(text);
		memcpy(answer, &m, sizeof(m));
		memcpy(answer + sizeof(m), text, sizeof(text));
		if (write(fd, answer, sizeof(answer)) != (ssize_t)sizeof(answer))
			return;
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);

	if (argc != 2 || strlen(argv[1]) >= sizeof(at.sun_path))
		return 2;
	strcpy(at.sun_path, argv[1]);
	unlink(argv[1]);
	if (bind(listener, (struct sockaddr *)&at, sizeof(at)) || listen(listener, 4)) {
		perror(argv[1]);
		return 1;
	}
	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd < 0)
			continue;
		serve(fd);
		close(fd);
	}
}
