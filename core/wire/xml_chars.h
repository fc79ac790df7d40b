/* SPDX-License-Identifier: MIT */
/*
 * Character classes of XML 1.0 (fifth edition), the scan shared by all character checks, and the words that XML-RPC
 * repeats: they are compared with loads of eight bytes and kept as numbers.
 *
 * Each comparison of a word accepts exactly the spelling of the generic path. A tag in another spelling (`<value >`,
 * `<value/>`) falls through to the generic path.
 */
#ifndef WIRE_XML_CHARS_H
#define WIRE_XML_CHARS_H

#include "wire/fast.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { NAME_START = 1, NAME_CHAR = 2, SPACE = 4, PLAIN = 8 };

/* The classes of an ASCII byte; PLAIN: any character but controls. Bytes from 0x80 on are 0. */
extern const unsigned char xml_class[256];

static inline bool xml_is(char c, int class)
{
	return xml_class[(unsigned char)c] & class;
}

/* Char (2.2), NameStartChar and NameChar (2.3) for characters beyond ASCII. */
bool xml_char(uint32_t c);
bool xml_name_start(uint32_t c);
bool xml_name_char(uint32_t c);

static inline uint64_t xml_load(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

/* Does the byte stop a scan of text: < > &, a control or a non-ASCII byte? */
static inline bool xml_stops(char c)
{
	return (c | 2) == '>' || c == '&' || (signed char)c < 0x20;
}

/*
 * Return the first byte from at on with xml_stops(), or equal to quote if quote is not 0. There must be one: NULs follow
 * the window. Up to 16 bytes beyond it are read.
 *
 * Only the top bit of each byte counts: after subtracting 0x20, signed and saturated, it is set for controls and
 * non-ASCII; < and > differ in one bit. A list of 1000 VMs takes 3.9 instructions a byte with this scan, 4.3 with the
 * one by words below.
 */
#if WIRE_SSE2
static inline const char *xml_scan(const char *at, const char quote)
{
	const __m128i controls = _mm_set1_epi8(0x20), bit = _mm_set1_epi8(2), angle = _mm_set1_epi8('>'),
		      ampersand = _mm_set1_epi8('&'), quotes = _mm_set1_epi8(quote);
	unsigned mask;

	do {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)at);
		__m128i hit = _mm_or_si128(_mm_subs_epi8(v, controls),
			_mm_or_si128(_mm_cmpeq_epi8(_mm_or_si128(v, bit), angle), _mm_cmpeq_epi8(v, ampersand)));

		if (quote)
			hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, quotes));
		mask = (unsigned)_mm_movemask_epi8(hit);
		at += 16;
	} while (!mask);
	return at - 16 + (unsigned)__builtin_ctz(mask);
}
#else
/* The same by words. A byte is below n if subtracting n borrows into its top bit. The byte below may borrow as well,
 * but only if it is a hit itself: the lowest hit is always a true one. */
static inline const char *xml_scan(const char *at, const char quote)
{
	const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
	const uint64_t quotes = (unsigned char)(quote ? quote : '<') * ones;

	for (;; at += 8) {
		uint64_t v = xml_load(at), angle = (v | 2 * ones) ^ '>' * ones;
		uint64_t hit = v | (v - 0x20 * ones) | (angle - ones) | ((v ^ '&' * ones) - ones);

		if (quote)
			hit |= (v ^ quotes) - ones;
		if (!(hit & tops))
			continue;
		if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
			return at + (__builtin_ctzll(hit & tops) >> 3);
		for (int i = 0; i < 8; i++)
			if (xml_stops(at[i]) || at[i] == quote)
				return at + i;
	}
}
#endif

enum { NO_WORD, VALUE, MEMBER, NAME, STRUCT, ARRAY, DATA, BOOLEAN, WORDS };

struct xml_word {
	char tag[8]; /* the word and '>'; the whole entity */
	char mask[8]; /* all ones for the bytes of tag to compare */
	size_t len; /* of the word; of the entity */
};

extern const struct xml_word xml_words[WORDS];

static inline bool xml_begins(const char *at, const struct xml_word *w)
{
	return !((xml_load(at) ^ xml_load(w->tag)) & xml_load(w->mask));
}

/* Compare the bytes at `at` with the word and '>'. Always false for NO_WORD. */
static inline bool xml_word_at(const char *at, unsigned word)
{
	return word && xml_begins(at, &xml_words[word]);
}

/* Return the word followed by '>' at `at`, or NO_WORD. */
static inline unsigned xml_word(const char *at)
{
	static const unsigned char by_letter['z' - 'a' + 1] = {
		['v' - 'a'] = VALUE,
		['m' - 'a'] = MEMBER,
		['n' - 'a'] = NAME,
		['s' - 'a'] = STRUCT,
		['a' - 'a'] = ARRAY,
		['d' - 'a'] = DATA,
		['b' - 'a'] = BOOLEAN,
	};
	unsigned letter = (unsigned)(unsigned char)*at - 'a';
	unsigned word = WIRE_SHORT_CUTS && letter < sizeof(by_letter) ? by_letter[letter] : NO_WORD;

	return xml_word_at(at, word) ? word : NO_WORD;
}

struct xml_entity {
	struct xml_word word;
	char c;
};

enum { XML_ENTITIES = 5 };
extern const struct xml_entity xml_entities[XML_ENTITIES];

/* Return the entity at `at`; NULL: none of the five. */
static inline const struct xml_entity *xml_entity(const char *at)
{
	for (const struct xml_entity *e = xml_entities; e < xml_entities + XML_ENTITIES; e++)
		if (xml_begins(at, &e->word))
			return e;
	return NULL;
}

/* Compare bytes with a text of constant length, 8 or more; by words, since memcmp may become a call. */
static inline bool xml_same(const char *at, const char *text, size_t len)
{
	uint64_t differ = xml_load(at + len - 8) ^ xml_load(text + len - 8);

	for (size_t i = 0; i + 8 < len; i += 8)
		differ |= xml_load(at + i) ^ xml_load(text + i);
	return !differ;
}

#define XML_SAME(at, text) xml_same((at), (text), sizeof(text) - 1)

#endif
