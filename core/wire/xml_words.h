/* SPDX-License-Identifier: MIT */
/*
 * The words that XML-RPC repeats, which are compared and kept as numbers, and comparisons by words of the
 * machine. Each does what the generic path would do and nothing else: a tag in any other spelling
 * (`<value >`, `<value/>`) falls through to it. With XML_SHORT_CUTS 0 every byte takes the generic path,
 * also where xml_skip.c has a shorter one; the tests compare both.
 */
#ifndef WIRE_XML_WORDS_H
#define WIRE_XML_WORDS_H

#include "wire/xml_parts.h"

#ifndef XML_SHORT_CUTS
#define XML_SHORT_CUTS 1
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
	unsigned word = XML_SHORT_CUTS && letter < sizeof(by_letter) ? by_letter[letter] : NO_WORD;

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
