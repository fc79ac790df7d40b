/* SPDX-License-Identifier: MIT */
#include "applets/watch.h"
#include "applets/common.h"
#include "link/child.h"
#include "link/deadline.h"
#include "show/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	TEXT = 1024 * 1024, /* bytes of a picture; a terminal shows no more of it */
	NOTES = 1024, /* bytes of warnings shown */
	END_MS = 2000, /* for a child to log out */
	ROUNDS_MOST = 1000000000,
};

#define DELAY_NS (2 * SECOND_NS)
#define DELAY_LEAST_NS (SECOND_NS / 10)

/* What came of a round. The child writes it, so it is checked like an answer. */
struct result {
	struct fail why;
	bool answered, unchanged;
	int64_t at; /* seconds since 1970 */
	size_t domains, server_len, len;
	bool cut; /* the text did not fit */
	char server[128];
	char text[TEXT];
};

struct shared {
	struct result results[2]; /* the one that is shown, and the next */
	struct load_times times[2];
	bool times_swapped, printed;
};

/* The child's message at the end of a round. */
struct reply {
	unsigned char which; /* of the results */
	bool stays;
};

struct watch {
	const struct watch_task *task;
	struct shared *shared;
	bool screen; /* paint a terminal; else append rounds */
	int64_t delay_ns, count; /* count 0: no end */
	int64_t round, began_ns, next_ns, told_ns;
	pid_t child; /* 0: none */
	int fd; /* to the child */
	int notes_fd; /* its stderr; -1: not caught */
	bool asked, ended, lost;
	const struct result *shown; /* NULL: none so far */
	struct fail last; /* of the last round */
	size_t notes_len[2];
	char notes[2][NOTES]; /* shown, and those of the round under way */
};

/* In the child */

/* Wait for the word to begin a round. Return the place for its result, or -1 at the end. */
static int await_round(int fd)
{
	unsigned char which;

	while (!deadline_interrupted())
		if (deadline_poll(fd, POLLIN, SECOND_NS))
			return read(fd, &which, 1) == 1 ? which & 1 : -1;
	return -1;
}

static void run_round(struct watch *w, struct result *result, struct fail *f)
{
	struct shared *shared = w->shared;
	struct watch_round r = { .last = &shared->times[shared->times_swapped],
		.next = &shared->times[!shared->times_swapped],
		.separate = shared->printed && !w->screen && !common_json,
		.server = SLICE("") };

	*f = (struct fail){ 0 };
	if (w->screen)
		common_out = (struct out)OUT_AT(result->text, TEXT);
	w->task->round(w->task->to, &r, f);
	if (r.answered && !r.unchanged)
		shared->times_swapped = !shared->times_swapped;
	shared->printed |= r.answered;
	result->why = *f;
	result->answered = r.answered;
	result->unchanged = r.unchanged;
	result->domains = r.domains;
	result->at = time(NULL);
	result->cut = common_out.failed;
	result->len = w->screen ? out_slice(&common_out).len : 0;
	result->server_len = r.server.len < sizeof(result->server) ? r.server.len : sizeof(result->server);
	memcpy(result->server, r.server.at, result->server_len);
}

static void run_child(struct watch *w, int fd)
{
	struct fail f = { 0 }; /* a conversation that stays keeps its address */
	struct reply reply = { .stays = true };
	int which;

	while (reply.stays && (which = await_round(fd)) >= 0) {
		run_round(w, &w->shared->results[which], &f);
		reply = (struct reply){ (unsigned char)which, w->task->stays(w->task->to) };
		if (write(fd, &reply, sizeof(reply)) != (ssize_t)sizeof(reply))
			break;
	}
	w->task->end(w->task->to);
	_exit(0);
}

/* In the parent */

static void close_if_open(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int start_child(struct watch *w)
{
	pid_t parent = getpid();
	int ends[2] = { -1, -1 }, notes[2] = { -1, -1 };

	if (w->screen && isatty(2) && pipe2(notes, O_CLOEXEC | O_NONBLOCK))
		return -1;
	w->child = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) ? -1 : fork();
	if (!w->child) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent) /* the parent ended before the prctl */
			_exit(0);
		signal(SIGTSTP, SIG_DFL);
		signal(SIGWINCH, SIG_DFL);
		close(ends[0]);
		if (notes[1] >= 0)
			dup2(notes[1], 2);
		run_child(w, ends[1]);
	}
	close_if_open(&ends[1]);
	close_if_open(&notes[1]);
	w->fd = ends[0];
	w->notes_fd = notes[0];
	if (w->child > 0)
		return 0;
	close_if_open(&w->fd);
	close_if_open(&w->notes_fd);
	return -1;
}

/* Wait until the child has ended, which it does by itself or at a SIGTERM, after a logout. */
static void end_child(struct watch *w, int signal)
{
	if (w->child <= 0)
		return;
	close_if_open(&w->fd);
	close_if_open(&w->notes_fd);
	if (signal)
		kill(w->child, signal);
	if (!child_wait(w->child, END_MS)) {
		kill(w->child, SIGKILL);
		waitpid(w->child, NULL, 0);
	}
	w->child = 0;
}

/* Note how a round ended. */
static void note_end(struct watch *w, bool answered)
{
	static const unsigned final = 1U << MISUSED | 1U << DENIED;

	w->asked = false;
	w->lost = !answered;
	w->round++;
	w->next_ns = w->began_ns + w->delay_ns;
	if (w->last.len && !w->screen)
		fail_print(&w->last);
	if (w->last.status == UNWRITTEN || (!answered && final >> w->last.status & 1) || w->round == w->count)
		w->ended = true;
}

/* End a round that failed on this side. */
static void fail_round(struct watch *w, enum status status, const char *what, const char *why)
{
	w->last = (struct fail){ 0 };
	fail(&w->last, status, "%s%s", what, why);
	note_end(w, false);
}

/* Begin a round. Until its end, the failure of the round before is shown. */
static void begin_round(struct watch *w)
{
	unsigned char which = w->shown == &w->shared->results[0];

	w->began_ns = deadline_now();
	w->asked = true;
	w->notes_len[1] = 0;
	if (w->child > 0 && write(w->fd, &which, 1) == 1)
		return;
	end_child(w, SIGKILL); /* it has ended between the rounds */
	if (start_child(w) || write(w->fd, &which, 1) != 1)
		fail_round(w, EXCEEDED, "no process to ask with: ", fail_errno());
}

/* Read what the child says on stderr; keep its beginning. */
static void read_notes(struct watch *w)
{
	char room[512];
	ssize_t n;

	while (w->notes_fd >= 0 && (n = read(w->notes_fd, room, sizeof(room))) > 0) {
		size_t left = NOTES - w->notes_len[1], len = (size_t)n < left ? (size_t)n : left;

		memcpy(w->notes[1] + w->notes_len[1], room, len);
		w->notes_len[1] += len;
	}
}

/* Take over the result of a round. */
static void use_result(struct watch *w, const struct result *r)
{
	w->last = r->why;
	if (w->last.len > sizeof(w->last.text))
		w->last.len = 0;
	if (w->last.status > EXCEEDED)
		w->last.status = BROKEN;
	if (!r->unchanged) {
		memcpy(w->notes[0], w->notes[1], w->notes_len[1]);
		w->notes_len[0] = w->notes_len[1];
	}
	if (r->answered) {
		w->shown = r;
		w->told_ns = deadline_now();
	}
	note_end(w, r->answered);
}

/* Read the end of a round. */
static void hear_child(struct watch *w)
{
	struct reply reply;
	ssize_t n = read(w->fd, &reply, sizeof(reply));

	if (n < 0 && errno == EINTR)
		return;
	read_notes(w);
	if (n == (ssize_t)sizeof(reply) && w->asked) {
		use_result(w, &w->shared->results[reply.which & 1]);
		if (!reply.stays)
			end_child(w, 0);
		return;
	}
	end_child(w, SIGKILL);
	if (w->asked)
		fail_round(w, BROKEN, "the process that asks has ended", "");
}

static struct slice bounded(const char *at, size_t len, size_t most)
{
	return (struct slice){ at, len < most ? len : most };
}

/* Paint the last answer, below its server, time and, if no later answer came in time, its age. */
static void paint(struct watch *w)
{
	const struct result *r = w->shown;
	int64_t age_ns = deadline_now() - w->told_ns;
	char status_room[256], notes_room[NOTES + sizeof(w->last.text) + 8];
	struct out status = OUT_IN(status_room), notes = OUT_IN(notes_room);
	struct picture p = { .text = SLICE("") };

	if (r) {
		struct slice server = bounded(r->server, r->server_len, sizeof(r->server));

		out_message(&status, "%.*s  ", (int)server.len, server.at);
		out_date(&status, r->at);
		out_message(&status, "  %zu domain%s", r->domains, r->domains == 1 ? "" : "s");
		p.text = bounded(r->text, r->len, sizeof(r->text));
		p.cut = r->cut;
	} else {
		out_add(&status, "no answer yet");
	}
	if (r && (w->lost || age_ns > 2 * w->delay_ns + SECOND_NS))
		out_message(&status, ", %lld s old", (long long)(age_ns / SECOND_NS));
	if (w->last.len)
		out_message(&notes, "Error: %.*s\n", (int)w->last.len, w->last.text);
	out_bytes(&notes, (struct slice){ w->notes[0], w->notes_len[0] });
	p.status = out_slice(&status);
	p.notes = out_slice(&notes);
	screen_paint(&p);
}

/* Wait for a key, the child, or the time of the next round. */
static void wait_for_any(struct watch *w)
{
	struct pollfd fds[] = { { w->screen ? screen_keyboard() : -1, POLLIN, 0 },
		{ w->child > 0 ? w->fd : -1, POLLIN, 0 }, { w->child > 0 ? w->notes_fd : -1, POLLIN, 0 } };
	int64_t left_ns = w->next_ns - deadline_now();

	if (w->asked || left_ns > SECOND_NS / 2)
		left_ns = SECOND_NS / 2; /* a signal may have come right before poll; and the age grows */
	if (left_ns > 0 && poll(fds, COUNT(fds), (int)((left_ns + 999999) / 1000000)) < 0)
		return;
	if (fds[0].revents && screen_wants_end())
		w->ended = true;
	if (fds[2].revents)
		read_notes(w);
	if (fds[1].revents)
		hear_child(w);
}

static void run(struct watch *w)
{
	int64_t painted_s = 0;

	while (!w->ended && !deadline_interrupted()) {
		int64_t round = w->round, second;
		bool ages;

		if (!w->asked && w->next_ns <= deadline_now())
			begin_round(w);
		wait_for_any(w);
		second = deadline_now() / SECOND_NS;
		ages = (w->asked || w->lost) && second != painted_s;
		if (!w->screen || !(screen_disturbed() || ages || w->round != round))
			continue;
		paint(w);
		painted_s = second;
	}
}

/* Write the rows and the messages of the last round to the screen that was there before. */
static void write_last(const struct watch *w, struct fail *f)
{
	char room[NOTES];
	struct out notes = OUT_TO(2, room);
	struct slice text = SLICE("");

	if (w->shown && !w->lost)
		text = bounded(w->shown->text, w->shown->len, sizeof(w->shown->text));
	if (text.len && w->shown->cut) {
		while (text.len && text.at[text.len - 1] != '\n')
			text.len--;
		fail(f, EXCEEDED, "the table has more than %d bytes, its end is not shown", TEXT);
	}
	out_bytes(&common_out, text);
	out_bytes(&notes, (struct slice){ w->notes[0], w->notes_len[0] });
	out_flush(&notes);
}

static int parse(struct watch *w, struct fail *f)
{
	w->delay_ns = DELAY_NS;
	if (common_delay && ask_seconds(common_delay, &w->delay_ns, f))
		return FAILED;
	if (w->delay_ns < DELAY_LEAST_NS)
		return fail(f, MISUSED, "--delay is at least 0.1");
	if (common_count &&
		(!slice_number(slice_of(common_count), &w->count) || w->count < 1 || w->count > ROUNDS_MOST))
		return fail(f, MISUSED, "--count '%s' is no number from 1 to %d", common_count, ROUNDS_MOST);
	return 0;
}

int watch(const struct watch_task *task, struct fail *f)
{
	struct watch w = { .task = task, .fd = -1, .notes_fd = -1 };

	if (parse(&w, f))
		return FAILED;
	w.shared = mmap(NULL, sizeof(*w.shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (w.shared == MAP_FAILED)
		return fail(f, EXCEEDED, "out of memory");
	w.screen = screen_possible() && !common_json && !common_tabs && screen_open();
	run(&w);
	if (w.screen)
		screen_close();
	end_child(&w, SIGTERM);
	if (deadline_interrupted())
		return fail(f, UNANSWERED, "%s", "");
	if (w.count || w.last.status == MISUSED || w.last.status == DENIED || w.last.status == UNWRITTEN)
		*f = w.last;
	if (w.screen && w.round == w.count)
		write_last(&w, f);
	if (!w.screen)
		f->len = 0; /* it was printed */
	return common_finish(f) ? FAILED : fail_result(f);
}
