/* SPDX-License-Identifier: MIT */
/*
 * The encoding of values in XAPI's database, below that of XML: sets and maps are s-expressions,
 *
 *	('a' 'b')   (('key' 'value') ('other' 'it\'s'))   ()
 *
 * and in every text, blanks, line ends, tabs and % are written as % and a letter.
 */
#ifndef SOURCE_XAPIDB_TEXT_H
#define SOURCE_XAPIDB_TEXT_H

#include "facts/tree.h"

/* Decode the % escapes in place: %. is a blank, %n a line end, %_ (before 2017) two blanks. Return the new length. */
size_t xapidb_unprotect(char *text, size_t len);

/* Append a set or map to parent, as a list. Return NULL if the text is neither, or if memory is out. */
struct tree *xapidb_tree(struct slice text, struct trees *trees, struct tree *parent);

#endif
