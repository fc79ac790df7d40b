/* SPDX-License-Identifier: MIT */
#include "methods.h"

#include <string.h>

#include "expr.h"
#include "pool.h"
#include "records.h"
#include "session.h"

void method_fail(struct context *c, const char *const *texts, size_t n)
{
	size_t i;

	xml_failure(&c->x);
	for (i = 0; i < n; i++)
		xml_text(&c->x, texts[i]);
	xml_failure_end(&c->x);
}

static void succeed(struct context *c, const char *text)
{
	xml_success(&c->x);
	xml_text(&c->x, text);
	xml_success_end(&c->x);
}

static const struct table *vm_table(const struct context *c)
{
	return c->opts->xend ? &xend_vm : &xapi_vm;
}

static const struct table *metrics_table(const struct context *c)
{
	return c->opts->xend ? &xend_metrics : &xapi_metrics;
}

/*
 * XAPI takes everybody who can reach its Unix socket for root.  xend with its usual settings
 * asks for no password at all.
 */
static bool may_login(const struct context *c)
{
	const struct opts *o = c->opts;

	if (o->xend ? !o->login : o->place.local)
		return true;
	return strcmp(call_param(c->call, 0), o->user) == 0 &&
		strcmp(call_param(c->call, 1), o->password) == 0;
}

static void login(struct context *c)
{
	if (!may_login(c)) {
		c->delay = c->opts->auth_delay;
		FAIL(c, "SESSION_AUTHENTICATION_FAILED", call_param(c->call, 0),
			"Authentication failure");
		return;
	}
	c->login = true;
	succeed(c, session_new(c->opts->xend));
}

static void logout(struct context *c)
{
	c->logout = true;
	session_end(call_param(c->call, 0));
	succeed(c, "");
}

/* A query and the VM it is asked about. */
struct question {
	const struct table *table;
	const struct vm *vm;
};

static const char *column(const void *ctx, const char *name)
{
	const struct question *q = ctx;

	return record_column(q->table, q->vm, name);
}

static enum expr_result ask(const struct context *c, const struct vm *vm, const char *query)
{
	struct question q = { vm_table(c), vm };

	return query ? expr_eval(query, column, &q) : EXPR_TRUE;
}

/* All VMs of which the query is true, or all where there is none. */
static void write_vms(struct context *c, const char *query)
{
	const struct vm *vm;
	size_t i;

	xml_success(&c->x);
	xml_struct(&c->x);
	for (i = 0; i < pool_count(); i++) {
		vm = pool_at(i);
		if (ask(c, vm, query) != EXPR_TRUE)
			continue;
		xml_member(&c->x, vm->ref);
		record_write(&c->x, vm_table(c), vm);
		xml_member_end(&c->x);
	}
	xml_struct_end(&c->x);
	xml_success_end(&c->x);
}

static void vm_get_all_records(struct context *c)
{
	write_vms(c, NULL);
}

static void vm_get_all_records_where(struct context *c)
{
	const char *query = call_param(c->call, 1);

	/* Whether a query is a good one does not depend on the VM. */
	switch (ask(c, pool_at(0), query)) {
	case EXPR_SYNTAX:
		FAIL(c, "INTERNAL_ERROR", "the query cannot be parsed");
		break;
	case EXPR_COLUMN:
		FAIL(c, "INTERNAL_ERROR", "the query names an unknown field");
		break;
	default:
		write_vms(c, query);
	}
}

static void vm_get_all(struct context *c)
{
	size_t i;

	xml_success(&c->x);
	xml_array(&c->x);
	for (i = 0; i < pool_count(); i++)
		xml_text(&c->x, pool_at(i)->ref);
	xml_array_end(&c->x);
	xml_success_end(&c->x);
}

static void get_record(struct context *c, const char *class, const struct table *table,
	const struct vm *vm)
{
	if (!vm) {
		FAIL(c, "HANDLE_INVALID", class, call_param(c->call, 1));
		return;
	}
	xml_success(&c->x);
	record_write(&c->x, table, vm);
	xml_success_end(&c->x);
}

static void vm_get_record(struct context *c)
{
	get_record(c, "VM", vm_table(c), pool_by_ref(call_param(c->call, 1)));
}

static void vm_metrics_get_record(struct context *c)
{
	get_record(c, "VM_metrics", metrics_table(c), pool_by_metrics(call_param(c->call, 1)));
}

static void vm_get_by_uuid(struct context *c)
{
	const char *uuid = call_param(c->call, 1);
	const struct vm *vm = pool_by_uuid(uuid);

	/* xend hands back what it was given, whether or not there is such a VM. */
	if (!vm && !c->opts->xend)
		FAIL(c, "UUID_INVALID", "VM", uuid);
	else
		succeed(c, vm ? vm->ref : uuid);
}

static void vm_get_by_name_label(struct context *c)
{
	const char *name = call_param(c->call, 1);
	size_t i;

	xml_success(&c->x);
	xml_array(&c->x);
	for (i = 0; i < pool_count(); i++) {
		if (strcmp(pool_at(i)->name, name) == 0)
			xml_text(&c->x, pool_at(i)->ref);
	}
	xml_array_end(&c->x);
	xml_success_end(&c->x);
}

static void vm_metrics_get_all_records(struct context *c)
{
	size_t i;

	xml_success(&c->x);
	xml_struct(&c->x);
	for (i = 0; i < pool_count(); i++) {
		if (strcmp(pool_at(i)->metrics, REF_NULL) == 0)
			continue;
		xml_member(&c->x, pool_at(i)->metrics);
		record_write(&c->x, metrics_table(c), pool_at(i));
		xml_member_end(&c->x);
	}
	xml_struct_end(&c->x);
	xml_success_end(&c->x);
}

static void vm_get_name_label(struct context *c)
{
	const struct vm *vm = pool_by_ref(call_param(c->call, 1));

	if (!vm)
		FAIL(c, "HANDLE_INVALID", "VM", call_param(c->call, 1));
	else
		succeed(c, vm->name);
}

static const struct host *host_of(struct context *c)
{
	const struct host *host;

	for (size_t i = 0; (host = pool_host(i)); i++)
		if (strcmp(host->ref, call_param(c->call, 1)) == 0)
			return host;
	FAIL(c, "HANDLE_INVALID", "host", call_param(c->call, 1));
	return NULL;
}

static void host_get_name_label(struct context *c)
{
	const struct host *host = host_of(c);

	if (host)
		succeed(c, host->name);
}

static void host_get_uuid(struct context *c)
{
	const struct host *host = host_of(c);

	if (host)
		succeed(c, host->uuid);
}

static void host_get_by_uuid(struct context *c)
{
	const struct host *host;

	for (size_t i = 0; (host = pool_host(i)); i++)
		if (strcmp(host->uuid, call_param(c->call, 1)) == 0) {
			succeed(c, host->ref);
			return;
		}
	FAIL(c, "UUID_INVALID", "host", call_param(c->call, 1));
}

static void host_get_by_name_label(struct context *c)
{
	const struct host *host;

	xml_success(&c->x);
	xml_array(&c->x);
	for (size_t i = 0; (host = pool_host(i)); i++)
		if (strcmp(host->name, call_param(c->call, 1)) == 0)
			xml_text(&c->x, host->ref);
	xml_array_end(&c->x);
	xml_success_end(&c->x);
}

static const struct method methods[] = {
	{ "session.login_with_password", 2, 4, false, login },
	{ "session.logout", 1, 1, false, logout },
	{ "VM.get_all_records", 1, 1, false, vm_get_all_records },
	{ "VM.get_all_records_where", 2, 2, true, vm_get_all_records_where },
	{ "VM.get_all", 1, 1, false, vm_get_all },
	{ "VM.get_record", 2, 2, false, vm_get_record },
	{ "VM.get_by_uuid", 2, 2, false, vm_get_by_uuid },
	{ "VM.get_by_name_label", 2, 2, false, vm_get_by_name_label },
	{ "VM_metrics.get_all_records", 1, 1, false, vm_metrics_get_all_records },
	{ "VM_metrics.get_record", 2, 2, false, vm_metrics_get_record },
	{ "host.get_name_label", 2, 2, false, host_get_name_label },
	{ "host.get_uuid", 2, 2, false, host_get_uuid },
	{ "host.get_by_uuid", 2, 2, false, host_get_by_uuid },
	{ "host.get_by_name_label", 2, 2, false, host_get_by_name_label },
	{ "VM.get_name_label", 2, 2, false, vm_get_name_label },
};

/* xend knows the spelling with a dot only. */
static bool is_spelling(const char *name, const char *method, bool xend)
{
	for (; *method; name++, method++) {
		if (*name != *method && !(*method == '.' && *name == '_' && !xend))
			return false;
	}
	return *name == '\0';
}

const struct method *method_find(const char *name, bool xend)
{
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(*methods); i++) {
		if (is_spelling(name, methods[i].name, xend) && !(xend && methods[i].xapi_only))
			return &methods[i];
	}
	return NULL;
}
