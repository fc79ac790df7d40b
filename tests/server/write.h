/* SPDX-License-Identifier: MIT */
/*
 * write - writes one answer of Xen-API in the encoding that it was asked for: xml.h or json.h.
 */
#ifndef WRITE_H
#define WRITE_H

#include "json.h"
#include "xml.h"

struct writer {
	bool is_json;
	struct xml xml;
	struct json json;
};

/* The envelope of a result; one value goes between the two. */
void write_success(struct writer *w);
void write_success_end(struct writer *w);

/* Write a whole answer with a failure: the code, then its parameters. */
void write_failure(struct writer *w, const char *const *texts, size_t n);

/* Write values, each given as its text in XML. */
void write_text(struct writer *w, const char *text);
void write_number(struct writer *w, const char *text); /* in XML it is no other than a text */
void write_int(struct writer *w, const char *text); /* a 32-bit integer, distinct from a text in XML */
void write_flag(struct writer *w, const char *text);
void write_double(struct writer *w, const char *text);
void write_date(struct writer *w, const char *text);
void write_struct(struct writer *w);
void write_struct_end(struct writer *w);
void write_array(struct writer *w);
void write_array_end(struct writer *w);

/* A member's name; its value goes between the two. */
void write_member(struct writer *w, const char *name);
void write_member_end(struct writer *w);

#endif
