/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <stdio.h>

void promise(const char *what, bool kept, const char *file, int line)
{
	if (kept)
		printf("ok   %s\n", what);
	else
		printf("FAIL %s\n     %s:%d\n", what, file, line);
}

int main(void)
{
	unit_base();
	unit_join();
	unit_lastname();
	unit_lastname_files();
	unit_link();
	unit_json();
	unit_rpc();
	unit_xen();
	unit_file();
	return 0;
}
