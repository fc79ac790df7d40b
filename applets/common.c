/* SPDX-License-Identifier: MIT */
#include "applets/common.h"

#include <config.h>
#include <errno.h>

static char room[4096];

struct ask_options common_ask;
bool common_no_header, common_help, common_json, common_tabs, common_reverse, common_watch;
const char *common_columns[OPT_MANY + 1], *common_sort, *common_delay, *common_count;
struct out common_out = OUT_TO(1, room);

const struct opt common_options[] = {
	{ 's', "server", "URI...", common_ask.servers, "where to ask; again: the next one to try" },
	{ 'W', "password-file", "FILE", &common_ask.password_file, "its first line is the password; -: stdin" },
	{ 0, "pin", "sha256:HEX...", common_ask.pins, HELP_IF(CONFIG_TLS, "trust the certificate with this digest") },
	{ 't', "timeout", "SECONDS", &common_ask.timeout, "for everything together" },
	{ 'o', "columns", "COL[,COL]...", common_columns,
		HELP_IF(CONFIG_COLUMNS, "choose columns; +COL adds; also: all, help") },
	{ 0, "sort", "COL[,COL]", &common_sort, HELP_IF(CONFIG_COLUMNS, "order of rows by columns") },
	{ 'r', "reverse", NULL, &common_reverse, HELP_IF(CONFIG_COLUMNS, "the other way round") },
	{ 'j', "json", NULL, &common_json, HELP_IF(CONFIG_JSON, "as JSON, all that is known") },
	{ 'H', "no-header", NULL, &common_no_header, "rows only" },
	{ 'V', "verbose", NULL, &common_ask.verbose, "tell on stderr what was asked of whom" },
	{ 0 },
};

const struct opt rare_options[] = {
	{ 0, "tabs", NULL, &common_tabs, "cells separated by one tab, not padded" },
	{ 'd', "delay", "SECONDS", &common_delay,
		HELP_IF(CONFIG_WATCH, "with --watch: from one round to the next (2)") },
	{ 0, "count", "N", &common_count, HELP_IF(CONFIG_WATCH, "with --watch: so many rounds") },
	{ 'u', "user", "NAME", &common_ask.user, "user of the Xen-API login (root)" },
	{ 0, "cacert", "FILE", &common_ask.cacert, HELP_IF(CONFIG_TLS, "certificates to trust, in PEM") },
	{ 0, "insecure", NULL, &common_ask.insecure, HELP_IF(CONFIG_TLS, "trust any certificate") },
	{ 0, "plain-password", NULL, &common_ask.plain_password,
		HELP_IF(CONFIG_TCP, "let the password cross a network unencrypted") },
	{ 'h', "help", NULL, &common_help, "help of an applet" },
	{ 0 },
};

void common_tell(const struct fail *why, struct fail *f)
{
	fail_print(why);
	fail(f, why->status, "%s", "");
}

int common_finish(struct fail *f)
{
	if (common_out.fd < 0 || !out_flush(&common_out))
		return 0;
	if (common_out.error != EPIPE) {
		errno = common_out.error;
		return fail(f, UNWRITTEN, "cannot write the output: %s", fail_errno());
	}
	fail(f, UNWRITTEN, "%s", "");
	return FAILED;
}
