/* SPDX-License-Identifier: MIT */
/* The envelope of an answer of Xen-API, and its failures in the words of the user. */
#ifndef SOURCE_XENAPI_ERROR_H
#define SOURCE_XENAPI_ERROR_H

#include "wire/rpc.h"

/* The failure of a call: ErrorDescription's code, and what else it holds, separated by commas. */
struct xenapi_error {
	bool status_came, success, value_came;
	size_t code_len, text_len;
	char code[64], text[320];
};

/* Every answer is a struct of Status with Value or ErrorDescription. Reads up to Value: true where that
 * was entered, and is now to be read; then, always, the rest with xenapi_envelope_end. A failure of the
 * call leaves its code in error, else error->code_len is 0. */
bool xenapi_envelope(struct rpc *r, struct xenapi_error *error);
void xenapi_envelope_end(struct rpc *r, struct xenapi_error *error);

bool xenapi_error_is(const struct xenapi_error *error, const char *code);

/* The failure in the user's words, with its exit status; always FAILED. */
int xenapi_fail(const struct xenapi_error *error, const char *method, struct fail *f);

/* The same for a login. INTERNAL_ERROR is what a member of a pool says while its coordinator is away. On the Unix
 * socket whatever is no refusal of the user means that the toolstack is not ready. */
int xenapi_fail_login(const struct xenapi_error *error, const char *method, bool local, struct fail *f);

#endif
