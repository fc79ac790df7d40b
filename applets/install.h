/* SPDX-License-Identifier: MIT */
/* Create links to this program. */
#ifndef APPLETS_INSTALL_H
#define APPLETS_INSTALL_H

#include "base/fail.h"

/* Create the hard or symbolic link xm-NAME to this program in `directory`. `self` is argv[0], used where /proc
 * cannot tell the program's path. Replace a link to xmbox; refuse to replace any other file. Return 0 or
 * FAILED. */
int install_link(const char *self, const char *directory, const char *name, bool symbolic, struct fail *f);

#endif
