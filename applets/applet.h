/* SPDX-License-Identifier: MIT */
/*
 * A command. Kconfig declares it: the symbol CONFIG_APPLET_VCPU_LIST with the prompt "vcpu-list - SUMMARY"
 * gives the name vcpu-list, one line of help, the file applets/vcpu-list.c and its object applet_vcpu_list.
 */
#ifndef APPLETS_APPLET_H
#define APPLETS_APPLET_H

#include "applets/opt.h"

struct applet {
	const char *synopsis; /* of its operands and options, for its help */
	const char *example; /* of its use, behind its name */
	const struct opt *options; /* its own; common.h has those of every applet */

	/* Run the applet, with the variables of its options set. Return 0 or FAILED. On failure f holds the
	 * exit status and the message; the message is empty if the applet has printed it already. */
	int (*run)(char **operands, int n, struct fail *f);
};

#endif
