/* SPDX-License-Identifier: MIT */
/* Failures of Xen-API calls, in the user's words. */
#ifndef SOURCE_XENAPI_ERROR_H
#define SOURCE_XENAPI_ERROR_H

#include "base/fail.h"

/* The failure of a call: its code, and its other texts, separated by commas. */
struct xenapi_error {
	size_t code_len, text_len; /* no code: success */
	char code[64], text[320];
};

bool xenapi_error_is(const struct xenapi_error *error, const char *code);

/* Report a failure in the user's words, with its exit status. Always return FAILED. */
int xenapi_fail(const struct xenapi_error *error, const char *method, struct fail *f);

/* Report the failure of a login. A pool member answers INTERNAL_ERROR while its coordinator is away. On the Unix
 * socket, any answer but a refusal of the user means that the toolstack is not ready. */
int xenapi_fail_login(const struct xenapi_error *error, const char *method, bool local, struct fail *f);

#endif
