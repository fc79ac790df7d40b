/* SPDX-License-Identifier: MIT */
#include "write.h"

void write_success(struct writer *w)
{
	if (w->is_json)
		json_success(&w->json);
	else
		xml_success(&w->xml);
}

void write_success_end(struct writer *w)
{
	if (w->is_json)
		json_success_end(&w->json);
	else
		xml_success_end(&w->xml);
}

void write_failure(struct writer *w, const char *const *texts, size_t n)
{
	if (w->is_json) {
		json_failure(&w->json, texts, n);
		return;
	}
	xml_failure(&w->xml);
	for (size_t i = 0; i < n; i++)
		xml_text(&w->xml, texts[i]);
	xml_failure_end(&w->xml);
}

void write_text(struct writer *w, const char *text)
{
	if (w->is_json)
		json_text(&w->json, text);
	else
		xml_text(&w->xml, text);
}

void write_number(struct writer *w, const char *text)
{
	if (w->is_json)
		json_number(&w->json, text);
	else
		xml_text(&w->xml, text);
}

void write_int(struct writer *w, const char *text)
{
	if (w->is_json)
		json_number(&w->json, text);
	else
		xml_typed(&w->xml, "i4", text);
}

void write_flag(struct writer *w, const char *text)
{
	if (w->is_json)
		json_flag(&w->json, text);
	else
		xml_typed(&w->xml, "boolean", text);
}

void write_double(struct writer *w, const char *text)
{
	if (w->is_json)
		json_double(&w->json, text);
	else
		xml_typed(&w->xml, "double", text);
}

void write_date(struct writer *w, const char *text)
{
	if (w->is_json)
		json_text(&w->json, text);
	else
		xml_typed(&w->xml, "dateTime.iso8601", text);
}

void write_struct(struct writer *w)
{
	if (w->is_json)
		json_open(&w->json, '{');
	else
		xml_struct(&w->xml);
}

void write_struct_end(struct writer *w)
{
	if (w->is_json)
		json_close(&w->json, '}');
	else
		xml_struct_end(&w->xml);
}

void write_array(struct writer *w)
{
	if (w->is_json)
		json_open(&w->json, '[');
	else
		xml_array(&w->xml);
}

void write_array_end(struct writer *w)
{
	if (w->is_json)
		json_close(&w->json, ']');
	else
		xml_array_end(&w->xml);
}

void write_member(struct writer *w, const char *name)
{
	if (w->is_json)
		json_member(&w->json, name);
	else
		xml_member(&w->xml, name);
}

void write_member_end(struct writer *w)
{
	if (!w->is_json)
		xml_member_end(&w->xml);
}
