/* SPDX-License-Identifier: MIT */
/* Create links to this program. */
#ifndef APPLETS_INSTALL_H
#define APPLETS_INSTALL_H

#include "base/fail.h"

/* Create a hard or symbolic link to this program in `directory`. A symbolic link is relative if directory and program
 * lie in one folder below the root. `self` is argv[0], used where /proc cannot tell the program's path. Replace a link
 * to xmbox; refuse to replace any other file. Return 0 or FAILED. */
int install_link(const char *self, const char *directory, const char *link, bool symbolic, struct fail *f);

#endif
