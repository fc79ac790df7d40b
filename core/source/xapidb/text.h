/* SPDX-License-Identifier: MIT */
/*
 * What XAPI's database makes of a value before it becomes an attribute: sets and maps are s-expressions,
 *
 *	('a' 'b')   (('key' 'value') ('other' 'it\'s'))   ()
 *
 * and of every text blanks, line ends, TABs and % are written as % and a letter.
 */
#ifndef SOURCE_XAPIDB_TEXT_H
#define SOURCE_XAPIDB_TEXT_H

#include "facts/tree.h"

/* The text as it was before XAPI protected it, in place: %. is a blank, %n a line end, %_ (before 2017) two
 * blanks. Its new length. */
size_t xapidb_unprotect(char *text, size_t len);

/* A set or map as a list of its own in parent; NULL where it is none, or there is no memory. */
struct tree *xapidb_tree(struct slice text, struct trees *trees, struct tree *parent);

#endif
