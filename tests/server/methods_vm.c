/* SPDX-License-Identifier: MIT */
#include "methods.h"

#include <string.h>

#include "expr.h"
#include "pool.h"

static const struct table *vm_table(const struct context *c)
{
	return c->opts->xend ? &xend_vm : &xapi_vm;
}

static const struct table *metrics_table(const struct context *c)
{
	return c->opts->xend ? &xend_metrics : &xapi_metrics;
}

static bool is_metrics(const struct table *table)
{
	return table == &xend_metrics || table == &xapi_metrics;
}

static const char *ref_in(const struct table *table, const struct vm *vm)
{
	return is_metrics(table) ? vm->metrics : vm->ref;
}

/* Return the next VM with a record of that class. */
static const struct vm *next(const struct table *table, size_t *i)
{
	const struct vm *vm;

	do
		vm = pool_next(i);
	while (vm && strcmp(ref_in(table, vm), REF_NULL) == 0);
	return vm;
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

static enum expr_result ask(const struct table *table, const struct vm *vm, const char *query)
{
	struct question q = { table, vm };

	return query ? expr_eval(query, column, &q) : EXPR_TRUE;
}

/* Write all records that match the query; all without a query. */
static void write_records(struct context *c, const struct table *table, const char *query)
{
	const struct vm *vm;

	write_success(&c->w);
	write_struct(&c->w);
	for (size_t i = 0; (vm = next(table, &i));) {
		if (ask(table, vm, query) != EXPR_TRUE)
			continue;
		write_member(&c->w, ref_in(table, vm));
		record_write(&c->w, table, vm);
		write_member_end(&c->w);
		pool_told(vm);
	}
	pool_told_all();
	write_struct_end(&c->w);
	write_success_end(&c->w);
}

static void records_where(struct context *c, const struct table *table)
{
	const char *query = call_param(c->call, 1);

	/* Whether a query is a good one does not depend on the VM. */
	switch (ask(table, pool_at(0), query)) {
	case EXPR_SYNTAX:
		FAIL(c, "INTERNAL_ERROR", "the query cannot be parsed");
		break;
	case EXPR_COLUMN:
		FAIL(c, "INTERNAL_ERROR", "the query names an unknown field");
		break;
	default:
		write_records(c, table, query);
	}
}

void vm_get_all_records(struct context *c)
{
	write_records(c, vm_table(c), NULL);
}

void vm_get_all_records_where(struct context *c)
{
	records_where(c, vm_table(c));
}

void vm_metrics_get_all_records(struct context *c)
{
	write_records(c, metrics_table(c), NULL);
}

void vm_metrics_get_all_records_where(struct context *c)
{
	records_where(c, metrics_table(c));
}

/* Write the references of all, or of those with that name. */
static void write_refs(struct context *c, const struct table *table, const char *name)
{
	const struct vm *vm;

	write_success(&c->w);
	write_array(&c->w);
	for (size_t i = 0; (vm = next(table, &i));) {
		if (name && strcmp(vm->name, name) != 0)
			continue;
		write_text(&c->w, ref_in(table, vm));
		pool_told(vm);
	}
	write_array_end(&c->w);
	write_success_end(&c->w);
}

void vm_get_all(struct context *c)
{
	write_refs(c, vm_table(c), NULL);
}

void vm_metrics_get_all(struct context *c)
{
	write_refs(c, metrics_table(c), NULL);
}

void vm_get_by_name_label(struct context *c)
{
	write_refs(c, vm_table(c), call_param(c->call, 1));
}

void vm_get_by_uuid(struct context *c)
{
	const char *uuid = call_param(c->call, 1);
	const struct vm *vm = pool_by_uuid(uuid);

	/* xend returns its argument, even for an unknown VM. */
	if (!vm && !c->opts->xend) {
		FAIL(c, "UUID_INVALID", "VM", uuid);
		return;
	}
	method_succeed(c, vm ? vm->ref : uuid);
	if (vm)
		pool_told(vm);
}

/* Return the VM asked about, or write a failure. */
static const struct vm *vm_of(struct context *c, const struct table *table)
{
	const char *ref = call_param(c->call, 1);
	bool metrics = is_metrics(table);
	const struct vm *vm = metrics ? pool_by_metrics(ref) : pool_by_ref(ref);

	if (!vm)
		FAIL(c, "HANDLE_INVALID", metrics ? "VM_metrics" : "VM", ref);
	return vm;
}

static void get_record(struct context *c, const struct table *table)
{
	const struct vm *vm = vm_of(c, table);

	if (!vm)
		return;
	write_success(&c->w);
	record_write(&c->w, table, vm);
	write_success_end(&c->w);
}

void vm_get_record(struct context *c)
{
	get_record(c, vm_table(c));
}

void vm_metrics_get_record(struct context *c)
{
	get_record(c, metrics_table(c));
}

void vm_get_field(struct context *c)
{
	const struct vm *vm = vm_of(c, c->method->table);

	if (!vm)
		return;
	write_success(&c->w);
	record_write_field(&c->w, c->method->table, c->method->field, vm);
	write_success_end(&c->w);
}
