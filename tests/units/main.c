/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

int unit_step;

static const char *failed; /* the text of a condition */

bool check(bool condition, const char *text)
{
	if (!condition)
		failed = text;
	return condition;
}

void promise(const char *what, bool kept, const char *file, int line)
{
	if (kept)
		printf("ok   %s\n", what);
	else
		printf("FAIL %s\n     %s:%d%s%s\n", what, file, line, failed ? ": not so: " : "", failed ? failed : "");
	failed = NULL;
}

/*
 * unit-tests [N]: with N, files are cut and destroyed only at every Nth place, which takes a tenth of the time: for
 * programs of further compilers.
 */
int main(int argc, char **argv)
{
	unit_step = argc > 1 ? atoi(argv[1]) : 1;
	if (unit_step < 1)
		return 2;
	if (!getenv("TESTS")) {
		fputs("unit-tests: TESTS is not set, the folder with recorded/: run it by make test-units\n", stderr);
		return 2;
	}
	unit_child();
	unit_base();
	unit_join();
	unit_lastname();
	unit_lastname_files();
	unit_link();
	unit_named();
	unit_json();
	unit_rpc();
	unit_xen();
	unit_file();
	return 0;
}
