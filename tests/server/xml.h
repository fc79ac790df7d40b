/* SPDX-License-Identifier: MIT */
/*
 * xml - writes XML-RPC answers, in the hand of XAPI or of xend.
 *
 * XAPI writes no white space and bare text for strings; xend ends every tag with a newline and
 * names its strings.  Both wrap a result in a struct of Status and Value or ErrorDescription.
 */
#ifndef XML_H
#define XML_H

#include "buf.h"

struct xml {
	struct buf *out;
	bool xend;
	bool escapes_names;
};

/* The envelope of a result; one value goes between the two. */
void xml_success(struct xml *x);
void xml_success_end(struct xml *x);

/* The envelope of a failure; texts (the code first) go between the two. */
void xml_failure(struct xml *x);
void xml_failure_end(struct xml *x);

/* Write a whole answer with a fault of XML-RPC. */
void xml_fault(struct xml *x, const char *code, const char *string);

/* Values. */
void xml_text(struct xml *x, const char *text);
void xml_typed(struct xml *x, const char *type, const char *text);
void xml_struct(struct xml *x);
void xml_struct_end(struct xml *x);
void xml_array(struct xml *x);
void xml_array_end(struct xml *x);

/* A member's name; its value goes between the two. XAPI has not escaped names since XenServer 7.0. */
void xml_member(struct xml *x, const char *name);
void xml_member_end(struct xml *x);

#endif
