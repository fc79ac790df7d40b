/* SPDX-License-Identifier: MIT */
/*
 * methods - what each method of the Xen-API answers.
 */
#ifndef METHODS_H
#define METHODS_H

#include "call.h"
#include "opts.h"
#include "records.h"
#include "write.h"

struct context {
	const struct opts *opts;
	const struct call *call;
	const struct method *method;
	struct writer w; /* the answer's body is written there */
	bool login; /* set by a successful login */
	bool logout; /* the same of a logout */
	long long delay; /* milliseconds to hold the answer back */
};

struct method {
	const char *name;
	size_t least, most; /* parameters, the session among them */
	bool xapi_only;
	void (*run)(struct context *c);
	const struct table *table; /* of a getter: its table */
	const struct field *field;
};

/* By either spelling, VM.get_record or VM_get_record; NULL where there is no such method. What is returned
 * lasts until the next call. */
const struct method *method_find(const char *name, bool xend);

/* Answers with an error: its code and the further texts. */
void method_fail(struct context *c, const char *const *texts, size_t n);

#define FAIL(c, ...) \
	method_fail((c), (const char *const[]){ __VA_ARGS__ }, \
		sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

/* Answers with a text. */
void method_succeed(struct context *c, const char *text);

/* methods_vm.c: VM and VM_metrics */
void vm_get_all(struct context *c);
void vm_get_all_records(struct context *c);
void vm_get_all_records_where(struct context *c);
void vm_get_by_name_label(struct context *c);
void vm_get_by_uuid(struct context *c);
void vm_get_field(struct context *c);
void vm_get_record(struct context *c);
void vm_metrics_get_all(struct context *c);
void vm_metrics_get_all_records(struct context *c);
void vm_metrics_get_all_records_where(struct context *c);
void vm_metrics_get_record(struct context *c);

/* methods_host.c */
void host_get_all(struct context *c);
void host_get_all_records(struct context *c);
void host_get_by_name_label(struct context *c);
void host_get_by_uuid(struct context *c);
void host_get_name_label(struct context *c);
void host_get_record(struct context *c);
void host_get_uuid(struct context *c);

/* methods_event.c */
void event_from(struct context *c);

#endif
