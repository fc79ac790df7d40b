/* SPDX-License-Identifier: MIT */
#include "wire/xml_chars.h"
#include "base/slice.h"

enum { S = NAME_START | NAME_CHAR | PLAIN, N = NAME_CHAR | PLAIN, P = PLAIN, B = SPACE | PLAIN };

/* clang-format off */
const unsigned char xml_class[256] = {
	['\t'] = SPACE, ['\n'] = SPACE, ['\r'] = SPACE, /* not PLAIN: line ends are normalized */
	[' '] = B, ['!'] = P, ['"'] = P, ['#'] = P, ['$'] = P, ['%'] = P, ['&'] = P, ['\''] = P,
	['('] = P, [')'] = P, ['*'] = P, ['+'] = P, [','] = P, ['-'] = N, ['.'] = N, ['/'] = P,
	['0'] = N, N, N, N, N, N, N, N, N, N,
	[':'] = S, [';'] = P, ['<'] = P, ['='] = P, ['>'] = P, ['?'] = P, ['@'] = P,
	['A'] = S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	['['] = P, ['\\'] = P, [']'] = P, ['^'] = P, ['_'] = S, ['`'] = P,
	['a'] = S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	['{'] = P, ['|'] = P, ['}'] = P, ['~'] = P, [0x7f] = P,
};
/* clang-format on */

struct range {
	uint32_t first, last;
};

static bool in(const struct range *ranges, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

bool xml_char(uint32_t c)
{
	return c != 0xfffe && c != 0xffff; /* UTF-8 has no surrogates */
}

bool xml_name_start(uint32_t c)
{
	static const struct range start[] = {
		/* clang-format off */
		{ 0xc0, 0xd6 }, { 0xd8, 0xf6 }, { 0xf8, 0x2ff }, { 0x370, 0x37d }, { 0x37f, 0x1fff },
		{ 0x200c, 0x200d }, { 0x2070, 0x218f }, { 0x2c00, 0x2fef }, { 0x3001, 0xd7ff },
		{ 0xf900, 0xfdcf }, { 0xfdf0, 0xfffd }, { 0x10000, 0xeffff },
		/* clang-format on */
	};

	return in(start, COUNT(start), c);
}

bool xml_name_char(uint32_t c)
{
	static const struct range more[] = { { 0xb7, 0xb7 }, { 0x300, 0x36f }, { 0x203f, 0x2040 } };

	return xml_name_start(c) || in(more, COUNT(more), c);
}

const struct xml_word xml_words[WORDS] = {
	[NO_WORD] = { "", "", 0 },
	[VALUE] = { "value>", "\377\377\377\377\377\377", 5 },
	[MEMBER] = { "member>", "\377\377\377\377\377\377\377", 6 },
	[NAME] = { "name>", "\377\377\377\377\377", 4 },
	[STRUCT] = { "struct>", "\377\377\377\377\377\377\377", 6 },
	[ARRAY] = { "array>", "\377\377\377\377\377\377", 5 },
	[DATA] = { "data>", "\377\377\377\377\377", 4 },
	[BOOLEAN] = { { 'b', 'o', 'o', 'l', 'e', 'a', 'n', '>' }, /* no room for a NUL */
		{ '\377', '\377', '\377', '\377', '\377', '\377', '\377', '\377' }, 7 },
};

const struct xml_entity xml_entities[XML_ENTITIES] = {
	{ { "&quot;", "\377\377\377\377\377\377", 6 }, '"' },
	{ { "&lt;", "\377\377\377\377", 4 }, '<' },
	{ { "&gt;", "\377\377\377\377", 4 }, '>' },
	{ { "&amp;", "\377\377\377\377\377", 5 }, '&' },
	{ { "&apos;", "\377\377\377\377\377\377", 6 }, '\'' },
};
