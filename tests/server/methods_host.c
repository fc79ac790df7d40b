/* SPDX-License-Identifier: MIT */
#include "methods.h"

#include <string.h>

#include "pool.h"

static const struct host *host_of(struct context *c)
{
	const struct host *host;

	for (size_t i = 0; (host = pool_host(i)); i++)
		if (strcmp(host->ref, call_param(c->call, 1)) == 0)
			return host;
	FAIL(c, "HANDLE_INVALID", "host", call_param(c->call, 1));
	return NULL;
}

void host_get_name_label(struct context *c)
{
	const struct host *host = host_of(c);

	if (host)
		method_succeed(c, host->name);
}

void host_get_uuid(struct context *c)
{
	const struct host *host = host_of(c);

	if (host)
		method_succeed(c, host->uuid);
}

void host_get_by_uuid(struct context *c)
{
	const struct host *host;

	for (size_t i = 0; (host = pool_host(i)); i++)
		if (strcmp(host->uuid, call_param(c->call, 1)) == 0) {
			method_succeed(c, host->ref);
			return;
		}
	FAIL(c, "UUID_INVALID", "host", call_param(c->call, 1));
}

/* Write the references of all, or of those with that name. */
static void write_refs(struct context *c, const char *name)
{
	const struct host *host;

	write_success(&c->w);
	write_array(&c->w);
	for (size_t i = 0; (host = pool_host(i)); i++)
		if (!name || strcmp(host->name, name) == 0)
			write_text(&c->w, host->ref);
	write_array_end(&c->w);
	write_success_end(&c->w);
}

void host_get_all(struct context *c)
{
	write_refs(c, NULL);
}

void host_get_by_name_label(struct context *c)
{
	write_refs(c, call_param(c->call, 1));
}

static void text_member(struct context *c, const char *name, const char *text)
{
	write_member(&c->w, name);
	write_text(&c->w, text);
	write_member_end(&c->w);
}

/* Write some of the eighty members. */
static void write_host(struct context *c, const struct host *host)
{
	write_struct(&c->w);
	text_member(c, "uuid", host->uuid);
	text_member(c, "name_label", host->name);
	text_member(c, "name_description", "Default install");
	write_member(&c->w, "memory_overhead");
	write_number(&c->w, "1073741824");
	write_member_end(&c->w);
	write_member(&c->w, "enabled");
	write_flag(&c->w, "1");
	write_member_end(&c->w);
	write_member(&c->w, "software_version");
	write_struct(&c->w);
	text_member(c, "product_brand", "XCP-ng");
	text_member(c, "product_version", "8.3.0");
	write_struct_end(&c->w);
	write_member_end(&c->w);
	text_member(c, "hostname", host->name);
	text_member(c, "address", "192.0.2.10");
	write_member(&c->w, "other_config");
	write_struct(&c->w);
	write_struct_end(&c->w);
	write_member_end(&c->w);
	write_struct_end(&c->w);
}

void host_get_record(struct context *c)
{
	const struct host *host = host_of(c);

	if (!host)
		return;
	write_success(&c->w);
	write_host(c, host);
	write_success_end(&c->w);
}

void host_get_all_records(struct context *c)
{
	const struct host *host;

	write_success(&c->w);
	write_struct(&c->w);
	for (size_t i = 0; (host = pool_host(i)); i++) {
		write_member(&c->w, host->ref);
		write_host(c, host);
		write_member_end(&c->w);
	}
	write_struct_end(&c->w);
	write_success_end(&c->w);
}
