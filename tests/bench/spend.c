/* SPDX-License-Identifier: MIT */
/*
 * spend ROUNDS COMMAND...: runs the commands (words between blanks, no shell) in turn, ROUNDS times all of
 * them, their output thrown away, and prints a line for each: the least wall and processor time in
 * microseconds, the fewest minor page faults, and how often it failed.
 */
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct spent {
	long wall, cpu, faults;
	int failed;
};

static long microseconds(long s, long us)
{
	return s * 1000000 + us;
}

static void least(long *of, long n)
{
	*of = n < *of ? n : *of;
}

static void run(const char *command, struct spent *to)
{
	char *words[16], *left = strdup(command);
	struct timespec from, end;
	struct rusage use;
	posix_spawn_file_actions_t actions;
	int n = 0, status = -1;
	pid_t pid;

	for (char *word = strtok(left, " "); word && n < 15; word = strtok(NULL, " "))
		words[n++] = word;
	words[n] = NULL;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, 1, 2);
	clock_gettime(CLOCK_MONOTONIC, &from);
	if (posix_spawnp(&pid, words[0], &actions, NULL, words, environ) || wait4(pid, &status, 0, &use) < 0 || status)
		to->failed++;
	clock_gettime(CLOCK_MONOTONIC, &end);
	posix_spawn_file_actions_destroy(&actions);
	least(&to->wall, microseconds(end.tv_sec - from.tv_sec, (end.tv_nsec - from.tv_nsec) / 1000));
	least(&to->cpu,
		microseconds(use.ru_utime.tv_sec + use.ru_stime.tv_sec, use.ru_utime.tv_usec + use.ru_stime.tv_usec));
	least(&to->faults, use.ru_minflt);
	free(left);
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[1]) : 0, commands = argc - 2;
	struct spent *spent = rounds > 0 ? calloc((size_t)commands, sizeof(*spent)) : NULL;

	if (!spent)
		return 2;
	for (int i = 0; i < commands; i++)
		spent[i] = (struct spent){ LONG_MAX, LONG_MAX, LONG_MAX, 0 };
	while (rounds--)
		for (int i = 0; i < commands; i++)
			run(argv[2 + i], &spent[i]);
	for (int i = 0; i < commands; i++)
		printf("%ld %ld %ld %d\n", spent[i].wall, spent[i].cpu, spent[i].faults, spent[i].failed);
	return 0;
}
