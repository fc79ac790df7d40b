/* SPDX-License-Identifier: MIT */
#include "link/uri.h"

static int bad_uri(const struct uri *u, const char *why, struct fail *f)
{
	return fail(f, MISUSED, "'%.*s' is no URI of a server: %s", (int)u->text.len, u->text.at, why);
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Parse "HOST", "HOST:PORT" or "[ADDRESS]:PORT". */
static int authority(struct uri *u, struct slice text, struct fail *f)
{
	struct slice rest = text;
	int64_t port;

	if (memchr(text.at, '@', text.len))
		return bad_uri(u, "no user or password stands in it (see --user, --password-file)", f);
	u->literal6 = text.len && text.at[0] == '[';
	if (u->literal6) {
		rest = slice_drop(rest, 1);
		u->host = slice_before(&rest, ']');
		if (rest.at[-1] != ']' || (rest.len && rest.at[0] != ':'))
			return bad_uri(u, "an IPv6 address stands in brackets, like [::1]:80", f);
		slice_before(&rest, ':');
	} else {
		u->host = slice_before(&rest, ':');
	}
	u->port = rest;
	if (!u->host.len)
		return bad_uri(u, "it names no host (an IPv6 address stands in brackets)", f);
	if (text.at[text.len - 1] == ':' ||
		(u->port.len && (!slice_number(u->port, &port) || port < 1 || port > 65535)))
		return bad_uri(u, "a port is a number from 1 to 65535 (an IPv6 address stands in brackets)", f);
	return 0;
}

int uri_parse(struct uri *u, struct slice text, struct fail *f)
{
	struct slice rest = text;

	*u = (struct uri){ .text = text };
	u->scheme = slice_before(&rest, ':');
	if (text.len && text.at[0] == '/')
		return bad_uri(u, "a Unix socket is unix:/PATH, XAPI's database file:PATH", f);
	if (!text.len || rest.at[-1] != ':' || !u->scheme.len || !letter(u->scheme.at[0]))
		return bad_uri(u, "it begins with a scheme, like unix:/PATH or https://HOST", f);
	u->path = rest;
	if (!slice_begins(rest, SLICE("//")))
		return 0;
	for (size_t i = 0; i < rest.len; i++)
		if ((unsigned char)rest.at[i] <= ' ' || (unsigned char)rest.at[i] >= 0x7f)
			return bad_uri(u, "it may hold only printable ASCII", f);
	rest = slice_drop(rest, 2);
	u->path = rest;
	slice_before(&u->path, '/');
	if (u->path.at[-1] == '/' && u->path.at > rest.at)
		u->path.at--, u->path.len++;
	rest.len -= u->path.len;
	return rest.len || !u->path.len ? authority(u, rest, f) : 0;
}
