/* SPDX-License-Identifier: MIT */
/*
 * A file that may name a domain; the first byte says of which kind it is. The name does not depend on how the
 * bytes were cut into pulls, is one that may be shown, and what ends too early has the same one or none (xl's
 * apart, where the last counts).
 */
#include "fuzz.h"
#include "source/lastname.h"

static struct slice read_name(struct out *name, const unsigned char *data, size_t size, size_t window)
{
	static const unsigned char uuid[16] = { 0x11, 0x11, 0x11, 0x11, 0x22, 0x22, 0x33, 0x33, 0x44, 0x44, 0x55, 0x55,
		0x55, 0x55, 0x55, 0x01 };
	struct memory memory = memory_of(data + 1, size - 1, window);
	bool found = lastname_read(&memory.stream, data[0] & 3, uuid, name);

	return found ? out_slice(name) : SLICE("");
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static char whole_room[NESTED_WORD], cut_room[NESTED_WORD], begun_room[NESTED_WORD];
	struct out whole_out = OUT_IN(whole_room), cut_out = OUT_IN(cut_room), begun_out = OUT_IN(begun_room);
	struct slice whole, cut, begun;

	if (!size)
		return 0;
	whole = read_name(&whole_out, data, size, SIZE_MAX);
	cut = read_name(&cut_out, data, size, 1 + size % 7);
	must(slice_is(whole, cut));
	must(!whole.len || !memchr(whole.at, '\0', whole.len));
	begun = read_name(&begun_out, data, 1 + size * data[size - 1] / 256, SIZE_MAX);
	must(!begun.len || data[0] % 4 == LASTNAME_XL || slice_is(whole, begun));
	return 0;
}
