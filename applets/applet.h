/* SPDX-License-Identifier: MIT */
/*
 * A command. Its declaration in Kconfig (CONFIG_APPLET_VCPU_LIST, prompt "vcpu-list - SUMMARY") gives
 * its name, its one line of help, its file applets/vcpu-list.c and this object in it, applet_vcpu_list.
 */
#ifndef APPLETS_APPLET_H
#define APPLETS_APPLET_H

#include "applets/opt.h"

struct applet {
	const char *synopsis; /* what follows its name in its help */
	const struct opt *options; /* its own; those of every applet are in common.h */

	/* Does it, with options set and n operands: 0, or FAILED. It says itself in f what has failed,
	 * or prints it and leaves f->text empty. */
	int (*run)(char **operands, int n, struct fail *f);
};

#endif
