/* SPDX-License-Identifier: MIT */
#include "link/trust.h"

int trust_pin(struct trust *t, struct slice text, struct fail *f)
{
	static const struct slice sha256 = { "sha256:", 7 };
	bool marked = text.len >= sha256.len && slice_is_word((struct slice){ text.at, sha256.len }, sha256);
	struct slice hex = slice_drop(text, marked ? sha256.len : 0);
	unsigned char *pin = t->pins[t->pin_count];
	unsigned n = 0;

	if (t->pin_count == TRUST_PINS)
		return fail(f, MISUSED, "more than %d pins", TRUST_PINS);
	for (size_t i = 0; i < hex.len; i++) {
		int digit = slice_hex(hex.at[i]);

		if (hex.at[i] == ':' && n && n < 2 * TRUST_DIGEST && n % 2 == 0 && hex.at[i - 1] != ':')
			continue;
		if (digit < 0 || n == 2 * TRUST_DIGEST) {
			n = 0;
			break;
		}
		pin[n / 2] = (unsigned char)(pin[n / 2] << 4 | digit);
		n++;
	}
	if (n != 2 * TRUST_DIGEST)
		return fail(f, MISUSED, "'%.*s' is no pin: sha256: and 64 hexadecimal digits", (int)text.len, text.at);
	t->pin_count++;
	return 0;
}

bool trust_pinned(const struct trust *t, const unsigned char digest[TRUST_DIGEST])
{
	for (unsigned i = 0; i < t->pin_count; i++)
		if (!memcmp(t->pins[i], digest, TRUST_DIGEST))
			return true;
	return false;
}

void trust_write(struct out *o, const unsigned char digest[TRUST_DIGEST])
{
	out_bytes(o, SLICE("sha256:"));
	for (int i = 0; i < TRUST_DIGEST; i++)
		out_hex(o, digest[i], 2);
}
