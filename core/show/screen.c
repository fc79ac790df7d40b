/* SPDX-License-Identifier: MIT */
#include "show/screen.h"
#include "base/suspend.h"
#include "base/utf8.h"
#include "base/width.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { NOTES_MOST = 4, PICTURE = 64 * 1024 };

static struct {
	bool open, keyboard;
	int fd; /* of the terminal: the keyboard, else stdout */
	struct termios before, raw;
	struct sigaction stopping, resizing; /* before screen_open */
} screen;

static volatile sig_atomic_t disturbed;

/* Enter the alternate screen and hide the cursor; undo both. A terminal without an alternate screen keeps the picture:
 * go below it first. */
static const char enter[] = "\033[?1049h\033[?25l", leave[] = "\033[999;1H\r\n\033[?1049l\033[?25h";

bool screen_possible(void)
{
	const char *terminal = getenv("TERM");

	return isatty(1) && !(terminal && !strcmp(terminal, "dumb"));
}

/* Write a sequence. Called by a signal handler, too. */
static void send(const char *sequence, size_t len)
{
	if (write(1, sequence, len) < 0)
		disturbed = 1;
}

/* tcsetattr stops a process group in the background by SIGTTOU: it paints only after the shell's fg. */
static void begin(void)
{
	screen.open = !tcsetattr(screen.fd, TCSANOW, &screen.raw);
	if (screen.open)
		send(enter, sizeof(enter) - 1);
}

static void end(void)
{
	if (!screen.open)
		return;
	screen.open = false;
	send(leave, sizeof(leave) - 1);
	tcsetattr(screen.fd, TCSADRAIN, &screen.before);
}

static void resize(int signal)
{
	(void)signal;
	disturbed = 1;
}

static void stop(int signal)
{
	int error = errno;

	(void)signal;
	end();
	suspend(stop);
	begin();
	disturbed = 1;
	errno = error;
}

bool screen_open(void)
{
	struct sigaction stopping = { .sa_handler = stop }, resizing = { .sa_handler = resize };

	screen.keyboard = isatty(0);
	screen.fd = screen.keyboard ? 0 : 1;
	tcgetattr(screen.fd, &screen.before);
	screen.raw = screen.before;
	if (screen.keyboard) {
		screen.raw.c_iflag &= ~(tcflag_t)IXON; /* after ^S the next picture would block, and q with it */
		screen.raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
		screen.raw.c_cc[VMIN] = 1;
		screen.raw.c_cc[VTIME] = 0;
	}
	sigaction(SIGTSTP, &stopping, &screen.stopping);
	sigaction(SIGWINCH, &resizing, &screen.resizing);
	begin();
	if (!screen.open)
		screen_close();
	return screen.open;
}

void screen_close(void)
{
	sigaction(SIGTSTP, &screen.stopping, NULL);
	sigaction(SIGWINCH, &screen.resizing, NULL);
	end();
}

bool screen_disturbed(void)
{
	bool was = disturbed;

	disturbed = 0;
	return was;
}

int screen_keyboard(void)
{
	return screen.keyboard ? 0 : -1;
}

bool screen_wants_end(void)
{
	struct pollfd key = { 0, POLLIN, 0 };
	char keys[64];
	ssize_t n;

	if (poll(&key, 1, 0) < 1) /* a shell may have read it while this process was stopped */
		return false;
	n = read(0, keys, sizeof(keys));
	if (n == 0)
		screen.keyboard = false;
	return n > 0 && memchr(keys, 'q', (size_t)n);
}

/* Write as much of a line as fits the columns, then erase the rest of the old one. Erase nothing behind a line
 * of full width: the cursor is still on its last character. */
static void paint_line(struct out *o, struct slice line, size_t columns)
{
	size_t width = 0;

	for (size_t i = 0, len; i < line.len; i += len) {
		uint32_t c = 0;

		len = utf8_char(line.at + i, line.len - i, &c);
		if (!len || c < ' ' || c == 0x7f || out_unsafe(c)) /* rows are escaped: they hold no such character */
			break;
		if (width + width_of(c) > columns)
			break;
		width += width_of(c);
		out_bytes(o, (struct slice){ line.at + i, len });
	}
	if (width < columns)
		out_add(o, "\033[K");
}

static size_t count_lines(struct slice text)
{
	size_t n = 0;

	while (text.len) {
		slice_before(&text, '\n');
		n++;
	}
	return n;
}

/* Paint lines of a text below others, up to `most` of them. Return their number. */
static size_t paint_lines(struct out *o, struct slice text, size_t most, size_t columns)
{
	size_t n = 0;

	for (; text.len && n < most; n++) {
		out_add(o, "\r\n");
		paint_line(o, slice_before(&text, '\n'), columns);
	}
	return n;
}

/* Paint the text, or its beginning and how much is left. Return the number of lines painted. */
static size_t paint_text(struct out *o, const struct picture *p, size_t rows, size_t columns)
{
	size_t lines = count_lines(p->text);
	char room[64];
	struct out more = OUT_IN(room);

	if (!rows || (lines <= rows && !p->cut))
		return paint_lines(o, p->text, rows, columns);
	lines -= paint_lines(o, p->text, rows - 1, columns);
	out_message(&more, p->cut ? "... more than %zu more" : "... %zu more", lines);
	return rows - 1 + paint_lines(o, out_slice(&more), 1, columns);
}

void screen_paint(const struct picture *p)
{
	static char room[PICTURE];
	struct out o = OUT_TO(1, room);
	struct winsize size = { 0 };
	size_t rows, columns, used = 1;

	ioctl(1, TIOCGWINSZ, &size);
	rows = size.ws_row ? size.ws_row : 24;
	columns = size.ws_col ? size.ws_col : 80;
	out_add(&o, "\033[H");
	paint_line(&o, p->status, columns);
	used += paint_lines(&o, p->notes, rows - 1 < NOTES_MOST ? rows - 1 : NOTES_MOST, columns);
	used += paint_text(&o, p, rows - used, columns);
	if (used < rows)
		out_add(&o, "\r\n\033[J");
	out_flush(&o);
}
