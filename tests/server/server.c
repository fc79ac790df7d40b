/* SPDX-License-Identifier: MIT */
/*
 * server - a sample Xen-API server for the tests: see server --help.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "changes.h"
#include "listen.h"
#include "log.h"
#include "loop.h"
#include "opts.h"
#include "pool.h"
#include "rules.h"

static void say_ready(const struct place *place)
{
	if (place->local)
		printf("ready unix:%s\n", place->path);
	else
		printf("ready tcp%s:%hu\n", place->six ? "6" : "", place->port);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	pid_t parent = getppid();
	struct opts opts;
	const char *unknown;
	int fd;
	bool good;

	opts_parse(&opts, argc, argv);
	loop_prepare();
	if (opts.with_parent) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		/* It may have ended before. */
		if (getppid() != parent)
			return 0;
	}
	pool_make(opts.vms, opts.xend);
	unknown = changes_make();
	if (unknown) {
		fprintf(stderr, "server: there is no VM '%s'\n", unknown);
		return 2;
	}
	if (opts.database) {
		good = database_write(opts.database);
		pool_free();
		opts_free(&opts);
		return good ? 0 : 1;
	}
	fd = place_listen(&opts.place, opts.no_accept ? 0 : 128);
	if (fd < 0) {
		fprintf(stderr, "server: cannot listen: %s\n", strerror(errno));
		return 1;
	}
	say_ready(&opts.place);
	good = loop_run(&opts, fd);
	close(fd);
	if (opts.place.local)
		unlink(opts.place.path);
	log_total();
	pool_free();
	rules_free();
	opts_free(&opts);
	return good ? 0 : 1;
}
