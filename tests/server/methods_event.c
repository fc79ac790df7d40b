/* SPDX-License-Identifier: MIT */
/*
 * event.from: everything as added where no token is given, else what changed since the token was; where
 * nothing did, the answer waits for the timeout.
 */
#include "methods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pool.h"

/* Was the class asked for, in any case? */
static bool lists(const char *classes, const char *class)
{
	size_t n = strlen(class);

	for (; *classes; classes += strcspn(classes, ","), classes += *classes == ',')
		if (*classes == '*' || (strncasecmp(classes, class, n) == 0 && (!classes[n] || classes[n] == ',')))
			return true;
	return false;
}

static void text_member(struct context *c, const char *name, const char *text)
{
	write_member(&c->w, name);
	write_text(&c->w, text);
	write_member_end(&c->w);
}

static void write_event(struct context *c, const struct vm *vm, const char *class, const char *operation)
{
	const struct table *table = strcmp(class, "vm") ? &xapi_metrics : &xapi_vm;
	char id[24];

	snprintf(id, sizeof(id), "%u", vm->changed);
	write_struct(&c->w);
	text_member(c, "id", id);
	text_member(c, "timestamp", "0.0");
	text_member(c, "class", class);
	text_member(c, "operation", operation);
	text_member(c, "ref", table == &xapi_vm ? vm->ref : vm->metrics);
	write_member(&c->w, "snapshot");
	record_write(&c->w, table, vm);
	write_member_end(&c->w);
	write_struct_end(&c->w);
}

/* Write events of one class after that number. Return their number. */
static unsigned write_class(struct context *c, const char *class, const char *operation, unsigned after)
{
	const struct vm *vm;
	unsigned n = 0;

	if (!lists(call_param(c->call, 1), class))
		return 0;
	for (size_t i = 0; (vm = pool_next(&i));) {
		if (vm->changed < after || (strcmp(class, "vm") && strcmp(vm->metrics, REF_NULL) == 0))
			continue;
		write_event(c, vm, class, operation);
		n++;
	}
	return n;
}

static void write_counts(struct context *c)
{
	const struct vm *vm;
	unsigned vms = 0, metrics = 0;
	char digits[2][12];

	for (size_t i = 0; (vm = pool_next(&i)); vms++)
		metrics += strcmp(vm->metrics, REF_NULL) != 0;
	snprintf(digits[0], sizeof(digits[0]), "%u", vms);
	snprintf(digits[1], sizeof(digits[1]), "%u", metrics);
	write_member(&c->w, "valid_ref_counts");
	write_struct(&c->w);
	for (int i = 0; i < 2; i++) {
		write_member(&c->w, i ? "vm_metrics" : "vm");
		write_int(&c->w, digits[i]);
		write_member_end(&c->w);
	}
	write_struct_end(&c->w);
	write_member_end(&c->w);
}

void event_from(struct context *c)
{
	const char *token = call_param(c->call, 2), *timeout = call_param(c->call, 3), *comma = strchr(token, ',');
	const char *operation = *token ? "mod" : "add";
	unsigned after = comma ? (unsigned)strtoul(comma + 1, NULL, 10) + 1 : 0, n;
	char next[48];

	if (*token && !comma) {
		FAIL(c, "EVENT_FROM_TOKEN_PARSE_FAILURE", token);
		return;
	}
	if (!call_is_double(timeout)) {
		FAIL(c, "INTERNAL_ERROR", "the timeout is no float");
		return;
	}
	write_success(&c->w);
	write_struct(&c->w);
	write_member(&c->w, "events");
	write_array(&c->w);
	n = write_class(c, "vm", operation, after) + write_class(c, "vm_metrics", operation, after);
	write_array_end(&c->w);
	write_member_end(&c->w);
	write_counts(c);
	snprintf(next, sizeof(next), "%020u,%020u", pool_event(), pool_event());
	text_member(c, "token", next);
	write_struct_end(&c->w);
	write_success_end(&c->w);
	if (!n)
		c->delay = (long long)(strtod(timeout, NULL) * 1000);
}
