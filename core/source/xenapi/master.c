/* SPDX-License-Identifier: MIT */
#include "source/xenapi/master.h"

enum { HOPS = 2, ADDRESS = 255 };

const char *master_header(const struct exchange *e)
{
	if (!e->conn.tls || !e->talk->ask->trust.pin_count)
		return NULL;
	return "x-xenapi-request-host-certificate-thumbprint: sha-256:master\r\n";
}

bool master_may(const struct master *m, const struct exchange *e)
{
	return e->conn.tls && !e->talk->ask->trust.insecure && m->hops < HOPS;
}

/* Add the digest from the answer as a pin. */
static void trust_master(struct trust *t, struct slice digest)
{
	char room[HTTP_NOTE + 8];
	struct out pin = OUT_IN(room);
	struct fail unsaid = { 0 };

	out_bytes(&pin, SLICE("sha256:"));
	out_bytes(&pin, digest);
	trust_pin(t, out_slice(&pin), &unsaid);
}

int master_follow(struct master *m, struct talk *t, const struct exchange *e, struct slice address)
{
	const struct uri *from = &t->ask->server;
	char room[sizeof(m->uri)]; /* the member's address may be in m->uri */
	struct out uri = OUT_IN(room);
	bool six = address.len && memchr(address.at, ':', address.len);

	out_bytes(&uri, from->scheme);
	out_bytes(&uri, six ? SLICE("://[") : SLICE("://"));
	out_bytes(&uri, address);
	out_bytes(&uri, six ? SLICE("]") : SLICE(""));
	out_bytes(&uri, from->port.len ? SLICE(":") : SLICE(""));
	out_bytes(&uri, from->port);
	out_bytes(&uri, from->path);
	if (t->ask != &m->ask) {
		m->first = t->ask;
		m->ask = *t->ask;
	} else {
		memcpy(m->member, m->uri, sizeof(m->member));
		t->member = (struct slice){ m->member, from->text.len };
	}
	memcpy(m->uri, room, sizeof(room));
	t->ask = &m->ask;
	m->hops++;
	if (e->http.note_len && m->ask.trust.pin_count) /* only a pinned member may vouch */
		trust_master(&m->ask.trust, (struct slice){ e->http.note, e->http.note_len });
	if (!address.len || address.len > ADDRESS || memchr(address.at, '/', address.len) || uri.failed ||
		uri_parse(&m->ask.server, (struct slice){ m->uri, out_slice(&uri).len }, &(struct fail){ 0 }))
		return fail(t->fail, BROKEN, "this host is a member of a pool, but '%.*s' is no address of a master",
			(int)address.len, address.at);
	return 0;
}

void master_go_on(struct master *m)
{
	if (m->hops)
		m->ask.deadline = m->first->deadline;
}
