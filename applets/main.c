/* SPDX-License-Identifier: MIT */
/* Select the applet by the link's name or the first word, run it, print help, set the exit status. */
#include "applets/applet.h"
#include "applets/common.h"
#include "applets/install.h"
#include "ask/server.h"
#include "base/near.h"
#include "link/deadline.h"
#include "link/descriptors.h"
#include "link/tls.h"
#include "show/column.h"

#include <config.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

/* applets.h is generated from Kconfig and config.h: APPLET(name, object, summary) for each applet built in. */
#define APPLET(name, object, summary) extern const struct applet object;
#include <applets.h>
#undef APPLET

static const struct command {
	const char *name, *summary;
	const struct applet *applet;
} commands[] = {
#define APPLET(name, object, summary) { name, summary, &object },
#include <applets.h>
	{ NULL, NULL, NULL },
};

static bool wants_version, wants_list, wants_install, wants_install_xm, symbolic;

static const struct opt own_options[] = {
	{ 'h', "help", NULL, &common_help, "this help; --help APPLET: of an applet" },
	{ 0, "version", NULL, &wants_version, "version and what was built in" },
	{ 0, "list", NULL, &wants_list, "names of the applets, one per line" },
	{ 0, "install", NULL, &wants_install, "--install DIR: a link xm-APPLET for each in DIR" },
	{ 0, "install-xm", NULL, &wants_install_xm, "the same, and a link xm" },
	{ 's', "symbolic", NULL, &symbolic, "with --install: symbolic links" },
	{ 0 },
};

static const struct command *find_command(struct slice name)
{
	for (const struct command *c = commands; c->name; c++)
		if (slice_is(slice_of(c->name), name))
			return c;
	return NULL;
}

/* Find a command by its name or by an unambiguous prefix, as xm did. */
static const struct command *find_beginning(struct slice name)
{
	const struct command *found = find_command(name);

	if (found || !name.len)
		return found;
	for (const struct command *c = commands; c->name; c++)
		if (slice_begins(slice_of(c->name), name)) {
			if (found)
				return NULL;
			found = c;
		}
	return found;
}

static void help_of_options(struct out *o)
{
	opt_help(o, common_options);
	opt_help(o, rare_options);
	out_add(o, "\nThese are options of every applet; --help APPLET shows its own.\n");
}

/* The topics of --help besides the applets. In a build without the topic, print is NULL: a build without applets has no
 * sources and no columns. */
static const struct topic {
	const char *name;
	void (*print)(struct out *o);
} topics[] = {
	{ "options", help_of_options },
	{ "uri", COUNT(commands) > 1 ? server_help : NULL },
	{ "columns", COUNT(commands) > 1 && CONFIG_COLUMNS ? columns_help : NULL },
};

/* Refuse a word that is no applet: suggest the nearest. */
static int no_such(const char *what, const char *word, const char *otherwise, struct fail *f)
{
	struct near near = { .word = slice_of(word) };

	fail(f, MISUSED, "there is no %s '%s'", what, word);
	for (const struct opt *row = own_options; row->name; row++)
		if (!strcmp(row->name, word)) {
			fail_add(f, " (did you mean '--%s'?)", word);
			return FAILED;
		}
	for (const struct command *c = commands; c->name; c++)
		near_try(&near, slice_of(c->name));
	return near_tell(&near, f, otherwise);
}

static void help_topics(void)
{
	out_add(&common_out, "More: xmbox --help ");
	for (size_t i = 0; i < COUNT(topics); i++)
		if (topics[i].print)
			out_message(&common_out, "%s%s", i ? "|" : "", topics[i].name);
	out_char(&common_out, '\n');
}

static void help(void)
{
	out_message(&common_out, "xmbox APPLET [OPTION]... [DOMAIN]...: what runs on a Xen host\n\nApplets:\n");
	for (const struct command *c = commands; c->name; c++) {
		size_t len = strlen(c->name);

		out_message(&common_out, "  %s", c->name);
		out_blanks(&common_out, len < 14 ? 14 - len : 1);
		out_message(&common_out, "%s\n", c->summary);
	}
	out_message(&common_out, "\nOptions:\n");
	opt_help(&common_out, own_options);
	out_char(&common_out, '\n');
	help_topics();
	out_message(&common_out,
		"\nExit status: 0 shown, 1 no answer, 2 usage, 3 no such domain, 4 not allowed,\n"
		"5 bad answer, 6 not written, 7 limit.\n");
}

#ifdef __GLIBC__
#define C_LIBRARY "glibc LGPL-2.1-or-later"
#else
#define C_LIBRARY "musl MIT"
#endif

/* Print the licence of xmbox, and in a static build those of the libraries inside. */
static void licences(void)
{
	out_add(&common_out, "License: MIT");
	if (CONFIG_STATIC && CONFIG_TLS)
		out_add(&common_out, "; mbedtls Apache-2.0 or GPL-2.0-or-later");
	if (CONFIG_STATIC && CONFIG_SOURCE_XENSTORE)
		out_add(&common_out, "; libxenstore LGPL-2.1");
	out_add(&common_out, CONFIG_STATIC ? "; " C_LIBRARY "\n" : "\n");
}

static void version(void)
{
	out_bytes(&common_out, SLICE("xmbox " XMBOX_VERSION "\n" XMBOX_SWITCHES "\n"));
	licences();
	out_bytes(&common_out, slice_of(tls_library()));
	out_bytes(&common_out, SLICE(XMBOX_SOURCES));
}

static void help_of(const struct command *c)
{
	out_message(&common_out, "xmbox %s %s: %s\n\n", c->name, c->applet->synopsis, c->summary);
	opt_help(&common_out, c->applet->options);
	opt_help(&common_out, common_options);
	out_message(&common_out, "\nExample: xmbox %s %s\n", c->name, c->applet->example);
	help_topics();
}

/* Print the help of an applet or of a topic. Return FAILED, with f set, if there is none. */
static int help_about(const char *name, struct fail *f)
{
	const struct command *c = find_command(slice_of(name));

	if (c) {
		help_of(c);
		return common_finish(f);
	}
	for (size_t i = 0; i < COUNT(topics); i++)
		if (topics[i].print && !strcmp(topics[i].name, name)) {
			topics[i].print(&common_out);
			return common_finish(f);
		}
	return no_such("help for", name, " (xmbox --help)", f);
}

static int run_command(const struct command *c, int argc, char **argv, struct fail *f)
{
	const struct opt *const tables[] = { c->applet->options, common_options, rare_options, NULL };
	int n = opt_parse(argc, argv, tables, f);

	if (n < 0) {
		fail_within(f, "xmbox %s (see --help)", c->name);
		return FAILED;
	}
	if (common_help) {
		help_of(c);
		return common_finish(f);
	}
	return c->applet->run(argv, n, f);
}

/* Create one link. After a failure, print the one before, unless it is the same, and keep the new one in f. */
static void install_one(const char *self, const char *directory, const char *link, struct fail *f)
{
	struct fail unmade = { 0 };

	if (!install_link(self, directory, link, symbolic, &unmade))
		return;
	if (f->status != SHOWN && !slice_is(fail_text(f), fail_text(&unmade)))
		fail_print(f);
	*f = unmade;
}

/* Create a link for each applet, and one named xm if wanted. */
static int install(const char *self, int n, char **operands, struct fail *f)
{
	if (n != 1)
		return fail(f, MISUSED, "--install needs one directory");
	for (const struct command *c = commands; c->name; c++) {
		char room[64];
		struct out link = OUT_IN(room);

		out_add(&link, "xm-");
		out_add(&link, c->name);
		install_one(self, operands[0], out_string(&link), f);
	}
	if (wants_install_xm)
		install_one(self, operands[0], "xm", f);
	return fail_result(f);
}

/* Find the applet behind an option: its user wrote the option of the applet too early. Return NULL if there is none. */
static const struct command *find_behind_option(int argc, char **argv)
{
	const struct command *c = NULL;

	for (int i = 2; !c && i < argc && argv[1][0] == '-'; i++)
		c = find_command(slice_of(argv[i]));
	return c;
}

/* Called as xmbox: run the applet named by the first word, or obey the options of xmbox itself. */
static int run_own(int argc, char **argv, struct fail *f)
{
	static const struct opt *const tables[] = { own_options, NULL };
	static char help_option[] = "--help";
	const struct command *c = argc > 1 ? find_command(slice_of(argv[1])) : NULL;
	const struct command *behind = find_behind_option(argc, argv); /* opt_parse moves words */
	const char *self = argv[0], *first = argv[1];
	int n;

	if (c)
		return run_command(c, argc - 1, argv + 1, f);
	if (first && !strcmp(first, "help"))
		argv[1] = help_option;
	n = opt_parse(argc, argv, tables, f);
	if (n >= 0 && (wants_install || wants_install_xm) && !common_help)
		return install(self, n, argv, f);
	if (n > 0 && behind && (wants_version || wants_list))
		return fail(f, MISUSED, "%s has no applet", first);
	if (n > 0 && !common_help)
		n = no_such("applet", argv[0], behind ? "" : " (xmbox --list names them)", f);
	if (n < 0) {
		if (behind)
			fail_add(f, " (an option stands behind the applet: xmbox %s %s)", behind->name, first);
		return FAILED;
	}
	if (common_help && n)
		return help_about(argv[0], f);
	if (wants_version)
		version();
	else if (wants_list)
		for (c = commands; c->name; c++)
			out_message(&common_out, "%s\n", c->name);
	else
		help();
	return common_finish(f);
}

/* Run `xm getlabel mgt NAME` as `label -q -- NAME`. */
static int run_getlabel(int argc, char **argv, struct fail *f)
{
	static char quiet[] = "-q", end[] = "--";
	const struct command *label = find_command(SLICE("label"));

	if (!label)
		return fail(f, MISUSED, "this build has no label (CONFIG_APPLET_LABEL)");
	if (argc != 4 || !slice_is_word(slice_of(argv[2]), SLICE("mgt")))
		return fail(f, MISUSED, "xm getlabel is supported as: xm getlabel mgt NAME");
	argv[1] = quiet;
	argv[2] = end;
	return run_command(label, argc, argv, f);
}

/* Called as xm: run the subcommand named by the first word or by a prefix of it. */
static int run_as_xm(int argc, char **argv, struct fail *f)
{
	const struct command *c = argc > 1 ? find_beginning(slice_of(argv[1])) : NULL;

	common_ask.as_xm = true;
	if (c)
		return run_command(c, argc - 1, argv + 1, f);
	if (argc > 1 && strlen(argv[1]) > 2 && slice_begins(SLICE("getlabel"), slice_of(argv[1])))
		return run_getlabel(argc, argv, f);
	if (argc < 2 || argv[1][0] == '-')
		return run_own(argc, argv, f);
	if (!strcmp(argv[1], "help")) /* help of one subcommand, or of all */
		return run_own(argc == 3 && find_command(slice_of(argv[2])) ? 3 : 1, argv, f);
	return fail(f, MISUSED, "Subcommand %s not found! (xm help)", argv[1]);
}

/* Dispatch on the name of the link: xm, xm-APPLET, xmbox-APPLET or APPLET. */
static int run_as(const char *path, int argc, char **argv, struct fail *f)
{
	const char *slash = strrchr(path, '/');
	struct slice name = slice_of(slash ? slash + 1 : path);
	const struct command *c;

	if (slice_is(name, SLICE("xm")))
		return run_as_xm(argc, argv, f);
	if (slice_begins(name, SLICE("xm-")))
		name = slice_drop(name, 3);
	else if (slice_begins(name, SLICE("xmbox-")))
		name = slice_drop(name, 6);
	c = find_command(name);
	return c ? run_command(c, argc, argv, f) : run_own(argc, argv, f);
}

int main(int argc, char **argv)
{
	struct fail failure = { 0 };

#ifndef SANITIZED /* LeakSanitizer has to trace the process */
	prctl(PR_SET_DUMPABLE, 0);
#endif
	descriptors_hold();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file above `ulimit -f` fails like a full disk */
	deadline_catch_signals();
	run_as(argc ? argv[0] : "xmbox", argc, argv, &failure);
	if (failure.status != SHOWN && deadline_interrupted())
		raise(deadline_interrupted()); /* end by the signal: its handler ran once and is gone */
	if (failure.len)
		fail_print(&failure);
	return (int)failure.status;
}
