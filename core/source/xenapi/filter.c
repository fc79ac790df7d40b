/* SPDX-License-Identifier: MIT */
#include "source/xenapi/filter.h"

static void field(struct out *o, const char *name, struct slice value)
{
	out_message(o, "field \"%s\" = \"", name);
	out_bytes(o, value);
	out_char(o, '"');
}

/* A VM without an id does not run, in spite of its power state. */
static void states(struct out *o, unsigned conditions)
{
	static const struct {
		enum condition condition;
		const char *expression;
	} each[] = {
		{ CONDITION_RUNNING, "field \"power_state\" = \"Running\"" },
		{ CONDITION_PAUSED, "field \"power_state\" = \"Paused\"" },
		{ CONDITION_SUSPENDED, "field \"power_state\" = \"Suspended\"" },
		{ CONDITION_HALTED,
			"field \"power_state\" = \"Halted\" or "
			"(field \"domid\" = \"-1\" and not (field \"power_state\" = \"Suspended\"))" },
		{ CONDITION_CRASHED | CONDITION_DYING, "field \"power_state\" = \"Crashed\"" },
	};
	const char *before = " and (";

	for (size_t i = 0; i < COUNT(each); i++)
		if (conditions & each[i].condition) {
			out_add(o, before);
			out_add(o, each[i].expression);
			before = " or ";
		}
	out_char(o, ')');
}

void filter_start(struct out *o, const struct xenapi *x)
{
	const struct ask *a = x->talk->ask;
	char room[REF_TEXT];
	struct slice host = ref_text(&x->host, room);

	field(o, "is_a_template", SLICE("false")); /* XAPI calls snapshots templates, too */
	if (host.len) { /* else is_wanted() in keep.c selects */
		out_add(o, " and (");
		field(o, "resident_on", host);
		if (a->or_nowhere) {
			out_add(o, " or ");
			field(o, "resident_on", SLICE("OpaqueRef:NULL"));
		}
		out_char(o, ')');
	}
	if (a->conditions && !a->named_count) /* a named domain in another state is reported later */
		states(o, a->conditions);
}

static void alternative(struct out *o, bool *any, const char *name, struct slice value)
{
	out_add(o, *any ? " or " : " and (");
	field(o, name, value);
	*any = true;
}

void filter_name(struct out *o, bool *any, struct slice name)
{
	alternative(o, any, "name__label", name);
}

void filter_id(struct out *o, bool *any, int64_t id)
{
	char room[24];
	struct out text = OUT_IN(room);

	out_number(&text, id);
	alternative(o, any, "domid", out_slice(&text));
}

void filter_uuid(struct out *o, bool *any, const unsigned char uuid[16])
{
	char room[36];
	struct out text = OUT_IN(room);

	out_uuid(&text, uuid);
	alternative(o, any, "uuid", out_slice(&text));
}

void filter_end(struct out *o, bool any)
{
	if (any)
		out_char(o, ')');
}

bool filter_can_name(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] < ' ' || name.at[i] > '~' || name.at[i] == '"' || name.at[i] == '\'' ||
			name.at[i] == '\\')
			return false;
	return name.len;
}
