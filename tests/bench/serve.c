/* SPDX-License-Identifier: MIT */
/*
 * serve N METHOD: the body of XAPI's answer to METHOD for N VMs, on stdout: replies of any size.
 * serve N unix:PATH | tcp:PORT: says "ready PORT" and answers all calls of a list from memory, as fast as
 * the socket takes it, until it is ended; the connection ends with session.logout.
 */
#include "tests/server/buf.h"
#include "tests/server/listen.h"
#include "tests/server/pool.h"
#include "tests/server/records.h"
#include "tests/server/write.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct {
	const char *method;
	struct buf body;
} answers[] = { { "VM.get_all_records", { 0 } }, { "VM_metrics.get_all_records", { 0 } }, { "VM.get_all", { 0 } },
	{ "session.login_with_password", { 0 } }, { "session.logout", { 0 } } };

enum { RECORDS, METRICS, ALL, LOGIN, LOGOUT, METHODS };

static void make_records(int which)
{
	struct writer w = { .xml.out = &answers[which].body };

	write_success(&w);
	write_struct(&w);
	for (size_t i = 0; i < pool_count(); i++) {
		const struct vm *vm = pool_at(i);

		write_member(&w, which == RECORDS ? vm->ref : vm->metrics);
		record_write(&w, which == RECORDS ? &xapi_vm : &xapi_metrics, vm);
		write_member_end(&w);
	}
	write_struct_end(&w);
	write_success_end(&w);
}

static void make_all(void)
{
	struct writer w = { .xml.out = &answers[ALL].body };

	write_success(&w);
	write_array(&w);
	for (size_t i = 0; i < pool_count(); i++)
		write_text(&w, pool_at(i)->ref);
	write_array_end(&w);
	write_success_end(&w);
	for (int i = LOGIN; i <= LOGOUT; i++) {
		w.xml.out = &answers[i].body;
		write_success(&w);
		write_text(&w, i == LOGIN ? "OpaqueRef:00000000-0000-0000-0000-000000000001" : "");
		write_success_end(&w);
	}
}

static void send_all(int fd, const char *at, size_t len)
{
	while (len) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		at += n;
		len -= (size_t)n;
	}
}

/* The method of the first request that is whole, and its length; METHODS: none is. */
static int request(const struct buf *in, size_t *len)
{
	const char *end = in->len ? strstr(in->data, "</methodCall>") : NULL;
	const char *name = end ? strstr(in->data, "<methodName>") : NULL;
	int i = 0;

	if (!name)
		return METHODS;
	name += strlen("<methodName>");
	*len = (size_t)(end - in->data) + strlen("</methodCall>");
	while (i < METHODS && strncmp(name, answers[i].method, strlen(answers[i].method))) /* or ..._where */
		i++;
	if (i == METHODS)
		fprintf(stderr, "serve: no answer to %.40s\n", name), exit(1);
	return i;
}

static void talk(int fd)
{
	struct buf in = { 0 };
	char header[64];
	ssize_t n;
	size_t len;
	int method = METHODS;

	while (method != LOGOUT) {
		method = request(&in, &len);
		if (method != METHODS) {
			snprintf(header, sizeof(header), "HTTP/1.1 200 OK\r\ncontent-length: %zu\r\n\r\n",
				answers[method].body.len);
			send_all(fd, header, strlen(header));
			send_all(fd, answers[method].body.data, answers[method].body.len);
			buf_drop(&in, len);
			continue;
		}
		n = recv(fd, buf_reserve(&in, 4096), 4096, 0);
		if (n <= 0)
			break;
		in.len += (size_t)n;
		in.data[in.len] = '\0';
	}
	buf_free(&in);
	close(fd);
}

int main(int argc, char **argv)
{
	struct place place;
	struct pollfd listening = { -1, POLLIN, 0 };

	if (argc != 3)
		return 2;
	pool_make((unsigned)atoi(argv[1]), false);
	make_records(RECORDS);
	make_records(METRICS);
	make_all();
	for (int i = 0; i < METHODS; i++)
		if (!strcmp(argv[2], answers[i].method))
			return fwrite(answers[i].body.data, 1, answers[i].body.len, stdout) != answers[i].body.len;
	if (!place_parse(&place, argv[2]) || (listening.fd = place_listen(&place, 16)) < 0)
		return 2;
	printf("ready %d\n", place.port);
	fflush(stdout);
	for (;;)
		if (poll(&listening, 1, -1) == 1)
			talk(accept(listening.fd, NULL, NULL));
}
