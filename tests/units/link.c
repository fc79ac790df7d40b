/* SPDX-License-Identifier: MIT */
#include "unit.h"
#include "tests/memory.h"
#include "link/http.h"
#include "link/lookup.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool uri_is(const char *text, const char *scheme, const char *host, const char *port, const char *path)
{
	struct fail f = { 0 };
	struct uri u;

	return !uri_parse(&u, slice_of(text), &f) && slice_is(u.scheme, slice_of(scheme)) &&
		slice_is(u.host, slice_of(host)) && slice_is(u.port, slice_of(port)) &&
		slice_is(u.path, slice_of(path));
}

static void uris(void)
{
	PROMISE("URIs: host, port and path are split",
		CHECK(uri_is("http://host", "http", "host", "", "")) &&
			CHECK(uri_is("http://host:80/a/b", "http", "host", "80", "/a/b")) &&
			CHECK(uri_is("https://host/", "https", "host", "", "/")) &&
			CHECK(uri_is("http://[::1]:8080/x", "http", "::1", "8080", "/x")) &&
			CHECK(uri_is("http://[fe80::1]", "http", "fe80::1", "", "")));
	PROMISE("URIs: paths without a host are read",
		CHECK(uri_is("unix:/a b", "unix", "", "", "/a b")) &&
			CHECK(uri_is("httpu:///run/x", "httpu", "", "", "/run/x")) &&
			CHECK(uri_is("auto:", "auto", "", "", "")));
}

static void hosts(void)
{
	static const char text[] = "# comment 10.0.0.1 dom0\n127.0.1.1\tdom0.example dom0 # other\n\n"
				   "::2 DOM0\nnonsense dom0\n10.0.0.9 other";
	char name[] = "/tmp/xmbox-hosts.XXXXXX", shown[INET6_ADDRSTRLEN];
	union address found[LOOKUP_MAX];
	int fd = mkstemp(name), n;
	bool written = write(fd, text, sizeof(text) - 1) == (ssize_t)sizeof(text) - 1;

	close(fd);
	n = lookup_hosts(name, SLICE("dom0"), found);
	PROMISE("/etc/hosts: every line with the host counts, in any case, without comments",
		CHECK(written) && CHECK(n == 2) && CHECK(found[0].any.sa_family == AF_INET) &&
			CHECK(found[1].any.sa_family == AF_INET6) &&
			CHECK(!strcmp(inet_ntop(AF_INET, &found[0].v4.sin_addr, shown, sizeof(shown)), "127.0.1.1")));
	PROMISE("/etc/hosts: the last line may lack its line feed", lookup_hosts(name, SLICE("other"), found) == 1);
	unlink(name);
	PROMISE("/etc/hosts: an unknown host is not found", lookup_hosts(name, SLICE("dom0"), found) == 0);
}

/* Answers one after the other on one connection, cut into every size of reads. */
static void pipelined(void)
{
	static const char text[] =
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst"
		"HTTP/1.1 200 OK\nTRANSFER-encoding:chunked\n\n3;x=y\r\nsec\r\n03\nond\n0\r\nT: x\r\n\r\n"
		"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\ncontent-length:0\r\n\r\n"
		"HTTP/1.0 200 OK\r\nX-Y: z\r\n\r\nto the end";
	static const char *const want[] = { "first", "second", "", "to the end" };
	bool all = true, kept[4] = { true, true, true, false };

	for (size_t window = 1; window < sizeof(text); window++) {
		struct memory m = memory_of(text, sizeof(text) - 1, window);
		struct fail f = { 0 };
		struct http h;

		http_open(&h, &m.stream, SLICE(""), &f);
		for (int i = 0; i < 4; i++) {
			char body[32];
			size_t len = 0;
			ssize_t n;

			all &= http_answer(&h) == 0 && h.keep == kept[i];
			while ((n = h.body.read(&h.body, body + len, sizeof(body) - len)) > 0)
				len += (size_t)n;
			all &= n == 0 && slice_is((struct slice){ body, len }, slice_of(want[i]));
			all &= h.body.read(&h.body, body, sizeof(body)) == 0;
		}
		all &= http_answer(&h) == ABSENT && f.status == SHOWN;
	}
	PROMISE("HTTP: pipelined answers of every framing are read in pieces of every size", all);
}

static void requests(void)
{
	static char room[HTTP_REQUEST_BODY + 4096], path[1100];
	const struct http_form form = { NULL, "text/xml" };
	struct out o = OUT_IN(room);
	struct fail f = { 0 };
	struct uri u;

	uri_parse(&u, SLICE("http://[::1]:8080"), &f);
	http_post(&o, &u, &form, NULL, SLICE("<x/>"), &f);
	PROMISE("HTTP: a request is as expected, byte for byte",
		slice_is(out_slice(&o),
			SLICE("POST /RPC2 HTTP/1.1\r\nHost: [::1]:8080\r\nUser-Agent: xmbox\r\n"
			      "Content-Type: text/xml\r\nContent-Length: 4\r\n\r\n<x/>")));
	PROMISE("HTTP: a body over 300 KiB is not sent",
		http_post(&o, &u, &form, NULL, (struct slice){ room, HTTP_REQUEST_BODY + 1 }, &f) == FAILED &&
			f.status == EXCEEDED);
	f = (struct fail){ 0 };
	memset(path, 'x', sizeof(path));
	memcpy(path, "http://h/", 9);
	uri_parse(&u, (struct slice){ path, sizeof(path) }, &f);
	PROMISE("HTTP: a header over 1024 bytes is not sent",
		http_post(&o, &u, &form, NULL, SLICE("<x/>"), &f) == FAILED && f.status == MISUSED);
}

void unit_link(void)
{
	uris();
	hosts();
	pipelined();
	requests();
}
