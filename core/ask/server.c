/* SPDX-License-Identifier: MIT */
#include "ask/server.h"
#include "base/near.h"
#include "link/sandbox.h"

/* The sources of this build, and the help of their URIs: form, meaning and an example. */
static const struct {
	const struct source *source; /* NULL: not in this build */
	const char *help;
} sources[] = {
	{ CONFIG_SOURCE_XENAPI && CONFIG_TLS ? &source_xenapi : NULL,
		"https://HOST[:443]   Xen-API over TLS         https://xs1\n" },
	{ CONFIG_SOURCE_XENAPI && CONFIG_TCP ? &source_xenapi : NULL,
		"http://HOST[:80]     Xen-API, not encrypted   http://127.0.0.1\n" },
	{ CONFIG_SOURCE_XENAPI ? &source_xenapi : NULL,
		"unix:/PATH           Xen-API, Unix socket     unix:/var/lib/xcp/xapi\n"
		"httpu:///PATH        the same, as xm wrote    httpu:///var/run/xend/xen-api.sock\n" },
	{ CONFIG_SOURCE_XEND ? &source_xend : NULL,
		"xend:/PATH           xend's legacy XML-RPC    xend:/var/run/xend/xmlrpc.sock\n" },
	{ CONFIG_SOURCE_XEND && CONFIG_TCP ? &source_xend : NULL,
		"xend://HOST[:8006]   the same over TCP        xend://127.0.0.1\n" },
	{ CONFIG_SOURCE_XEN ? &source_xen : NULL, "xen:                 the hypervisor           xen:\n" },
	{ CONFIG_SOURCE_XENSTORE ? &source_xenstore : NULL,
		"xenstore:            xenstored                xenstore:\n"
		"xenstore:/PATH       its socket or device     xenstore:/run/xenstored/socket\n" },
	{ CONFIG_SOURCE_FILE ? &source_file : NULL,
		"file:PATH            XAPI's database          file:/var/lib/xcp/state.db\n" },
};

/* Return the source for a scheme in any case, and set *scheme to its usual writing; NULL: not in this build. Try all
 * schemes before that one with near, if not NULL. */
static const struct source *source_of(struct slice *scheme, struct near *near)
{
	for (size_t i = 0; i < COUNT(sources); i++) {
		struct slice rest = sources[i].source ? slice_of(sources[i].source->schemes) : SLICE("");

		while (rest.len) {
			struct slice word = slice_before(&rest, ' ');

			if (near)
				near_try(near, word);
			if (!slice_is_word(word, *scheme))
				continue;
			*scheme = word;
			return sources[i].source;
		}
	}
	return NULL;
}

bool server_is_uri(struct slice text)
{
	struct slice rest = text, scheme = slice_before(&rest, ':');

	return scheme.len < text.len && (slice_begins(rest, SLICE("//")) || source_of(&scheme, NULL));
}

/* Is the text HOST, HOST:PORT or [ADDRESS]? */
static bool is_host(struct slice text)
{
	struct slice port = text, host = slice_before(&port, ':');

	if (slice_begins(text, SLICE("[")))
		return true;
	if (slice_begins(text, SLICE(".")) || slice_begins(text, SLICE("-")))
		return false;
	for (size_t i = 0; i < host.len; i++) {
		int c = slice_lower(host.at[i]);

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-')
			return false;
	}
	for (size_t i = 0; i < port.len; i++)
		if (port.at[i] < '0' || port.at[i] > '9')
			return false;
	return host.len && (port.len || host.len == text.len);
}

/* Refuse a text that is no URI: suggest one. */
static int refuse_uri(struct slice text, struct slice scheme, struct fail *f)
{
	struct near near = { .word = scheme };
	struct slice word = text, host = text;
	bool local = slice_is_word(scheme, SLICE("auto"));

	fail(f, MISUSED, "this build knows no source for '%.*s:'", (int)scheme.len, scheme.at);
	if (slice_is_word(text, SLICE("auto")) || source_of(&word, NULL)) {
		fail_add(f, " (did you mean '%.*s:'?)", (int)text.len, text.at);
		return FAILED;
	}
	if (!is_host(host)) {
		if (!local)
			near_try(&near, SLICE("auto"));
		if (scheme.len < text.len)
			source_of(&scheme, &near);
		slice_before(&host, ':');
		if (slice_begins(host, SLICE("//")))
			host = slice_drop(host, 2);
	}
	if (!near.best.len && !local && is_host(host)) {
		fail_add(f, " (did you mean '%s://%.*s'?)", CONFIG_TLS ? "https" : "http", (int)host.len, host.at);
		return FAILED;
	}
	return near_tell(&near, f, scheme.len < text.len ? " (xmbox --help uri)" : "");
}

void server_help(struct out *o)
{
	out_add(o,
		"Where to ask: -s URI, else $XMBOX_SERVER, else xm-config.xml, else auto:\n\n"
		"auto:                this host, all sources   auto:\n");
	for (size_t i = 0; i < COUNT(sources); i++)
		out_add(o, sources[i].source ? sources[i].help : "");
}

int server_open(struct server *s, struct ask *ask, const char *uri, bool verbose, struct fail *f)
{
	int result;

	*s = (struct server){ .ask = ask, .began = deadline_now(), .verbose = verbose };
	if (uri_parse(&ask->server, slice_of(uri), f))
		return is_host(slice_of(uri)) ? refuse_uri(slice_of(uri), ask->server.scheme, f) : FAILED;
	s->talk = (struct talk){ .ask = ask, .arena = &s->arena, .fail = f };
	s->source = source_of(&ask->server.scheme, NULL);
	if (!s->source)
		return refuse_uri(slice_of(uri), ask->server.scheme, f);
	result = s->source->open(&s->talk);
	s->opened = !result;
	if (!result && !s->source->pools && ask_names_host(ask))
		return fail(f, MISUSED, "this source has no pool of hosts (--host)");
	return result;
}

int server_round(struct server *s, struct domains *all)
{
	int result;

	if (s->source->reads_only)
		sandbox_enter(SANDBOX_SERVERS);
	result = s->source->round(&s->talk, all);
	warned_end(&all->warned, s->talk.ask->server.text);
	if (s->talk.ask != s->ask) /* the login was sent on to the master */
		fail_within(s->talk.fail, "its master %.*s", (int)s->talk.ask->server.text.len,
			s->talk.ask->server.text.at);
	return result;
}

/* The name of a server in messages: up to the colon. */
static struct slice called(const struct uri *u)
{
	return u->path.len || u->host.len ? u->text : u->scheme;
}

static void report_master(struct slice member, struct slice master)
{
	notice("%.*s is a member of a pool and named %.*s as its master", (int)member.len, member.at, (int)master.len,
		master.at);
}

/* Report for -V: the masters named by members of a pool, the result, and its cost. */
static void report(const struct server *s, int result, const struct fail *f)
{
	struct slice name = called(&s->talk.ask->server); /* the master's */
	long long ms = (deadline_now() - s->began) / 1000000;

	if (s->talk.ask != s->ask)
		report_master(s->ask->server.text, s->talk.member.len ? s->talk.member : name);
	if (s->talk.member.len)
		report_master(s->talk.member, name);
	if (result && !s->talk.requests)
		notice("%.*s; %lld ms", (int)f->len, f->text, ms);
	else
		notice("%.*s%s%.*s: %u requests, %llu bytes received, %lld ms%s%s", result ? (int)f->len : 0, f->text,
			result ? "; " : "", (int)name.len, name.at, s->talk.requests, (unsigned long long)s->talk.bytes,
			ms, s->talk.spoken[0] ? ", in " : "", s->talk.spoken);
}

int server_close(struct server *s, int result, struct fail *f)
{
	struct slice name = called(&s->ask->server);

	if (s->opened)
		s->source->close(&s->talk);
	s->opened = false;
	if (s->source)
		fail_within(f, "%.*s", (int)name.len, name.at);
	if (s->verbose && s->source)
		report(s, result, f);
	arena_free(&s->arena);
	return result;
}

int64_t server_connect_ns(const struct ask *ask, size_t parts)
{
	int64_t share = deadline_left(&ask->deadline) / (int64_t)parts;

	return share < 10 * SECOND_NS ? share : 10 * SECOND_NS;
}

/* Ask an open server, and close it unless a further round may follow. */
static int ask_open(struct server *s, int result, struct domains *all, struct fail *f)
{
	if (!result)
		result = server_round(s, all);
	if (!result)
		sandbox_enter(SANDBOX_SERVERS); /* the rest is output */
	if (result < 0 || !s->ask->stays || !s->source->stays)
		server_close(s, result, f);
	return result;
}

/* Is its socket or file given by a path from the current directory? */
static bool is_relative(const struct uri *u)
{
	return !u->host.len && u->path.len && u->path.at[0] != '/' && !slice_is(u->path, SLICE("-"));
}

int servers_ask(struct ask *ask, struct server *s, const char *const *uris, size_t n, bool verbose, struct domains *all,
	struct fail *f)
{
	char room[sizeof(f->text)];
	struct out said = OUT_IN(room);

	if (s->opened) {
		s->talk.fail = f;
		return ask_open(s, 0, all, f);
	}
	for (size_t i = 0; i < n; i++) {
		int result;

		*f = (struct fail){ 0 };
		ask->connect_ns = server_connect_ns(ask, n - i);
		result = ask_open(s, server_open(s, ask, uris[i], verbose, f), all, f);
		if (CONFIG_TLS && result == FAILED && f->status == UNANSWERED && !s->talk.bytes &&
			slice_is(ask->server.scheme, SLICE("http")))
			fail_add(f, " (try https:)");
		if (result != ABSENT)
			return result;
		if (is_relative(&ask->server))
			fail_add(f, " (the path is relative to the current directory)");
		if (deadline_interrupted())
			return FAILED;
		out_bytes(&said, said.at > said.start ? SLICE("; ") : SLICE(""));
		out_bytes(&said, fail_text(f));
	}
	*f = (struct fail){ 0 };
	fail(f, UNANSWERED, "%.*s", (int)out_slice(&said).len, said.start);
	return ABSENT;
}
