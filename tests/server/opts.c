/* SPDX-License-Identifier: MIT */
#include "opts.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "changes.h"
#include "log.h"
#include "number.h"
#include "rules.h"

static const char manual[] =
	"usage: server [OPTION]... unix:PATH | tcp:[ADDRESS:]PORT | tcp6:PORT\n"
	"A sample Xen-API server. Says \"ready PLACE\" once it listens (PORT 0 picks one on the\n"
	"loopback address) and serves until SIGTERM or SIGINT. Strict as XAPI and more.\n"
	"\n"
	"  --xapi RELEASE         be the XAPI of 6.2 (no JSON-RPC, names of members escaped), 6.5 (no\n"
	"                         JSON-RPC, names not escaped), 7.0, 7.3, 8.1, 8.2, 8.3 (today's), next\n"
	"                         (a NaN fails a call over JSON); 8.3 where nothing else is said, but\n"
	"                         6.5 where recorded answers are in XML only\n"
	"  --member               be the Unix socket of a pool's member\n"
	"  --emergency CODE[,ARG]...  a member in emergency mode: the answer to everything\n"
	"  --thumbprint HEX       of the master, told with HOST_IS_SLAVE to those who ask\n"
	"  --xend                 be an old xend's Xen-API server (lenient, other XML, other VMs)\n"
	"  --vms N                N generated VMs instead of the built-in sample\n"
	"  --user NAME            who may log in over tcp (root)\n"
	"  --password-file FILE   the password is the first line of FILE (any password)\n"
	"  --auth-delay SECONDS   before a login is refused (0)\n"
	"  --any-session          take every session reference\n"
	"  --rename NAME=TEXT     call a VM, or a host, otherwise\n"
	"  --uuid NAME=UUID       a VM, or a host, has that uuid\n"
	"  --shadow NAME=FLOAT    a VM's HVM_shadow_multiplier, which may be nan or inf\n"
	"  --leaves NAME          a VM is destroyed as soon as the first answer named it\n"
	"  --arrives NAME         a VM is made after the first answer with records\n"
	"  --moves NAME           each SIGUSR1 pauses or unpauses a VM\n"
	"  --elsewhere NAME       a VM is on the other host of the pool\n"
	"  --key NAME=TEXT        a VM's other_config has this key, unescaped in XML since 6.5\n"
	"  --metrics-key NAME=TEXT  its metrics' other_config has\n"
	"  --log FILE             append what happens, a line an event\n"
	"  --with-parent          end with the parent process\n"
	"  --database STYLE       serve nothing: write the VMs to stdout as XAPI's database, as state,\n"
	"                         old (before 2017) or report (a bug report's)\n"
	"Answers; METHOD is a method's name or *:\n"
	"  --replay DIR           DIR/METHOD.xml is the body of METHOD's answer, DIR/METHOD.json that to\n"
	"                         a call over JSON, DIR/METHOD.http all of it\n"
	"  --answer METHOD=FILE   FILE is the body of METHOD's answer; over JSON, FILE.json\n"
	"  --http-answer METHOD=FILE  FILE is all of it; the connection is closed after it\n"
	"  --keep                 unless this is given\n"
	"  --fail METHOD=CODE[,ARG]...       answer with that error\n"
	"  --fail-once METHOD=CODE[,ARG]...  the first time only\n"
	"  --fault METHOD=CODE,STRING        answer with an XML-RPC fault\n"
	"Faults of the transport:\n"
	"  --close                close the connection after each answer, and say so\n"
	"  --silent-close         close it when a request comes after a login, and do not say so\n"
	"  --http10               answer as HTTP/1.0\n"
	"  --chunked N            bodies in chunks of N bytes\n"
	"  --to-end               bodies without a length, up to the close\n"
	"  --no-space             no space after a header's colon\n"
	"  --cut N                close each connection after N bytes of answers\n"
	"  --cut-call METHOD=N    close after N bytes of METHOD's answer\n"
	"  --rst                  close such a connection with a reset\n"
	"  --stall N              send nothing more after N bytes of answers, but do not close\n"
	"  --stall-call METHOD=N  the same after N bytes of METHOD's answer\n"
	"  --dribble N            write at most N bytes at a time\n"
	"  --slow-ms M            wait M milliseconds between two writes (--dribble or 1)\n"
	"  --accept-only          accept, but neither read nor write\n"
	"  --no-accept            listen with a backlog of 0, but never accept\n";

enum choice {
	/* clang-format off */
	XEND = 256, VMS, USER, PASSWORD, AUTH_DELAY, ANY_SESSION, LOG, WITH_PARENT, REPLAY, ANSWER,
	HTTP_ANSWER, KEEP, FAIL, FAIL_ONCE, FAULT, CLOSE, SILENT_CLOSE, HTTP10, CHUNKED, TO_END,
	DATABASE, RENAME, UUID, ELSEWHERE, KEY, METRICS_KEY, NO_SPACE, CUT, CUT_CALL, RST, STALL, STALL_CALL, DRIBBLE,
	SLOW, ACCEPT_ONLY, NO_ACCEPT, XAPI, MEMBER, EMERGENCY, THUMBPRINT, SHADOW, LEAVES, ARRIVES, MOVES, HELP
	/* clang-format on */
};

static const struct option options[] = {
	{ "xend", no_argument, NULL, XEND },
	{ "vms", required_argument, NULL, VMS },
	{ "user", required_argument, NULL, USER },
	{ "password-file", required_argument, NULL, PASSWORD },
	{ "auth-delay", required_argument, NULL, AUTH_DELAY },
	{ "any-session", no_argument, NULL, ANY_SESSION },
	{ "rename", required_argument, NULL, RENAME },
	{ "uuid", required_argument, NULL, UUID },
	{ "elsewhere", required_argument, NULL, ELSEWHERE },
	{ "key", required_argument, NULL, KEY },
	{ "metrics-key", required_argument, NULL, METRICS_KEY },
	{ "log", required_argument, NULL, LOG },
	{ "with-parent", no_argument, NULL, WITH_PARENT },
	{ "database", required_argument, NULL, DATABASE },
	{ "replay", required_argument, NULL, REPLAY },
	{ "answer", required_argument, NULL, ANSWER },
	{ "http-answer", required_argument, NULL, HTTP_ANSWER },
	{ "keep", no_argument, NULL, KEEP },
	{ "fail", required_argument, NULL, FAIL },
	{ "fail-once", required_argument, NULL, FAIL_ONCE },
	{ "fault", required_argument, NULL, FAULT },
	{ "close", no_argument, NULL, CLOSE },
	{ "silent-close", no_argument, NULL, SILENT_CLOSE },
	{ "http10", no_argument, NULL, HTTP10 },
	{ "chunked", required_argument, NULL, CHUNKED },
	{ "to-end", no_argument, NULL, TO_END },
	{ "no-space", no_argument, NULL, NO_SPACE },
	{ "cut", required_argument, NULL, CUT },
	{ "cut-call", required_argument, NULL, CUT_CALL },
	{ "rst", no_argument, NULL, RST },
	{ "stall", required_argument, NULL, STALL },
	{ "stall-call", required_argument, NULL, STALL_CALL },
	{ "dribble", required_argument, NULL, DRIBBLE },
	{ "slow-ms", required_argument, NULL, SLOW },
	{ "accept-only", no_argument, NULL, ACCEPT_ONLY },
	{ "no-accept", no_argument, NULL, NO_ACCEPT },
	{ "xapi", required_argument, NULL, XAPI },
	{ "member", no_argument, NULL, MEMBER },
	{ "emergency", required_argument, NULL, EMERGENCY },
	{ "thumbprint", required_argument, NULL, THUMBPRINT },
	{ "shadow", required_argument, NULL, SHADOW },
	{ "leaves", required_argument, NULL, LEAVES },
	{ "arrives", required_argument, NULL, ARRIVES },
	{ "moves", required_argument, NULL, MOVES },
	{ "help", no_argument, NULL, HELP },
	{ NULL, 0, NULL, 0 },
};

__attribute__((noreturn)) static void refuse(const char *what, const char *why)
{
	fprintf(stderr, "server: %s: %s\n", what, why);
	exit(2);
}

static size_t number(const char *text, size_t least, size_t most)
{
	size_t n;

	if (!number_read(text, least, most, &n))
		refuse(text, "not a number that can be used here");
	return n;
}

static long long seconds(const char *text)
{
	char *end;
	double s = strtod(text, &end);

	if (end == text || *end || !(s >= 0 && s <= 86400))
		refuse(text, "not a number of seconds");
	return (long long)(s * 1000);
}

static char *first_line(const char *path)
{
	struct buf text = { 0 };

	if (!buf_file(&text, path))
		refuse(path, strerror(errno));
	buf_str(&text, "");
	text.data[strcspn(text.data, "\r\n")] = '\0';
	return text.data;
}

static void add_rule(enum rule_kind kind, const char *text)
{
	const char *wrong = rules_add(kind, text);

	if (wrong)
		refuse(text, wrong);
}

static void add_change(enum change_kind kind, const char *text)
{
	if (!changes_add(kind, text))
		refuse(text, "no NAME=TEXT of a VM, or too many of them");
}

static void set_pool(int option)
{
	switch (option) {
	case RENAME:
		add_change(CHANGE_NAME, optarg);
		break;
	case UUID:
		add_change(CHANGE_UUID, optarg);
		break;
	case ELSEWHERE:
		add_change(CHANGE_ELSEWHERE, optarg);
		break;
	case KEY:
		add_change(CHANGE_KEY, optarg);
		break;
	case METRICS_KEY:
		add_change(CHANGE_METRICS_KEY, optarg);
		break;
	case SHADOW:
		add_change(CHANGE_SHADOW, optarg);
		break;
	case LEAVES:
		add_change(CHANGE_LEAVES, optarg);
		break;
	case ARRIVES:
		add_change(CHANGE_ARRIVES, optarg);
		break;
	case MOVES:
		add_change(CHANGE_MOVES, optarg);
		break;
	default:
		refuse("try", "server --help");
	}
}

static void set_age(struct opts *o, int option)
{
	switch (option) {
	case XAPI:
		o->age = age_find(optarg);
		if (!o->age)
			refuse(optarg, "no release of XAPI that is known");
		break;
	case MEMBER:
		o->member = true;
		break;
	case EMERGENCY:
		o->emergency = optarg;
		break;
	case THUMBPRINT:
		o->thumbprint = optarg;
		break;
	default:
		set_pool(option);
	}
}

static void set_general(struct opts *o, int option)
{
	switch (option) {
	case XEND:
		o->xend = o->style.xend = true;
		break;
	case VMS:
		o->vms = (unsigned)number(optarg, 1, 1000000);
		break;
	case USER:
		o->user = optarg;
		o->login = true;
		break;
	case PASSWORD:
		free(o->password);
		o->password = first_line(optarg);
		o->login = true;
		break;
	case AUTH_DELAY:
		o->auth_delay = seconds(optarg);
		break;
	case ANY_SESSION:
		o->any_session = true;
		break;
	case LOG:
		if (!log_open(optarg))
			refuse(optarg, strerror(errno));
		break;
	case WITH_PARENT:
		o->with_parent = true;
		break;
	case DATABASE:
		o->database = database_style(optarg);
		if (!o->database)
			refuse(optarg, "not state, old or report");
		break;
	default:
		set_age(o, option);
	}
}

static void set_answers(struct opts *o, int option)
{
	switch (option) {
	case REPLAY:
		rules_replay(optarg);
		break;
	case ANSWER:
		add_rule(RULE_ANSWER, optarg);
		break;
	case HTTP_ANSWER:
		add_rule(RULE_HTTP_ANSWER, optarg);
		break;
	case KEEP:
		o->keep = true;
		break;
	case FAIL:
		add_rule(RULE_FAIL, optarg);
		break;
	case FAIL_ONCE:
		add_rule(RULE_FAIL_ONCE, optarg);
		break;
	case FAULT:
		add_rule(RULE_FAULT, optarg);
		break;
	default:
		set_general(o, option);
	}
}

/* How the bytes go out, and when they stop. */
static void set_flow(struct opts *o, int option)
{
	switch (option) {
	case CUT:
		o->cut = number(optarg, 0, NO_LIMIT - 1);
		break;
	case CUT_CALL:
		add_rule(RULE_CUT, optarg);
		break;
	case RST:
		o->rst = true;
		break;
	case STALL:
		o->stall = number(optarg, 0, NO_LIMIT - 1);
		break;
	case STALL_CALL:
		add_rule(RULE_STALL, optarg);
		break;
	case DRIBBLE:
		o->dribble = number(optarg, 1, 1 << 20);
		break;
	case SLOW:
		o->slow = (long long)number(optarg, 0, 3600000);
		break;
	case ACCEPT_ONLY:
		o->accept_only = true;
		break;
	case NO_ACCEPT:
		o->no_accept = true;
		break;
	default:
		set_answers(o, option);
	}
}

static void set_option(struct opts *o, int option)
{
	switch (option) {
	case CLOSE:
		o->close = o->style.say_close = true;
		break;
	case SILENT_CLOSE:
		o->silent_close = true;
		break;
	case HTTP10:
		o->http10 = true;
		break;
	case CHUNKED:
		o->style.chunked = number(optarg, 1, 1 << 20);
		break;
	case TO_END:
		o->style.to_end = o->close = true;
		break;
	case NO_SPACE:
		o->style.no_space = true;
		break;
	case HELP:
		fputs(manual, stdout);
		exit(0);
	default:
		set_flow(o, option);
	}
}

void opts_parse(struct opts *opts, int argc, char **argv)
{
	int option;

	*opts = (struct opts){ .user = "root", .cut = NO_LIMIT, .stall = NO_LIMIT };
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		set_option(opts, option);
	if (argc - optind != (opts->database ? 0 : 1))
		refuse("not exactly one place to serve", "try server --help");
	if (!opts->database && !place_parse(&opts->place, argv[optind]))
		refuse(argv[optind], "not unix:PATH, tcp:[ADDRESS:]PORT or tcp6:PORT");
	if (!opts->age)
		opts->age = age_find(rules_are_xml() ? "6.5" : "8.3");
	opts->style.no_space |= opts->age->no_space && !opts->xend;
	if (opts->slow && !opts->dribble)
		opts->dribble = 1;
	if (!opts->password)
		opts->password = strdup("any password");
	if (!opts->password)
		refuse("server", "out of memory");
}

void opts_free(struct opts *opts)
{
	free(opts->password);
}
