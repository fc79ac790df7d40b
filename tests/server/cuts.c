/* SPDX-License-Identifier: MIT */
/*
 * cuts - cuts a server's answers at every offset there is, and looks at what the client makes
 * of it.
 *
 *	cuts [--step N] [--jobs N] [--path PASSWORD_FILE] XMBOX LOGIN PROBE VMS METRICS LOGOUT
 *
 * The files are the bodies of the five answers to one listing; those whose names end in .json are sent as
 * JSON.  With --path the client is given a URI with a path, so that it asks in XML: VMS REFS METRICS then
 * follow the login.  For every offset in their
 * stream (HTTP heads included) the client is run once against a connection that ends there.
 * Before the answer to the logout it must fail: with 1 where an answer did not even begin, else
 * with 5, with one line on stderr and nothing on stdout.  From there on it must print the whole
 * table: nobody cares how a logout is answered.  A second connection is closed at once.
 *
 * With --step only every N-th offset is taken, and those at and beside an answer's first byte.
 */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "child.h"
#include "clock.h"
#include "frame.h"
#include "http.h"
#include "listen.h"
#include "number.h"

#define ANSWERS 5
#define LOGOUT 4
#define LIMIT_MS 3000
#define MOST_LINES 20

/* Totals of all jobs. */
struct totals {
	atomic_uint offsets, wrong;
};

/* The only connection served. */
struct link {
	int fd; /* -1: none yet, or closed */
	bool had;
	struct buf in;
	unsigned requests;
	size_t sent;
	bool shut;
};

struct run {
	size_t cut;
	struct child child;
	struct link link;
	bool bad_request;
};

static struct buf stream;
static size_t start[ANSWERS + 1]; /* offset of each answer in it, and its end */
static char *program;
static char *with_path; /* the password file of a client that asks over TCP; NULL: by a Unix socket */
static char place[128];
static char dir[64];
static struct buf table; /* the client's output without a cut */
static struct totals *totals;

__attribute__((noreturn)) static void die(const char *what)
{
	fprintf(stderr, "cuts: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void load(char **files)
{
	struct frame_style style = { 0 };
	struct buf body = { 0 };
	size_t i;

	for (i = 0; i < ANSWERS; i++) {
		bool json = strlen(files[i]) > 5 && strcmp(files[i] + strlen(files[i]) - 5, ".json") == 0;
		struct frame frame = { .minor = 1,
			.keep = true,
			.status = 200,
			.phrase = "OK",
			.type = json ? "application/json" : "text/xml" };

		buf_clear(&body);
		if (!buf_file(&body, files[i]))
			die(files[i]);
		start[i] = stream.len;
		frame_answer(&stream, &style, &frame, &body);
	}
	start[ANSWERS] = stream.len;
	buf_free(&body);
}

static void accept_some(int listener, struct link *link)
{
	int fd;

	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		if (link->had) {
			close(fd);
			continue;
		}
		link->had = true;
		link->fd = fd;
	}
}

/* Count the complete requests received. */
static void count_requests(struct run *run)
{
	struct link *link = &run->link;
	struct request req;
	enum http_verdict verdict;

	for (;;) {
		verdict = http_request(link->in.data, link->in.len, true, &req);
		if (verdict == HTTP_BAD)
			run->bad_request = true;
		if (verdict != HTTP_OK || link->in.len - req.head < req.body)
			return;
		buf_drop(&link->in, req.head + req.body);
		if (link->requests < ANSWERS)
			link->requests++;
	}
}

/* Send the answers to the requests so far, up to the cut, and end the stream there. */
static void answer(struct run *run)
{
	struct link *link = &run->link;
	size_t to = start[link->requests];
	ssize_t n;

	if (to > run->cut)
		to = run->cut;
	while (link->fd >= 0 && !link->shut && link->sent < to) {
		n = send(link->fd, stream.data + link->sent, to - link->sent, MSG_NOSIGNAL);
		if (n < 0)
			break;
		link->sent += (size_t)n;
	}
	/* Not closed: what the client still writes has to be read, or it would see a reset. */
	if (link->fd >= 0 && !link->shut && link->sent == run->cut && run->cut < stream.len) {
		shutdown(link->fd, SHUT_WR);
		link->shut = true;
	}
}

static void receive(struct run *run)
{
	struct link *link = &run->link;

	if (link->fd < 0)
		return;
	child_read(&link->fd, &link->in);
	count_requests(run);
}

static short link_events(const struct run *run)
{
	size_t to = start[run->link.requests];

	if (to > run->cut)
		to = run->cut;
	return run->link.sent < to && !run->link.shut ? POLLIN | POLLOUT : POLLIN;
}

/* Serves until the client has closed its output, or for too long. */
static void serve(struct run *run, int listener, long long deadline)
{
	while (run->child.out_fd >= 0 || run->child.err_fd >= 0) {
		struct pollfd fds[] = {
			{ listener, POLLIN, 0 },
			{ run->link.fd, link_events(run), 0 },
			{ run->child.out_fd, POLLIN, 0 },
			{ run->child.err_fd, POLLIN, 0 },
		};
		long long left = deadline - clock_ms();

		if (left <= 0 || poll(fds, 4, (int)left) < 0)
			return;
		if (fds[0].revents)
			accept_some(listener, &run->link);
		if (fds[1].revents & ~POLLOUT)
			receive(run);
		answer(run);
		if (fds[2].revents)
			child_read(&run->child.out_fd, &run->child.out);
		if (fds[3].revents)
			child_read(&run->child.err_fd, &run->child.err);
	}
}

static const char *judge_failure(const struct run *run)
{
	const struct buf *err = &run->child.err;
	size_t i;
	int want = 5;

	for (i = 0; i < LOGOUT; i++) {
		if (run->cut == start[i])
			want = 1;
	}
	if (WEXITSTATUS(run->child.status) != want)
		return want == 5 ? "exit status is not 5" : "exit status is not 1";
	if (run->child.out.len)
		return "something on stdout";
	if (err->len < 8 || memcmp(err->data, "Error: ", 7) != 0)
		return "stderr does not begin with Error:";
	if (memchr(err->data, '\n', err->len) != err->data + err->len - 1)
		return "stderr is not one line";
	return NULL;
}

static const char *judge(const struct run *run)
{
	if (run->child.late)
		return "took too long";
	if (run->bad_request)
		return "sent a bad request";
	if (!WIFEXITED(run->child.status))
		return "died of a signal";
	if (run->child.err.len && !child_clean(&run->child.err))
		return "stderr is not clean text";
	if (run->cut < start[LOGOUT])
		return judge_failure(run);
	if (WEXITSTATUS(run->child.status) != 0)
		return "exit status is not 0";
	if (run->child.out.len == 0)
		return "nothing on stdout";
	if (table.data && (run->child.out.len != table.len || memcmp(run->child.out.data, table.data, table.len) != 0))
		return "not the whole table";
	return NULL;
}

static void complain(const struct run *run, const char *wrong)
{
	int i = 0;

	if (atomic_fetch_add(&totals->wrong, 1) >= MOST_LINES)
		return;
	while (i < ANSWERS - 1 && run->cut >= start[i + 1])
		i++;
	printf("offset %zu (answer %d, byte %zu): %s (status %d)\n", run->cut, i + 1, run->cut - start[i], wrong,
		WIFEXITED(run->child.status) ? WEXITSTATUS(run->child.status) : 128 + WTERMSIG(run->child.status));
	fflush(stdout);
}

/* Run one client against one cut; store its output in `keep` unless NULL. */
static bool try_cut(size_t cut, int listener, struct buf *keep)
{
	struct run run = { .cut = cut, .link.fd = -1 };
	struct link none = { .fd = -1, .had = true };
	char list[] = "list", no_head[] = "-H", server[] = "-s", password[] = "-W";
	char *argv[] = { program, list, no_head, server, place, with_path ? password : NULL, with_path, NULL };
	long long deadline = clock_ms() + LIMIT_MS;
	const char *wrong;

	/* Nothing may be left over from the run before. */
	accept_some(listener, &none);
	if (!child_start(&run.child, argv))
		die(program);
	serve(&run, listener, deadline);
	child_reap(&run.child, deadline);
	atomic_fetch_add(&totals->offsets, 1);
	wrong = judge(&run);
	if (wrong)
		complain(&run, wrong);
	else if (keep)
		buf_add(keep, run.child.out.data, run.child.out.len);
	if (run.link.fd >= 0)
		close(run.link.fd);
	buf_free(&run.link.in);
	child_free(&run.child);
	return !wrong;
}

static int open_place(unsigned job)
{
	struct place where;
	int fd;

	if (with_path)
		snprintf(place, sizeof(place), "tcp:0");
	else
		snprintf(place, sizeof(place), "unix:%s/%u", dir, job);
	fd = place_parse(&where, place) ? place_listen(&where, 16) : -1;
	if (fd < 0)
		die(place);
	if (with_path)
		snprintf(place, sizeof(place), "http://127.0.0.1:%u/xapi", where.port);
	return fd;
}

static void close_place(int fd)
{
	close(fd);
	if (!with_path)
		unlink(place + strlen("unix:"));
}

static bool is_wanted(size_t cut, size_t step)
{
	size_t i;

	for (i = 0; i <= ANSWERS; i++) {
		if (cut + 1 >= start[i] && cut <= start[i] + 1)
			return true;
	}
	return cut % step == 0;
}

/* The job's share of all offsets. */
static void work(unsigned job, unsigned jobs, size_t step)
{
	int fd = open_place(job);
	size_t cut;
	unsigned n = 0;

	for (cut = 0; cut < stream.len; cut++) {
		if (is_wanted(cut, step) && n++ % jobs == job)
			try_cut(cut, fd, NULL);
	}
	close_place(fd);
}

static void run_jobs(unsigned jobs, size_t step)
{
	unsigned job;
	pid_t pid;
	int status;

	for (job = 0; job < jobs; job++) {
		pid = fork();
		if (pid < 0)
			die("fork");
		if (pid == 0) {
			work(job, jobs, step);
			exit(0);
		}
	}
	while (wait(&status) > 0) {
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			atomic_fetch_add(&totals->wrong, 1);
	}
}

static void prepare(char **files)
{
	const char *tmp = getenv("TMPDIR");
	sigset_t set;

	if (access(program, X_OK) < 0)
		die(program);
	load(files);
	snprintf(dir, sizeof(dir), "%.40s/cuts.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(dir))
		die(dir);
	totals = mmap(NULL, sizeof(*totals), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (totals == MAP_FAILED)
		die("mmap");
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "step", required_argument, NULL, 's' },
		{ "jobs", required_argument, NULL, 'j' },
		{ "path", required_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	size_t step = 1, jobs = 1;
	int option, fd;
	bool good;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		with_path = option == 'p' ? optarg : with_path;
		if (option != 'p' && (option == '?' || !number_read(optarg, 1, 1000000, option == 's' ? &step : &jobs)))
			jobs = 0;
	}
	if (argc - optind != 1 + ANSWERS || jobs < 1 || jobs > 64) {
		fputs("usage: cuts [--step N] [--jobs N] [--path PASSWORD_FILE] XMBOX LOGIN ANSWER ANSWER ANSWER LOGOUT\n",
			stderr);
		return 2;
	}
	program = argv[optind];
	prepare(argv + optind + 1);
	fd = open_place(0);
	good = try_cut(stream.len, fd, &table);
	close_place(fd);
	/* If even that fails, the rest is meaningless. */
	if (good)
		run_jobs((unsigned)jobs, step);
	rmdir(dir);
	printf("cuts: %u offsets, %u wrong\n", totals->offsets, totals->wrong);
	return totals->wrong ? 1 : 0;
}
