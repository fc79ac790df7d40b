/* SPDX-License-Identifier: MIT */
#include "ask/ask.h"
#include "ask/config.h"
#include "ask/inventory.h"
#include "ask/password.h"
#include "link/tls.h"
#include "source/source.h"

#include <config.h>
#include <stdlib.h>

#define CONNECT_NS (10 * SECOND_NS) /* at most, and at most an even share of the time left */
#define SILENCE_NS (5 * SECOND_NS) /* of a daemon of this host, before others are asked */

/* auto: means the toolstack of this host, in this order, and the hypervisor itself where none is there. */
static const char *const local_servers[] = {
	"unix:/var/lib/xcp/xapi",
	"xend:/var/run/xend/xmlrpc.sock",
	"unix:/var/run/xend/xen-api.sock",
	"xen:",
	NULL,
};

/* The source for a scheme; NULL: none that was built in. */
static const struct source *source_of(struct slice scheme)
{
	static const struct source *const sources[] = { CONFIG_SOURCE_XENAPI ? &source_xenapi : NULL,
		CONFIG_SOURCE_XEND ? &source_xend : NULL, CONFIG_SOURCE_XEN ? &source_xen : NULL,
		CONFIG_SOURCE_FILE ? &source_file : NULL };

	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
		struct slice rest = sources[i] ? slice_of(sources[i]->schemes) : SLICE("");

		while (rest.len)
			if (slice_is(slice_before(&rest, ' '), scheme))
				return sources[i];
	}
	return NULL;
}

/* Seconds, fractions allowed. */
static int parse_timeout(const char *text, int64_t *ns, struct fail *f)
{
	struct slice fraction = slice_of(text), whole = slice_before(&fraction, '.');
	int64_t seconds = 0, part = 0, unit = SECOND_NS;
	bool good = whole.len || fraction.len;

	if (whole.len)
		good = whole.at[0] != '-' && slice_number(whole, &seconds) && seconds <= 1000000;
	for (size_t i = 0; good && i < fraction.len; i++) {
		good = fraction.at[i] >= '0' && fraction.at[i] <= '9';
		unit /= 10;
		part += (fraction.at[i] - '0') * unit;
	}
	*ns = seconds * SECOND_NS + part;
	if (!good || !*ns)
		return fail(f, MISUSED, "'%s' is no number of seconds above 0, at most 1000000", text);
	return 0;
}

static void tell(const struct talk *t, int64_t began)
{
	const struct slice server = t->ask->server.text;

	notice("%.*s: %u requests, %llu bytes received, %lld ms", (int)server.len, server.at, t->requests,
		(unsigned long long)t->bytes, (long long)(deadline_now() - began) / 1000000);
}

/* One server: 0, ABSENT or FAILED. */
static int ask_one(const struct ask *ask, bool verbose, struct domains *all, struct fail *f)
{
	const struct source *source = source_of(ask->server.scheme);
	const struct slice called = ask->server.path.len || ask->server.host.len ? ask->server.text : ask->server.scheme;
	struct arena arena = { 0 };
	struct talk talk = { .ask = ask, .arena = &arena, .fail = f };
	int64_t began = deadline_now();
	int result;

	if (!source)
		return fail(f, MISUSED, "this build knows no source for '%.*s:'",
			(int)ask->server.scheme.len, ask->server.scheme.at);
	result = source->open(&talk);
	if (!result) {
		result = source->round(&talk, all);
		if (talk.ask != ask) /* it was sent on */
			fail_within(f, "its master %.*s", (int)talk.ask->server.text.len, talk.ask->server.text.at);
		source->close(&talk);
	}
	arena_free(&arena);
	fail_within(f, "%.*s", (int)called.len, called.at);
	if (result && f->unready && ask->deadline.silence_ns) {
		warning("%.*s", (int)f->len, f->text);
		result = ABSENT;
	}
	if (verbose && result == ABSENT)
		notice("%.*s", (int)f->len, f->text);
	else if (verbose)
		tell(&talk, began);
	return result;
}

static size_t count(const char *const *servers, size_t most)
{
	size_t n = 0;

	while (n < most && servers[n])
		n++;
	return n;
}

/* One after the other, until one is there. */
static int ask_each(struct ask *ask, const char *const *servers, size_t n, bool verbose,
	struct domains *all, struct fail *f)
{
	char room[sizeof(f->text)];
	struct out said = OUT_IN(room);

	for (size_t i = 0; i < n; i++) {
		int64_t share = deadline_left(&ask->deadline) / (int64_t)(n - i);
		int result;

		*f = (struct fail){ 0 };
		if (uri_parse(&ask->server, slice_of(servers[i]), f))
			return FAILED;
		ask->connect_ns = share < CONNECT_NS ? share : CONNECT_NS;
		result = ask_one(ask, verbose, all, f);
		if (result != ABSENT || deadline_interrupted())
			return result;
		out_bytes(&said, said.at > said.start ? SLICE("; ") : SLICE(""));
		out_bytes(&said, (struct slice){ f->text, f->len });
	}
	*f = (struct fail){ 0 };
	return fail(f, UNANSWERED, "%.*s", (int)out_slice(&said).len, said.start);
}

/* Which host of a pool is meant; `room` holds the answer. */
static int choose_host(const struct ask_options *options, bool local, struct ask *ask, char *room, struct fail *f)
{
	struct slice host = slice_of(options->host ? options->host : local ? "this" : "all");

	if (slice_is(host, SLICE("this"))) {
		ask->host = inventory("/etc/xensource-inventory", "INSTALLATION_UUID", room);
		if (!ask->host.len && options->host)
			return fail(f, MISUSED, "--host this: this is no host of XenServer or XCP-ng");
	} else if (!host.len) {
		return fail(f, MISUSED, "--host names no host");
	} else if (!slice_is(host, SLICE("all"))) {
		ask->host = host;
	}
	ask->or_nowhere = !options->host;
	return 0;
}

/* Where to ask as whom, when the command line does not say: the environment, xm's configuration. */
struct place {
	const char *servers[2]; /* as a list of one, or none: this host */
	char uri[CONFIG_TEXT + 16];
	struct config config;
};

static int find_config(struct place *p, const struct ask_options *options, struct fail *f)
{
	const char *file = getenv("XM_CONFIG_FILE");

	if (!file)
		file = "/etc/xen/xm-config.xml";
	if (config_read(&p->config, file, f)) {
		if (!options->as_xm)
			return FAILED;
		notice("Ignoring invalid configuration file %s.", file);
		*f = (struct fail){ 0 };
		p->config = (struct config){ .server = false };
	}
	if (p->config.server)
		return config_uri(p->config.uri, p->config.legacy, p->uri, f);
	return 0;
}

static int find_place(struct place *p, const struct ask_options *options, struct fail *f)
{
	const char *server = getenv("XMBOX_SERVER"), *legacy = getenv("XM_SERVER");

	p->config = (struct config){ .server = false };
	if (server && !*server)
		server = NULL;
	if (legacy && !*legacy)
		legacy = NULL;
	p->servers[0] = server;
	p->servers[1] = NULL;
	if (server || !(CONFIG_SOURCE_XENAPI || CONFIG_SOURCE_XEND)) /* xm's speaks of those only */
		return 0;
	if (find_config(p, options, f))
		return FAILED;
	if (!p->config.server && (!legacy || config_uri(legacy, true, p->uri, f)))
		return legacy ? FAILED : 0;
	p->servers[0] = p->uri;
	return 0;
}

/* What a server element says goes to its own server only; what the command line says comes first. */
static void use_config(const struct config *c, struct ask_options *options, struct ask *ask)
{
	if (!c->server)
		return;
	if (!options->user)
		options->user = c->user;
	if (!options->password_file && c->password_file[0])
		options->password_file = c->password_file;
	ask->password = slice_of(c->password);
	if (!options->cacert && !options->pins[0] && !options->insecure) {
		options->cacert = c->cacert[0] ? c->cacert : NULL;
		options->pins[0] = c->pin[0] ? c->pin : NULL;
	}
	options->plain_password |= !strcmp(c->plain_password, "yes");
}

/* Whom TLS is to trust. */
static int choose_trust(const struct ask_options *options, struct trust *t, struct fail *f)
{
	t->cacert = options->cacert;
	t->insecure = options->insecure;
	for (size_t i = 0; i < count(options->pins, ASK_SERVERS); i++)
		if (trust_pin(t, slice_of(options->pins[i]), f))
			return FAILED;
	if (CONFIG_SOURCE_XENAPI && tls_check(t, f))
		return FAILED;
	if (t->insecure)
		warning("--insecure: whoever answers is trusted with the password");
	return 0;
}

/* A password that nobody gave is asked for where one may be needed: for servers that are reached over a
 * network. */
static int prompt(const struct ask_options *options, const char *const *servers, size_t n, char *room,
	struct slice *password, struct fail *f)
{
	for (size_t i = 0; i < n; i++)
		if (slice_begins(slice_of(servers[i]), SLICE("http://")) ||
			slice_begins(slice_of(servers[i]), SLICE("https://")))
			return password_ask(options->user ? options->user : "root", servers[i], room, password, f);
	return 0;
}

static int ask_place(const struct ask_options *options, const char *const *servers, struct ask *ask,
	struct domains *all, struct fail *f)
{
	size_t n = count(servers, ASK_SERVERS);
	char password[PASSWORD_MAX], room[INVENTORY_ROOM];
	bool local = !n || (n == 1 && !strcmp(servers[0], "auto:"));
	int64_t timeout_ns = 0;
	int result;

	if (local) {
		servers = local_servers;
		n = count(servers, ASK_SERVERS);
	}
	if (options->timeout && parse_timeout(options->timeout, &timeout_ns, f))
		return FAILED;
	if (choose_trust(options, &ask->trust, f))
		return FAILED;
	if (choose_host(options, local, ask, room, f))
		return FAILED;
	if (options->password_file && password_read(options->password_file, password, &ask->password, f))
		return FAILED;
	if (!options->password_file && !ask->password.len &&
		prompt(options, servers, n, password, &ask->password, f) == FAILED)
		return FAILED;
	ask->user = slice_of(options->user ? options->user : "root");
	ask->plain_password = options->plain_password;
	ask->deadline = deadline_start(timeout_ns);
	ask->deadline.silence_ns = local ? SILENCE_NS : 0;
	result = ask_each(ask, servers, n, options->verbose, all, f);
	explicit_bzero(password, sizeof(password));
	return result;
}

int ask_domains(const struct ask_options *options, const struct named *named, size_t named_count,
	struct domains *all, struct fail *f)
{
	struct ask ask = { .named = named, .named_count = named_count, .password = SLICE(""), .host = SLICE(""),
		.wants = options->wants };
	struct ask_options chosen = *options;
	struct place place;
	int result;

	if (options->servers[0])
		return ask_place(options, options->servers, &ask, all, f);
	result = find_place(&place, options, f);
	use_config(&place.config, &chosen, &ask);
	if (!result)
		result = ask_place(&chosen, place.servers, &ask, all, f);
	explicit_bzero(&place, sizeof(place));
	return result;
}
