/* SPDX-License-Identifier: MIT */
/*
 * The short cuts of the XML reader: the words that XML-RPC repeats, and the sequences of tags that an
 * answer consists of. Each does what the generic path would do and nothing else: a tag in any other
 * spelling (`<value >`, `<value/>`) falls through to it. With XML_SHORT_CUTS 0 every byte takes the
 * generic path; the tests compare both.
 */
#ifndef WIRE_XML_WORDS_H
#define WIRE_XML_WORDS_H

#include "wire/xml_parts.h"

#ifndef XML_SHORT_CUTS
#define XML_SHORT_CUTS 1
#endif

enum { NO_WORD, VALUE, MEMBER, NAME, STRUCT, ARRAY, DATA, BOOLEAN, WORDS };

struct xml_word {
	char tag[8]; /* the word and '>' */
	char mask[8]; /* all ones where tag counts */
	size_t len; /* of the word */
};

static const struct xml_word xml_words[WORDS] = {
	[NO_WORD] = { "", "", 0 },
	[VALUE] = { "value>", "\377\377\377\377\377\377", 5 },
	[MEMBER] = { "member>", "\377\377\377\377\377\377\377", 6 },
	[NAME] = { "name>", "\377\377\377\377\377", 4 },
	[STRUCT] = { "struct>", "\377\377\377\377\377\377\377", 6 },
	[ARRAY] = { "array>", "\377\377\377\377\377\377", 5 },
	[DATA] = { "data>", "\377\377\377\377\377", 4 },
	[BOOLEAN] = { "boolean>", "\377\377\377\377\377\377\377\377", 7 },
};

/* Does the word and '>' stand at at? Never for NO_WORD. */
static inline bool xml_word_at(const char *at, unsigned word)
{
	const struct xml_word *w = &xml_words[word];

	return word && !((xml_load(at) ^ xml_load(w->tag)) & xml_load(w->mask));
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

/* Do these bytes stand at at? len is a constant from 8 on; by words, since memcmp may become a call. */
static inline bool xml_same(const char *at, const char *text, size_t len)
{
	uint64_t differ = xml_load(at + len - 8) ^ xml_load(text + len - 8);

	for (size_t i = 0; i + 8 < len; i += 8)
		differ |= xml_load(at + i) ^ xml_load(text + i);
	return !differ;
}

#define XML_SAME(at, text) xml_same((at), (text), sizeof(text) - 1)

/* At '<' while `levels` elements are being skipped: takes a tag, or a sequence of tags that XML-RPC
 * repeats, where one stands there. No sequence ends the outermost of them and begins another. */
static inline bool xml_fused(struct xml *x, unsigned levels)
{
	const char *at = x->at;
	unsigned char *word = &x->words[x->depth];
	unsigned next;

	x->brackets = 0;
	if (at[1] != '/') {
		next = x->depth < x->limit ? xml_word(at + 1) : NO_WORD;
		if (!next)
			return false;
		x->at += xml_words[next].len + 2;
		x->words[++x->depth] = (unsigned char)next;
	} else if (levels > 2 && *word == VALUE && word[-1] == MEMBER &&
		XML_SAME(at, "</value></member><member><name>")) {
		*word = NAME;
		x->at += sizeof("</value></member><member><name>") - 1;
	} else if (levels > 1 && *word == NAME && XML_SAME(at, "</name><value>")) {
		*word = VALUE;
		x->at += sizeof("</name><value>") - 1;
	} else if (levels > 1 && *word == VALUE && XML_SAME(at, "</value><value>")) {
		x->at += sizeof("</value><value>") - 1;
	} else if (x->depth > 1 && xml_word_at(at + 2, *word)) {
		x->at += xml_words[*word].len + 3;
		x->depth--;
	} else {
		return false;
	}
	return true;
}

#endif
