/* SPDX-License-Identifier: MIT */
/* Links to this program. */
#ifndef APPLETS_INSTALL_H
#define APPLETS_INSTALL_H

#include "base/fail.h"

/* A link `name` to this program, called as `self`, in a directory: a hard one, or a symbolic one. One that is
 * there already is made anew; any other file stays as it is. 0 or FAILED. */
int install_link(const char *self, const char *directory, const char *name, bool symbolic, struct fail *f);

#endif
