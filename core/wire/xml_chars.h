/* SPDX-License-Identifier: MIT */
/*
 * Bytes and words that the reader looks for: the characters of XML 1.0 (fifth edition), the scan that all
 * character checks share, and the words that XML-RPC repeats, which are compared with loads of eight bytes
 * and kept as numbers.
 *
 * Each comparison of a word accepts what the generic path would accept and nothing else: a tag in any other
 * spelling (`<value >`, `<value/>`) falls through to it.
 */
#ifndef WIRE_XML_CHARS_H
#define WIRE_XML_CHARS_H

#include "wire/fast.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { NAME_START = 1, NAME_CHAR = 2, SPACE = 4, PLAIN = 8 };

/* What an ASCII byte may be; PLAIN: a character that is no control. Bytes from 0x80 on are 0. */
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

/* A byte of a run of text that needs a look: < > & or a control or not ASCII. */
static inline bool xml_stops(char c)
{
	return (c | 2) == '>' || c == '&' || (signed char)c < 0x20;
}

/*
 * The first byte from at on that xml_stops, or is quote where that is not 0. Something must: the NULs
 * behind the window do. It reads up to 16 bytes beyond that byte.
 *
 * Only the top bit of a byte counts: of one less 0x20, signed and saturated, it is set for controls and
 * non-ASCII; < and > differ in one bit. A list of 1000 VMs takes 3.9 instructions a byte with this, 4.3 with
 * the words below.
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
			_mm_or_si128(_mm_cmpeq_epi8(_mm_or_si128(v, bit), angle),
				_mm_cmpeq_epi8(v, ampersand)));

		if (quote)
			hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, quotes));
		mask = (unsigned)_mm_movemask_epi8(hit);
		at += 16;
	} while (!mask);
	return at - 16 + (unsigned)__builtin_ctz(mask);
}
#else
/* The same by words: a byte is below n where subtracting n borrows into its top bit. A borrow also comes
 * from the byte below, but only where that is a hit: the lowest hit is a true one. */
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
	char mask[8]; /* all ones where tag counts */
	size_t len; /* of the word; of the entity */
};

extern const struct xml_word xml_words[WORDS];

static inline bool xml_begins(const char *at, const struct xml_word *w)
{
	return !((xml_load(at) ^ xml_load(w->tag)) & xml_load(w->mask));
}

/* Does the word and '>' stand at at? Never for NO_WORD. */
static inline bool xml_word_at(const char *at, unsigned word)
{
	return word && xml_begins(at, &xml_words[word]);
}

/* The word that stands, with '>', at at. */
static inline unsigned xml_word(const char *at)
{
	static const unsigned char by_letter['z' - 'a' + 1] = {
		['v' - 'a'] = VALUE, ['m' - 'a'] = MEMBER, ['n' - 'a'] = NAME, ['s' - 'a'] = STRUCT,
		['a' - 'a'] = ARRAY, ['d' - 'a'] = DATA, ['b' - 'a'] = BOOLEAN,
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

/* The entity that stands at at; NULL: none of the five does. */
static inline const struct xml_entity *xml_entity(const char *at)
{
	for (const struct xml_entity *e = xml_entities; e < xml_entities + XML_ENTITIES; e++)
		if (xml_begins(at, &e->word))
			return e;
	return NULL;
}

/* Do these bytes stand at at? len is a constant from 8 on; by words, since memcmp may become a call. */
static inline bool xml_same(const char *at, const char *text, size_t len)
{
	uint64_t differ = xml_load(at + len - 8) ^ xml_load(text + len - 8);

	for (size_t i = 0; i + 8 < len; i += 8)
		differ |= xml_load(at + i) ^ xml_load(text + i);
	return !differ;
}

#define XML_SAME(at, text) xml_same((at), (text), sizeof(text) - 1)

#endif
