/* SPDX-License-Identifier: MIT */
#include "applets/common.h"

#include <errno.h>

static char room[4096];

struct ask_options common_ask;
bool common_no_header, common_help;
struct out common_out = OUT_TO(1, room);

const struct opt common_options[] = {
	{ 's', "server", "URI...", common_ask.servers, "where to ask; again: the next one to try" },
	{ 'u', "user", "NAME", &common_ask.user, "user of the Xen-API login (root)" },
	{ 'W', "password-file", "FILE", &common_ask.password_file, "its first line is the password; -: stdin" },
	{ 't', "timeout", "SECONDS", &common_ask.timeout, "for everything together" },
	{ 'H', "no-header", NULL, &common_no_header, "rows only" },
	{ 'V', "verbose", NULL, &common_ask.verbose, "tell on stderr what was asked of whom" },
	{ 'h', "help", NULL, &common_help, "this help" },
	{ 0 },
};

const struct opt rare_options[] = {
	{ 0, "plain-password", NULL, &common_ask.plain_password,
		"let the password cross a network unencrypted" },
	{ 0 },
};

int common_finish(struct fail *f)
{
	if (!out_flush(&common_out))
		return 0;
	if (common_out.error != EPIPE) {
		errno = common_out.error;
		return fail(f, UNWRITTEN, "cannot write the output: %s", fail_errno());
	}
	fail(f, UNWRITTEN, "%s", "");
	return FAILED;
}
