/* SPDX-License-Identifier: MIT */
/*
 * Parse and check a URI:
 *
 *	http://[::1]:8080/RPC2      scheme http, host ::1, port 8080, path /RPC2
 *	unix:/var/lib/xcp/xapi      scheme unix, path /var/lib/xcp/xapi
 *	auto:                       scheme auto
 *
 * The slices point into the given text and live as long as it.
 */
#ifndef LINK_URI_H
#define LINK_URI_H

#include "base/fail.h"

struct uri {
	struct slice text; /* the whole URI as given */
	struct slice scheme;
	struct slice host; /* without brackets; empty: none */
	struct slice port; /* digits; empty: none */
	struct slice path; /* with its leading '/'; empty: none */
	bool literal6; /* the host was written in brackets */
};

/* Parse text into u. Return 0, or FAILED with MISUSED for text that is no URI or must not be sent on: control
 * characters or blanks in host or path, a user or password. */
int uri_parse(struct uri *u, struct slice text, struct fail *f);

#endif
