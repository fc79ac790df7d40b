/* SPDX-License-Identifier: MIT */
#include "xml.h"

#include <string.h>

/* Write a tag, or several; xend breaks the line after them. */
static void tags(struct xml *x, const char *text)
{
	buf_str(x->out, text);
	if (x->xend)
		buf_str(x->out, "\n");
}

/* XAPI deletes control characters. */
static void escaped(struct xml *x, const char *text)
{
	const char *stop = x->xend ? "&<>" :
				     "&<>\"\1\2\3\4\5\6\a\b\v\f\16\17\20\21\22\23\24\25\26"
				     "\27\30\31\32\33\34\35\36\37";
	size_t n;

	for (;; text += n + 1) {
		n = strcspn(text, stop);
		buf_add(x->out, text, n);
		switch (text[n]) {
		case '\0':
			return;
		case '&':
			buf_str(x->out, "&amp;");
			break;
		case '<':
			buf_str(x->out, "&lt;");
			break;
		case '>':
			buf_str(x->out, "&gt;");
			break;
		case '"':
			buf_str(x->out, "&quot;");
		}
	}
}

void xml_text(struct xml *x, const char *text)
{
	if (x->xend) {
		xml_typed(x, "string", text);
		return;
	}
	buf_str(x->out, "<value>");
	escaped(x, text);
	buf_str(x->out, "</value>");
}

void xml_typed(struct xml *x, const char *type, const char *text)
{
	buf_printf(x->out, "<value><%s>", type);
	escaped(x, text);
	buf_printf(x->out, "</%s>", type);
	tags(x, "</value>");
}

void xml_struct(struct xml *x)
{
	tags(x, "<value><struct>");
}

void xml_struct_end(struct xml *x)
{
	tags(x, "</struct></value>");
}

void xml_array(struct xml *x)
{
	tags(x, "<value><array><data>");
}

void xml_array_end(struct xml *x)
{
	tags(x, "</data></array></value>");
}

void xml_member(struct xml *x, const char *name)
{
	tags(x, "<member>");
	buf_str(x->out, "<name>");
	if (x->escapes_names)
		escaped(x, name);
	else
		buf_str(x->out, name);
	tags(x, "</name>");
}

void xml_member_end(struct xml *x)
{
	tags(x, "</member>");
}

static void open_answer(struct xml *x)
{
	tags(x, x->xend ? "<?xml version='1.0'?>" : "<?xml version=\"1.0\"?>");
	tags(x, "<methodResponse>");
}

static void open_result(struct xml *x, const char *status, const char *member)
{
	open_answer(x);
	tags(x, "<params>");
	tags(x, "<param>");
	xml_struct(x);
	xml_member(x, "Status");
	xml_text(x, status);
	xml_member_end(x);
	xml_member(x, member);
}

static void close_result(struct xml *x)
{
	xml_member_end(x);
	xml_struct_end(x);
	tags(x, "</param>");
	tags(x, "</params>");
	tags(x, "</methodResponse>");
}

void xml_success(struct xml *x)
{
	open_result(x, "Success", "Value");
}

void xml_success_end(struct xml *x)
{
	close_result(x);
}

void xml_failure(struct xml *x)
{
	open_result(x, "Failure", "ErrorDescription");
	xml_array(x);
}

void xml_failure_end(struct xml *x)
{
	xml_array_end(x);
	close_result(x);
}

void xml_fault(struct xml *x, const char *code, const char *string)
{
	open_answer(x);
	tags(x, "<fault>");
	xml_struct(x);
	xml_member(x, "faultCode");
	xml_typed(x, x->xend ? "int" : "i4", code);
	xml_member_end(x);
	xml_member(x, "faultString");
	xml_text(x, string);
	xml_member_end(x);
	xml_struct_end(x);
	tags(x, "</fault>");
	tags(x, "</methodResponse>");
}
