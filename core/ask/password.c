/* SPDX-License-Identifier: MIT */
#include "ask/password.h"

#include "base/suspend.h"
#include "link/deadline.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* Check the open descriptor, not the path, which could be replaced in between. */
static int check_file(int fd, const char *file, struct fail *f)
{
	struct stat is;

	if (fstat(fd, &is))
		return fail(f, MISUSED, "password file %s: %s", file, fail_errno());
	if (!S_ISREG(is.st_mode))
		return fail(f, MISUSED, "password file %s: it is not a regular file", file);
	if (is.st_uid != geteuid() && is.st_uid != 0)
		return fail(f, MISUSED, "password file %s: it belongs to another user", file);
	if (is.st_mode & 077)
		return fail(f, MISUSED, "password file %s: others may read it (chmod 600)", file);
	return 0;
}

/* Wait for a byte or a signal, which may arrive right before a read. Return 0 or FAILED. */
static int await(int fd, const char *file, struct fail *f)
{
	while (!deadline_interrupted())
		if (deadline_poll(fd, POLLIN, SECOND_NS))
			return 0;
	return fail(f, MISUSED, "password file %s: %s", file, "interrupted");
}

/* Read up to the first line end; room does not get the line end. */
static int first_line(int fd, char *room, struct slice *line, const char *file, struct fail *f)
{
	size_t len = 0;
	char c;

	for (;;) {
		ssize_t n;

		if (await(fd, file, f))
			return FAILED;
		n = read(fd, &c, 1); /* leave the next line of stdin to others */
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(f, MISUSED, "password file %s: %s", file, fail_errno());
		if (n == 0 || c == '\n')
			break;
		if (len == PASSWORD_MAX)
			return fail(f, MISUSED, "password file %s: its first line has more than %d bytes", file,
				PASSWORD_MAX);
		room[len++] = c;
	}
	*line = (struct slice){ room, len && room[len - 1] == '\r' ? len - 1 : len };
	return 0;
}

/* Open a password file. Follow a symbolic link if it belongs to root or the user: its target is checked as any file.
 * Return a descriptor, or -1 with errno. */
static int open_password(const char *file)
{
	const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	int fd = open(file, flags | O_NOFOLLOW);
	struct stat is;

	if (fd >= 0 || errno != ELOOP)
		return fd;
	if (lstat(file, &is) || (is.st_uid != geteuid() && is.st_uid != 0)) {
		errno = EPERM;
		return -1;
	}
	return open(file, flags);
}

/* Refuse an empty password: the command before the pipe has failed, probably. A prompt accepts one. */
static int read_given(int fd, char *room, struct slice *password, const char *file, struct fail *f)
{
	if (first_line(fd, room, password, file, f))
		return FAILED;
	if (!password->len)
		return fail(f, MISUSED, "password file %s: its first line is empty, but has to be the password", file);
	return 0;
}

int password_read(const char *file, char room[PASSWORD_MAX], struct slice *password, struct fail *f)
{
	int fd, result;

	if (!strcmp(file, "-"))
		return read_given(0, room, password, file, f);
	fd = open_password(file);
	if (fd < 0)
		return fail(f, MISUSED, "password file %s: %s", file, fail_errno());
	result = check_file(fd, file, f);
	if (!result)
		result = read_given(fd, room, password, file, f);
	close(fd);
	return result;
}

/* The terminal of the prompt. A stop signal (^Z) restores its echo; on continuing, the echo is turned off again. */
static struct {
	int fd;
	struct termios before, silent;
} terminal;

static void stop(int signal)
{
	int error = errno;

	(void)signal;
	tcsetattr(terminal.fd, TCSAFLUSH, &terminal.before);
	suspend(stop);
	tcsetattr(terminal.fd, TCSAFLUSH, &terminal.silent);
	errno = error;
}

int password_ask(const char *user, const char *server, char room[PASSWORD_MAX], struct slice *password, struct fail *f)
{
	int fd = isatty(0) ? open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : -1, result;
	char text[512];
	struct out prompt = OUT_TO(fd, text);
	struct sigaction stopping = { .sa_handler = stop }, usual;

	if (fd < 0 || tcgetattr(fd, &terminal.before)) {
		if (fd >= 0)
			close(fd);
		return ABSENT;
	}
	terminal.fd = fd;
	terminal.silent = terminal.before;
	terminal.silent.c_lflag &= ~(tcflag_t)ECHO;
	sigaction(SIGTSTP, &stopping, &usual);
	tcsetattr(fd, TCSAFLUSH, &terminal.silent);
	out_message(&prompt, "Password of %s for %s: ", user, server);
	out_flush(&prompt);
	result = first_line(fd, room, password, "/dev/tty", f);
	tcsetattr(fd, TCSAFLUSH, &terminal.before);
	sigaction(SIGTSTP, &usual, NULL);
	out_char(&prompt, '\n');
	out_flush(&prompt);
	close(fd);
	return result;
}
