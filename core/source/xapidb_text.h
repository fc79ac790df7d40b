/* SPDX-License-Identifier: MIT */
/*
 * What XAPI's database makes of a value before it becomes an attribute: sets and maps are s-expressions,
 *
 *	('a' 'b')   (('key' 'value') ('other' 'it\'s'))   ()
 *
 * and of every text blanks, line ends, TABs and % are written as % and a letter. Both are undone in place.
 */
#ifndef SOURCE_XAPIDB_TEXT_H
#define SOURCE_XAPIDB_TEXT_H

#include "facts/tree.h"

/* The text as it was before XAPI protected it: %. is a blank, %n a line end, %_ (before 2017) two blanks. Its
 * new length. */
size_t xapidb_unprotect(char *text, size_t len);

/* What a map of VCPUs' parameters has as "mask", added to it: false where it is no map, or has it twice. */
bool xapidb_mask(char *text, size_t len, struct out *mask);

/* A set or map as a list; NULL where it is none, with the text as it was. */
struct tree *xapidb_tree(char *text, size_t len, struct trees *t, struct tree *parent);

#endif
