/* SPDX-License-Identifier: MIT */
/*
 * xend answers with one bare string: the label as a Python literal, without its first and last character. The text has
 * Python's escapes. A text of Python's unicode type has an extra quote in front, and its \xNN are characters instead of
 * bytes.
 */
#include "source/xend/label.h"
#include "base/utf8.h"
#include "source/xend/each.h"
#include "source/xend/record.h"

static void put_character(struct out *o, uint32_t c, bool character)
{
	char room[4];

	if (character)
		out_bytes(o, (struct slice){ room, utf8_put(room, c) });
	else
		out_char(o, (char)c);
}

/* Parse a fixed number of hexadecimal digits at the front of text. */
static bool parse_hex(struct slice text, size_t digits, uint32_t *value)
{
	*value = 0;
	for (size_t i = 0; i < digits; i++) {
		int digit = i < text.len ? slice_hex(text.at[i]) : -1;

		if (digit < 0)
			return false;
		*value = *value << 4 | (uint32_t)digit;
	}
	return true;
}

/* Decode the escape after a backslash. Return the number of bytes used. */
static size_t take_escape(struct out *o, struct slice text, bool unicode)
{
	static const char letters[] = "\\\\''\"\"n\nr\rt\t";
	uint32_t value;

	for (size_t i = 0; text.len && i < sizeof(letters) - 1; i += 2)
		if (text.at[0] == letters[i]) {
			out_char(o, letters[i + 1]);
			return 1;
		}
	for (size_t digits = 2; text.len && digits <= 4; digits += 2)
		if (text.at[0] == (digits == 2 ? 'x' : 'u') && parse_hex(slice_drop(text, 1), digits, &value)) {
			put_character(o, value, unicode || digits == 4);
			return digits + 1;
		}
	out_char(o, '\\');
	return 0;
}

static struct slice unescape(struct slice text, struct out *o)
{
	bool unicode = text.len && (text.at[0] == '\'' || text.at[0] == '"');

	for (size_t i = unicode; i < text.len; i++) {
		if (text.at[i] == '\\')
			i += take_escape(o, slice_drop(text, i + 1), unicode);
		else
			out_char(o, text.at[i]);
	}
	return out_slice(o);
}

/* Read a member of a Xen-API error: xend sends one in answer to a legacy method that it lacks. */
static void read_xenapi_error(struct xend *x)
{
	struct rpc *r = &x->exchange.rpc;

	if (!slice_is(r->name, SLICE("ErrorDescription"))) {
		rpc_skip(r);
		return;
	}
	for (bool is = rpc_array(r); is && rpc_item(r);) {
		char room[64];
		struct out word = OUT_IN(room);

		rpc_text(r, &word);
		x->no_labels |= slice_is(out_slice(&word), SLICE("MESSAGE_METHOD_UNKNOWN"));
	}
}

static void read_label(struct xend *x, struct xend_item *i)
{
	struct rpc *r = &x->exchange.rpc;
	char room[TEXT_KEPT];
	struct out text = OUT_IN(x->text), o = OUT_IN(room);
	enum rpc_type type = rpc_value(r, &text);

	if (type == RPC_STRING) {
		x->cut = text.failed;
		xend_label(x, i->domain, unescape(out_slice(&text), &o));
	}
	while (type == RPC_ARRAY && rpc_item(r))
		rpc_skip(r);
	while (type == RPC_STRUCT && rpc_member(r))
		read_xenapi_error(x);
}

/* A label that cannot be read costs the label, not the domain. */
static bool note_fault(struct xend *x, struct xend_item *i, struct slice text)
{
	struct slice unsupported = SLICE("is not supported");

	(void)i;
	if (text.len >= unsupported.len)
		x->no_labels |= slice_is(slice_drop(text, text.len - unsupported.len), unsupported);
	return true;
}

static bool unlabeled(const struct xend *x, const struct xend_item *i)
{
	const struct domain *d = i->domain;

	return !x->no_labels && xend_wanted(x, i) && domain_knows(d, KNOWN_NAME) &&
		!(domain_knows(d, KNOWN_LABEL) && d->detail->label->len);
}

int xend_labels(struct xend *x)
{
	static const struct xend_call call = { "xend.security.get_domain_label", unlabeled, NULL, read_label,
		note_fault };

	return xend_each(x, &call);
}
