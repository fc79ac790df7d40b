/* SPDX-License-Identifier: MIT */
/*
 * serve N METHOD: write the body of XAPI's answer to METHOD for N VMs, as XML, to stdout.
 * serve N unix:PATH | tcp:PORT: print "ready PORT" and answer every call of a list from memory, as fast as the socket
 * takes the bytes, until a signal ends the process. Each request is answered in its own encoding. session.logout closes
 * the connection.
 */
#include "tests/server/age.h"
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

#define SESSION "OpaqueRef:00000000-0000-0000-0000-000000000001"

enum { RECORDS, METRICS, ALL, LOGIN, PROBE, LOGOUT, METHODS };
enum { XML, JSON, ENCODINGS };

/* A request is answered by the first method whose name its body contains, so that VM.get_all comes late. */
static struct {
	const char *method;
	struct buf body[ENCODINGS];
} answers[METHODS] = { { "VM.get_all_records", { { 0 } } }, { "VM_metrics.get_all_records", { { 0 } } },
	{ "VM.get_all", { { 0 } } }, { "session.login_with_password", { { 0 } } }, { "session.get_uuid", { { 0 } } },
	{ "session.logout", { { 0 } } } };

static void make_records(struct writer *w, const struct table *table)
{
	write_struct(w);
	for (size_t i = 0; i < pool_count(); i++) {
		const struct vm *vm = pool_at(i);

		write_member(w, table == &xapi_vm ? vm->ref : vm->metrics);
		record_write(w, table, vm);
		write_member_end(w);
	}
	write_struct_end(w);
}

static void make_references(struct writer *w)
{
	write_array(w);
	for (size_t i = 0; i < pool_count(); i++)
		write_text(w, pool_at(i)->ref);
	write_array_end(w);
}

static void make(int which, int encoding)
{
	struct buf *body = &answers[which].body[encoding];
	struct writer w = { .is_json = encoding == JSON,
		.xml.out = body,
		.json = { .out = body, .age = age_find("8.3"), .v2 = true, .id = "1" } };

	write_success(&w);
	if (which == RECORDS)
		make_records(&w, &xapi_vm);
	else if (which == METRICS)
		make_records(&w, &xapi_metrics);
	else if (which == ALL)
		make_references(&w);
	else
		write_text(&w, which == LOGOUT ? "" : SESSION);
	write_success_end(&w);
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

/* Find the first whole request in IN: return its method, with its length and encoding; METHODS if there is none. */
static int request(const struct buf *in, size_t *len, int *encoding)
{
	static const char length[] = "Content-Length: ";
	const char *body = in->len ? strstr(in->data, "\r\n\r\n") : NULL;
	const char *size = body ? strstr(in->data, length) : NULL;
	int i = 0;

	if (!size)
		return METHODS;
	body += strlen("\r\n\r\n");
	*len = (size_t)(body - in->data) + (size_t)atol(size + strlen(length));
	if (in->len < *len)
		return METHODS;
	*encoding = strncmp(in->data, "POST /jsonrpc ", 14) ? XML : JSON;
	while (i < METHODS &&
		!memmem(body, (size_t)(in->data + *len - body), answers[i].method, strlen(answers[i].method)))
		i++;
	if (i == METHODS)
		fprintf(stderr, "serve: no answer to %.300s\n", body), exit(1);
	return i;
}

static void talk(int fd)
{
	struct buf in = { 0 };
	char header[96];
	ssize_t n;
	size_t len;
	int method = METHODS, encoding;

	while (method != LOGOUT) {
		method = request(&in, &len, &encoding);
		if (method != METHODS) {
			const struct buf *body = &answers[method].body[encoding];

			snprintf(header, sizeof(header),
				"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
				encoding == JSON ? "application/json" : "text/xml", body->len);
			send_all(fd, header, strlen(header));
			send_all(fd, body->data, body->len);
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
	for (int i = 0; i < METHODS; i++)
		for (int encoding = 0; encoding < ENCODINGS; encoding++)
			make(i, encoding);
	for (int i = 0; i < METHODS; i++) {
		const struct buf *body = &answers[i].body[XML];

		if (!strcmp(argv[2], answers[i].method))
			return fwrite(body->data, 1, body->len, stdout) != body->len;
	}
	if (!place_parse(&place, argv[2]) || (listening.fd = place_listen(&place, 16)) < 0)
		return 2;
	printf("ready %d\n", place.port);
	fflush(stdout);
	for (;;)
		if (poll(&listening, 1, -1) == 1)
			talk(accept(listening.fd, NULL, NULL));
}
