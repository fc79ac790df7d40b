/* SPDX-License-Identifier: MIT */
/*
 * A URI taken apart, checked:
 *
 *	http://[::1]:8080/RPC2      scheme http, host ::1, port 8080, path /RPC2
 *	unix:/var/lib/xcp/xapi      scheme unix, path /var/lib/xcp/xapi
 *	auto:                       scheme auto
 *
 * Slices are of the text given and live as long as it.
 */
#ifndef LINK_URI_H
#define LINK_URI_H

#include "base/fail.h"

struct uri {
	struct slice text; /* all of it, as the user wrote it */
	struct slice scheme;
	struct slice host; /* without brackets; empty where there is none */
	struct slice port; /* digits; empty where none was given */
	struct slice path; /* with its '/'; empty where none was given */
	bool literal6; /* the host stood in brackets */
};

/* FAILED with MISUSED for what is no URI, or holds what may not be sent on: controls and blanks in a
 * host or its path, user or password. */
int uri_parse(struct uri *u, struct slice text, struct fail *f);

#endif
