/* SPDX-License-Identifier: MIT */
/* Failures of calls of Xen-API, in the words of the user. */
#ifndef SOURCE_XENAPI_ERROR_H
#define SOURCE_XENAPI_ERROR_H

#include "base/fail.h"

/* The failure of a call: its code, and what else it came with, separated by commas. */
struct xenapi_error {
	size_t code_len, text_len; /* no code: it was a success */
	char code[64], text[320];
};

bool xenapi_error_is(const struct xenapi_error *error, const char *code);

/* The failure in the user's words, with its exit status; always FAILED. */
int xenapi_fail(const struct xenapi_error *error, const char *method, struct fail *f);

/* The same for a login. INTERNAL_ERROR is what a member of a pool says while its coordinator is away. On the Unix
 * socket whatever is no refusal of the user means that the toolstack is not ready. */
int xenapi_fail_login(const struct xenapi_error *error, const char *method, bool local, struct fail *f);

#endif
