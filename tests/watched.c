/* SPDX-License-Identifier: MIT */
/*
 * watched FILE COMMAND...: runs it, with its exit status. FILE gets what it leaves behind: "left N", the
 * processes that go on when it has ended (and are ended here), and "kept KIB", the memory that it or a
 * process of its used at most. SIGINT, SIGTERM and SIGHUP are passed on to the command, and SIGUSR1 as SIGKILL.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GRACE = 500, TICK_NS = 10 * 1000 * 1000 }; /* a killed process may take five seconds to end */

static pid_t command;

static void pass_on(int number)
{
	kill(command, number == SIGUSR1 ? SIGKILL : number);
}

/* Waits for everybody: how many were there still after the grace. */
static int left_over(pid_t group, long *kept)
{
	static const struct timespec tick = { 0, TICK_NS };
	int left = 0, ticks = 0;

	for (;;) {
		struct rusage used;
		pid_t pid = wait4(-1, NULL, ticks < GRACE ? WNOHANG : 0, &used);

		if (pid < 0 && errno == ECHILD)
			return left;
		if (pid > 0) {
			*kept = used.ru_maxrss > *kept ? used.ru_maxrss : *kept;
			left += ticks >= GRACE;
		} else if (!pid) {
			nanosleep(&tick, NULL);
			if (++ticks == GRACE)
				kill(-group, SIGKILL);
		}
	}
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = pass_on, .sa_flags = SA_RESTART };
	struct rusage used;
	int status, left;
	FILE *file;

	if (argc < 3)
		return 2;
	prctl(PR_SET_CHILD_SUBREAPER, 1); /* orphans become children of this process */
	command = fork();
	if (!command) {
		setpgid(0, 0);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (command < 0)
		return 127;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
	if (wait4(command, &status, 0, &used) != command)
		return 127;
	left = left_over(command, &used.ru_maxrss);
	file = fopen(argv[1], "w");
	if (!file)
		return 127;
	fprintf(file, "left %d\nkept %ld\n", left, used.ru_maxrss);
	fclose(file);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
