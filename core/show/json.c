/* SPDX-License-Identifier: MIT */
#include "show/json.h"
#include "base/utf8.h"

void json_text(struct out *o, struct slice text)
{
	out_char(o, '"');
	for (size_t i = 0, len; i < text.len; i += len ? len : 1) {
		uint32_t c = 0;

		len = utf8_char(text.at + i, text.len - i, &c);
		if (!len) {
			out_bytes(o, SLICE("\xef\xbf\xbd"));
		} else if (c < 0x20 || c == 0x7f || out_unsafe(c)) {
			out_bytes(o, SLICE("\\u"));
			out_hex(o, c, 4);
		} else {
			if (c == '"' || c == '\\')
				out_char(o, '\\');
			out_bytes(o, (struct slice){ text.at + i, len });
		}
	}
	out_char(o, '"');
}

/* Write the numbers of "0-3,7" one by one. */
static void cpus(struct out *o, struct slice ranges)
{
	const char *comma = "[";

	while (ranges.len) {
		struct slice last = slice_before(&ranges, ','), first = slice_before(&last, '-');
		int64_t cpu = 0, end;

		slice_number(first, &cpu);
		end = cpu;
		slice_number(last, &end);
		for (; cpu <= end; cpu++, comma = ", ") {
			out_add(o, comma);
			out_number(o, cpu);
		}
	}
	out_bytes(o, *comma == '[' ? SLICE("[]") : SLICE("]"));
}

static void print_value(struct out *o, struct value v)
{
	switch (v.kind) {
	case VALUE_NONE:
		out_bytes(o, SLICE("null"));
		break;
	case VALUE_TEXT:
		json_text(o, v.text);
		break;
	case VALUE_NUMBER:
		out_number(o, v.number);
		break;
	case VALUE_FLAG:
		out_bytes(o, v.number ? SLICE("true") : SLICE("false"));
		break;
	case VALUE_CPUS:
		cpus(o, v.text);
		break;
	case VALUE_BILLIONTHS:
		out_seconds(o, v.number);
		break;
	}
}

void json_rows(struct out *o, const unsigned char *which, size_t columns_count, const struct rows *rows, bool line)
{
	char room[CELL_ROOM];

	out_char(o, '[');
	for (size_t i = 0; i < rows->count; i++) {
		const struct row row = rows_at(rows, i);

		out_add(o, i ? "," : "");
		out_add(o, !line ? "\n {" : i ? " {" : "{");
		for (size_t at = 0; at < columns_count; at++) {
			const struct column *c = &columns[which[at]];

			if (memchr(which, which[at], at))
				continue; /* -o named it twice: a key is unique in its object */
			out_bytes(o, at ? SLICE(", ") : SLICE(""));
			json_text(o, slice_of(c->name));
			out_bytes(o, SLICE(": "));
			print_value(o, c->value(&row, room));
		}
		out_char(o, '}');
	}
	out_bytes(o, rows->count && !line ? SLICE("\n]\n") : SLICE("]\n"));
}
