/* SPDX-License-Identifier: MIT */
/*
 * delay MS FROM TO: a wire of MS milliseconds each way between a client, on the Unix socket FROM, and a
 * server, on TO. It serves until the clients have been gone for a second after the first came, then
 * prints how many round trips they needed: one for each connection, and one each time that a client
 * speaks after it was spoken to, or first.
 */
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { WIRES = 128, ROOM = 1 << 16 };

/* One direction: bytes read and when they are due; size 0: the end. */
struct packet {
	struct packet *next;
	long long due;
	size_t size;
	char bytes[];
};

struct way {
	int from, to;
	bool ended; /* nothing more is read */
	struct packet *first, **last;
};

struct wire {
	struct way there, back;
	bool client_spoke; /* the last to speak was the client */
};

static struct wire wires[WIRES];
static unsigned count, open_wires, trips;
static long long delay;

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static int unix_socket(const char *path, bool listening)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	if (listening ? bind(fd, (struct sockaddr *)&to, sizeof(to)) || listen(fd, WIRES) :
			connect(fd, (struct sockaddr *)&to, sizeof(to))) {
		perror(path);
		exit(1);
	}
	return fd;
}

static void accept_one(int listener, const char *to)
{
	struct wire *w = &wires[count];
	int client = accept(listener, NULL, NULL), server = unix_socket(to, false);

	if (client < 0 || count == WIRES)
		exit(1);
	w->there = (struct way){ client, server, false, NULL, &w->there.first };
	w->back = (struct way){ server, client, false, NULL, &w->back.first };
	count++;
	open_wires++;
	trips++;
}

static void take(struct way *way)
{
	static char room[ROOM];
	ssize_t n = read(way->from, room, sizeof(room));
	struct packet *p = calloc(1, sizeof(*p) + (n > 0 ? (size_t)n : 0));

	if (!p)
		exit(1);
	p->due = now() + delay;
	p->size = n > 0 ? (size_t)n : 0;
	memcpy(p->bytes, room, p->size);
	*way->last = p;
	way->last = &p->next;
	way->ended = !p->size;
}

/* Pass on due bytes. Return true at the end. */
static bool give(struct way *way)
{
	bool end = false;

	while (way->first && way->first->due <= now()) {
		struct packet *p = way->first;

		for (size_t done = 0; done < p->size;) {
			ssize_t n = send(way->to, p->bytes + done, p->size - done, MSG_NOSIGNAL);

			if (n <= 0)
				break;
			done += (size_t)n;
		}
		if (!p->size)
			shutdown(way->to, SHUT_WR), end = true;
		way->first = p->next;
		if (!way->first)
			way->last = &way->first;
		free(p);
	}
	return end;
}

static void serve(struct wire *w, bool client, bool server)
{
	if (client && !w->there.ended) {
		take(&w->there);
		trips += !w->client_spoke && !w->there.ended;
		w->client_spoke = true;
	}
	if (server && !w->back.ended) {
		take(&w->back);
		w->client_spoke = false;
	}
	open_wires -= give(&w->there);
	give(&w->back);
}

int main(int argc, char **argv)
{
	int listener;
	long long idle = 0;

	if (argc != 4)
		return 2;
	delay = atoi(argv[1]);
	listener = unix_socket(argv[2], true);
	puts("ready");
	fflush(stdout);
	while (!count || open_wires || now() - idle < 1000) {
		struct pollfd fds[1 + 2 * WIRES] = { { listener, POLLIN, 0 } };

		for (unsigned i = 0; i < count; i++) {
			fds[1 + 2 * i] = (struct pollfd){ wires[i].there.ended ? -1 : wires[i].there.from, POLLIN, 0 };
			fds[2 + 2 * i] = (struct pollfd){ wires[i].back.ended ? -1 : wires[i].back.from, POLLIN, 0 };
		}
		poll(fds, 1 + 2 * count, 5);
		for (unsigned i = 0; i < count; i++)
			serve(&wires[i], fds[1 + 2 * i].revents, fds[2 + 2 * i].revents);
		if (fds[0].revents)
			accept_one(listener, argv[3]);
		if (open_wires || !count)
			idle = now();
	}
	printf("%u round trips\n", trips);
	return 0;
}
