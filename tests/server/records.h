/* SPDX-License-Identifier: MIT */
/*
 * records - what a VM's record and its metrics' record are made of, member by member.
 *
 * A member's value is a template: the first character is the type and the rest the text,
 *	=text   +number   ?flag   #double   @date   [item|item   {key=text|key=text
 *	%key=double|key=double   :key=item,item|key=item
 * A member with a `var` takes its text from the VM instead.  A control domain has `control`
 * instead of all that where there is one.
 */
#ifndef RECORDS_H
#define RECORDS_H

#include "pool.h"
#include "write.h"

struct field {
	const char *name;
	const char *value;
	const char *control;
	size_t var; /* offset in struct vm; 0: none */
};

struct table {
	const struct field *fields;
	size_t count;
};

extern const struct table xapi_vm, xapi_metrics, xend_vm, xend_metrics;

void record_write(struct writer *w, const struct table *table, const struct vm *vm);

/* The value of one member alone. */
void record_write_field(struct writer *w, const struct table *table, const struct field *field, const struct vm *vm);

/*
 * The text of a member as XAPI's database compares it; NULL where there is no such column.
 * The columns of grouped members have a double underscore (name__label).  What is not a scalar
 * is () when empty and equals nothing else.
 */
const char *record_column(const struct table *table, const struct vm *vm, const char *column);

#endif
