/* SPDX-License-Identifier: MIT */
#include "source/vm/ref.h"
#include "base/out.h"

enum { NULL_REF, OF_UUID = 1, OF_TEXT = 2, OF_DIGEST = 3, OPAQUE = 4 };

static const struct slice opaque = { "OpaqueRef:", 10 };

/* Hash by FNV-1a, twice, with two offset bases. */
static void digest(unsigned char bytes[16], struct slice text)
{
	uint64_t hash[2] = { 0xcbf29ce484222325, 0x84222325cbf29ce4 };

	for (size_t i = 0; i < text.len; i++)
		for (int half = 0; half < 2; half++)
			hash[half] = (hash[half] ^ (unsigned char)text.at[i]) * 0x100000001b3;
	memcpy(bytes, hash, sizeof(hash));
}

/* Does the uuid contain a capital letter? Capital letters have this bit set and the bit of lower case clear. */
static bool capital(struct slice uuid)
{
	uint64_t any = 0, word;

	for (size_t i = 0; i < 36; i += 7) {
		memcpy(&word, uuid.at + (i < 28 ? i : 28), sizeof(word));
		any |= word & ~word << 1;
	}
	return any & 0x4040404040404040;
}

struct ref ref_of(struct slice text)
{
	struct ref ref = { .form = 0 };
	bool prefixed = slice_begins(text, opaque);

	if (prefixed)
		text = slice_drop(text, opaque.len);
	if (!text.len || slice_is(text, SLICE("NULL")))
		return ref;
	ref.form = prefixed ? OPAQUE : 0;
	if (slice_uuid(text, ref.bytes) && !capital(text)) { /* so that it can be written again as it was */
		ref.form |= OF_UUID;
		return ref;
	}
	memset(ref.bytes, 0, sizeof(ref.bytes));
	ref.form |= text.len < sizeof(ref.bytes) ? OF_TEXT : OF_DIGEST;
	if (text.len < sizeof(ref.bytes))
		memcpy(ref.bytes, text.at, text.len);
	else
		digest(ref.bytes, text);
	return ref;
}

struct slice ref_text(const struct ref *ref, char room[REF_TEXT])
{
	struct out o = OUT_AT(room, REF_TEXT);
	int form = ref->form & ~OPAQUE;

	if (ref->form & OPAQUE)
		out_bytes(&o, opaque);
	if (form == OF_UUID)
		out_uuid(&o, ref->bytes);
	else if (form == OF_TEXT)
		out_bytes(&o, slice_of((const char *)ref->bytes));
	return form == OF_UUID || form == OF_TEXT ? out_slice(&o) : SLICE("");
}

bool ref_same(const struct ref *a, const struct ref *b)
{
	return a->form == b->form && slice_same((const char *)a->bytes, (const char *)b->bytes, sizeof(a->bytes));
}
