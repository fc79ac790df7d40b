/* SPDX-License-Identifier: MIT */
#include "ask/ask.h"
#include "ask/config.h"
#include "ask/inventory.h"
#include "ask/local.h"
#include "ask/password.h"
#include "ask/server.h"
#include "link/child.h"
#include "link/dial.h"
#include "link/tls.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

int ask_seconds(const char *text, int64_t *ns, struct fail *f)
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

static size_t count(const char *const *servers, size_t most)
{
	size_t n = 0;

	while (n < most && servers[n])
		n++;
	return n;
}

/* Determine the host of a pool to ask for. ask->host may point into `room`, which gets this host's inventory. */
static int choose_host(const struct ask_options *options, bool local, struct ask *ask, char *room, struct fail *f)
{
	struct slice host = slice_of(options->host ? options->host : local ? "this" : "all"), here;
	bool this = slice_is(host, SLICE("this"));

	here = local || this ? inventory("/etc/xensource-inventory", "INSTALLATION_UUID", room) : SLICE("");
	if (local)
		ask->here = here;
	if (this) {
		ask->host = here;
		if (!ask->host.len && options->host)
			return fail(f, MISUSED, "--host this: this machine is no host of XenServer or XCP-ng");
	} else if (!host.len) {
		return fail(f, MISUSED, "--host names no host");
	} else if (!slice_is(host, SLICE("all"))) {
		ask->host = host;
	}
	ask->or_nowhere = !options->host;
	return 0;
}

static int find_config(struct ask_place *p, const struct ask_options *options, struct fail *f)
{
	const char *named = getenv("XM_CONFIG_FILE"), *file = named && *named ? named : "/etc/xen/xm-config.xml";

	p->origin = file;
	if (config_read(&p->config, file, named && *named, f)) {
		if (!options->as_xm)
			return FAILED;
		notice("Ignoring invalid configuration file %s.", file);
		*f = (struct fail){ 0 };
		p->config = (struct config){ .server = false };
	}
	if (p->config.server && config_uri(p->config.uri, p->config.legacy, p->uri, f)) {
		fail_within(f, "%s", file);
		return FAILED;
	}
	return 0;
}

static int find_place(struct ask_place *p, const struct ask_options *options, struct fail *f)
{
	const char *server = getenv("XMBOX_SERVER"), *legacy = getenv("XM_SERVER");

	p->config = (struct config){ .server = false };
	if (server && !*server)
		server = NULL;
	if (legacy && !*legacy)
		legacy = NULL;
	p->servers[0] = server;
	p->servers[1] = NULL;
	p->origin = server ? "$XMBOX_SERVER" : NULL;
	if (server || !(CONFIG_SOURCE_XENAPI || CONFIG_SOURCE_XEND)) /* xm's variables name only such servers */
		return 0;
	if (find_config(p, options, f))
		return FAILED;
	if (!p->config.server) {
		p->origin = legacy ? "$XM_SERVER" : NULL;
		if (!legacy)
			return 0;
		if (config_uri(legacy, true, p->uri, f)) {
			fail_within(f, "%s", p->origin);
			return FAILED;
		}
	}
	p->servers[0] = p->uri;
	return 0;
}

/* Apply a server element to the server it names; options of the command line take precedence. */
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

/* Set up the trusted certificates. */
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

/* Has the URI a scheme, in any case? */
static bool has_scheme(const char *uri, struct slice scheme)
{
	struct slice rest = slice_of(uri);

	return slice_is_word(slice_before(&rest, ':'), scheme);
}

/* A server to meet, and what came of it. */
struct meeting {
	const struct uri *uri;
	const struct ask *ask;
	int64_t limit_ns;
};

struct met {
	int result;
	struct fail why;
};

static void meet(const void *argument, int fd)
{
	const struct meeting *m = argument;
	struct met met = { 0 };
	struct conn conn;

	met.result = dial(&conn, m->uri, &m->ask->trust, &m->ask->deadline, m->limit_ns, &met.why);
	if (!met.result)
		conn_close(&conn);
	if (write(fd, &met, sizeof(met)) < 0)
		_exit(1);
}

/* Connect to a server over TLS: its certificate is to be verified before a password is typed for it. A child does it,
 * since it enters the sandbox, in which no terminal can be opened. */
static int meet_server(const char *server, const struct ask *ask, int64_t limit_ns, struct fail *f)
{
	struct uri uri;
	const struct meeting meeting = { &uri, ask, limit_ns };
	struct met met = { 0 };
	struct child child;

	if (uri_parse(&uri, slice_of(server), f))
		return FAILED;
	uri.scheme = SLICE("https"); /* however the user wrote it */
	if (child_start(&child, meet, &meeting))
		return fail(f, EXCEEDED, "no process to connect: %s", fail_errno());
	met.result = deadline_wait(&ask->deadline, child.fd, POLLIN, false, f);
	if (!met.result &&
		(read(child.fd, &met, sizeof(met)) != (ssize_t)sizeof(met) || met.why.len > sizeof(met.why.text)))
		met.result = fail(f, BROKEN, "the process that connects ended");
	else if (!fail_result(f))
		*f = met.why;
	child_end(&child);
	fail_within(f, "%s", server);
	return met.result;
}

/* Ask for a missing password if a server is reached over a network, and can be: the first such server is named. Typing
 * takes none of the time. Without a terminal, set ask->no_password. */
static int prompt(const struct ask_options *options, const char *const *servers, size_t n, char *room, struct ask *ask,
	struct fail *f)
{
	int result = ABSENT;

	for (size_t i = 0; i < n && result == ABSENT; i++) {
		bool tls = CONFIG_SOURCE_XENAPI && CONFIG_TLS && has_scheme(servers[i], SLICE("https"));
		int64_t began;

		if (!tls && !has_scheme(servers[i], SLICE("http")))
			continue;
		*f = (struct fail){ 0 };
		result = tls && isatty(0) ? meet_server(servers[i], ask, server_connect_ns(ask, n - i + 1), f) : 0;
		began = deadline_now();
		if (!result) {
			int given = password_ask(options->user ? options->user : "root", servers[i], room,
				&ask->password, f);

			if (given == FAILED)
				return FAILED;
			ask->no_password = given == ABSENT;
		}
		ask->deadline.end_ns += deadline_now() - began;
	}
	if (result == ABSENT)
		*f = (struct fail){ 0 }; /* asking will say it again */
	return result == FAILED ? FAILED : 0;
}

/* Read the password from its file or from stdin. If stdin is a terminal, ask for it there, without echo. */
static int read_password(const struct ask_options *options, const char *server, char *room, struct ask *ask,
	struct fail *f)
{
	int result = ABSENT;

	if (!strcmp(options->password_file, "-") && isatty(0))
		result = password_ask(options->user ? options->user : "root", server ? server : "auto:", room,
			&ask->password, f);
	return result == ABSENT ? password_read(options->password_file, room, &ask->password, f) : result;
}

/* Name who named the server in a failure. */
static void name_origin(const struct asking *a, struct fail *f)
{
	if (a->place.origin && f->len)
		fail_within(f, "%s", a->place.origin);
}

/* Set up the trusted certificates and the password; name the configuration that a wrong value comes from. */
static int choose_secrets(struct asking *a, struct fail *f)
{
	const struct ask_options *options = &a->options;
	const struct config *c = &a->place.config;
	bool configured;

	if (choose_trust(options, &a->ask.trust, f))
		configured = options->cacert == c->cacert || options->pins[0] == c->pin;
	else if (options->password_file && read_password(options, a->servers[0], a->password, &a->ask, f))
		configured = options->password_file == c->password_file;
	else
		return 0;
	if (configured)
		name_origin(a, f);
	return FAILED;
}

/* Do everything that needs no answer: read options, certificates and the password. */
static int prepare(struct asking *a, struct fail *f)
{
	const struct ask_options *options = &a->options;
	struct ask *ask = &a->ask;

	a->count = count(a->servers, ASK_SERVERS);
	a->local = !a->count || (a->count == 1 && slice_is_word(slice_of(a->servers[0]), SLICE("auto:")));
	if (options->timeout && ask_seconds(options->timeout, &a->timeout_ns, f))
		return FAILED;
	if (choose_host(options, a->local, ask, a->room, f))
		return FAILED;
	if (choose_secrets(a, f))
		return FAILED;
	ask->deadline = deadline_start(a->timeout_ns);
	if (!options->password_file && !ask->password.len &&
		prompt(options, a->servers, a->count, a->password, ask, f)) {
		name_origin(a, f);
		return FAILED;
	}
	ask->user = slice_of(options->user ? options->user : "root");
	ask->plain_password = options->plain_password;
	return 0;
}

int ask_begin(struct asking *a, const struct ask_options *options, const struct named *named, size_t named_count,
	struct fail *f)
{
	memset(a, 0, sizeof(*a));
	a->options = *options;
	a->ask = (struct ask){ .named = named,
		.named_count = named_count,
		.password = SLICE(""),
		.host = SLICE(""),
		.wants = options->wants,
		.conditions = options->conditions };
	a->servers = options->servers;
	if (!options->servers[0]) {
		int result = find_place(&a->place, options, f);

		if (result)
			return result;
		use_config(&a->place.config, &a->options, &a->ask);
		a->servers = a->place.servers;
	}
	return prepare(a, f);
}

int ask_round(struct asking *a, struct domains *all, struct fail *f)
{
	int result = a->local ? local_ask(&a->ask, a->options.verbose, all, f) :
				servers_ask(&a->ask, &a->server, a->servers, a->count, a->options.verbose, all, f);

	if (result >= 0)
		return result;
	name_origin(a, f);
	return FAILED;
}

bool ask_once_only(const struct asking *a)
{
	for (size_t i = 0; i < a->count; i++)
		if (slice_is_word(slice_of(a->servers[i]), SLICE("file:-")))
			return true;
	return false;
}

void ask_again(struct asking *a)
{
	a->ask.stays = !a->local;
	a->ask.deadline = deadline_start(a->timeout_ns);
}

struct slice ask_server(const struct asking *a)
{
	return a->local ? SLICE("auto:") : a->ask.server.text;
}

void ask_end(struct asking *a)
{
	struct fail unsaid = { 0 };

	if (a->server.opened)
		server_close(&a->server, 0, &unsaid);
	explicit_bzero(a->password, sizeof(a->password));
	explicit_bzero(&a->place, sizeof(a->place));
}
