/* SPDX-License-Identifier: MIT */
/*
 * methods - what each method of the Xen-API answers.
 */
#ifndef METHODS_H
#define METHODS_H

#include "call.h"
#include "opts.h"
#include "xml.h"

struct context {
	const struct opts *opts;
	const struct call *call;
	struct xml x;      /* the answer's body is written there */
	bool login;        /* set by a login that succeeded */
	bool logout;       /* the same of a logout */
	long long delay;   /* milliseconds to hold the answer back */
};

struct method {
	const char *name;
	size_t least, most; /* parameters, the session among them */
	bool xapi_only;
	void (*run)(struct context *c);
};

/* By either spelling, VM.get_record or VM_get_record; NULL where there is no such method. */
const struct method *method_find(const char *name, bool xend);

/* Answers with an error: its code and the further texts. */
void method_fail(struct context *c, const char *const *texts, size_t n);

#define FAIL(c, ...) method_fail((c), (const char *const[]){ __VA_ARGS__ }, \
	sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

#endif
