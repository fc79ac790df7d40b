/* SPDX-License-Identifier: MIT */
#include "methods.h"

#include <stdio.h>
#include <string.h>

#include "pool.h"
#include "session.h"

void method_fail(struct context *c, const char *const *texts, size_t n)
{
	write_failure(&c->w, texts, n);
}

void method_succeed(struct context *c, const char *text)
{
	write_success(&c->w);
	write_text(&c->w, text);
	write_success_end(&c->w);
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
	return strcmp(call_param(c->call, 0), o->user) == 0 && strcmp(call_param(c->call, 1), o->password) == 0;
}

static void login(struct context *c)
{
	if (!may_login(c)) {
		c->delay = c->opts->auth_delay;
		FAIL(c, "SESSION_AUTHENTICATION_FAILED", call_param(c->call, 0), "Authentication failure");
		return;
	}
	c->login = true;
	method_succeed(c, session_new(c->opts->xend));
}

static void logout(struct context *c)
{
	c->logout = true;
	session_end(call_param(c->call, 0));
	method_succeed(c, "");
}

static void session_get_uuid(struct context *c)
{
	const char *ref = call_param(c->call, 1);

	if (!session_known(ref) && !c->opts->any_session)
		FAIL(c, "HANDLE_INVALID", "session", ref);
	else
		method_succeed(c, session_uuid(ref));
}

static void session_get_this_host(struct context *c)
{
	method_succeed(c, pool_host(0)->ref);
}

static const struct method methods[] = {
	{ "session.login_with_password", 2, 4, false, login, NULL, NULL },
	{ "session.logout", 1, 1, false, logout, NULL, NULL },
	{ "session.get_uuid", 2, 2, true, session_get_uuid, NULL, NULL },
	{ "session.get_this_host", 2, 2, true, session_get_this_host, NULL, NULL },
	{ "VM.get_all_records", 1, 1, false, vm_get_all_records, NULL, NULL },
	{ "VM.get_all_records_where", 2, 2, true, vm_get_all_records_where, NULL, NULL },
	{ "VM.get_all", 1, 1, false, vm_get_all, NULL, NULL },
	{ "VM.get_record", 2, 2, false, vm_get_record, NULL, NULL },
	{ "VM.get_by_uuid", 2, 2, false, vm_get_by_uuid, NULL, NULL },
	{ "VM.get_by_name_label", 2, 2, false, vm_get_by_name_label, NULL, NULL },
	{ "VM_metrics.get_all", 1, 1, true, vm_metrics_get_all, NULL, NULL },
	{ "VM_metrics.get_all_records", 1, 1, false, vm_metrics_get_all_records, NULL, NULL },
	{ "VM_metrics.get_all_records_where", 2, 2, true, vm_metrics_get_all_records_where, NULL, NULL },
	{ "VM_metrics.get_record", 2, 2, false, vm_metrics_get_record, NULL, NULL },
	{ "host.get_all", 1, 1, false, host_get_all, NULL, NULL },
	{ "host.get_all_records", 1, 1, false, host_get_all_records, NULL, NULL },
	{ "host.get_record", 2, 2, false, host_get_record, NULL, NULL },
	{ "host.get_name_label", 2, 2, false, host_get_name_label, NULL, NULL },
	{ "host.get_uuid", 2, 2, false, host_get_uuid, NULL, NULL },
	{ "host.get_by_uuid", 2, 2, false, host_get_by_uuid, NULL, NULL },
	{ "host.get_by_name_label", 2, 2, false, host_get_by_name_label, NULL, NULL },
	{ "event.from", 4, 4, true, event_from, NULL, NULL },
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

/* Every member of a record can be asked for alone. */
static const struct method *find_getter(const char *name, bool xend)
{
	static char full[100];
	static struct method getter = { full, 2, 2, false, vm_get_field, NULL, NULL };
	const struct {
		const char *class;
		const struct table *table;
	} classes[] = { { "VM", xend ? &xend_vm : &xapi_vm }, { "VM_metrics", xend ? &xend_metrics : &xapi_metrics } };

	for (size_t k = 0; k < 2; k++) {
		getter.table = classes[k].table;
		for (size_t i = 0; i < getter.table->count; i++) {
			getter.field = &getter.table->fields[i];
			snprintf(full, sizeof(full), "%s.get_%s", classes[k].class, getter.field->name);
			if (is_spelling(name, full, xend))
				return &getter;
		}
	}
	return NULL;
}

const struct method *method_find(const char *name, bool xend)
{
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(*methods); i++) {
		if (is_spelling(name, methods[i].name, xend) && !(xend && methods[i].xapi_only))
			return &methods[i];
	}
	return find_getter(name, xend);
}
