/* SPDX-License-Identifier: MIT */
/*
 * The trail of a record: how long each of its members is, so that the next record can be laid beside it.
 *
 *	record before   |uuid ....|is_a_template 0|kernel |args |name_label a...|
 *	this record     |uuid ....|is_a_template 0|kernel |args |name_label bcd....|
 *	                          ^ at              that far it is the same ^
 *
 * Records of a class hold the same members in the same order, and in most of them the same. What is byte for
 * byte what stood at the same place of the record before, from the first byte of a name to that of the next,
 * was checked there, and was nothing that is wanted: then it is so here. All else is read as ever. So the trail
 * decides nothing but speed: a length that leads to other bytes finds other bytes, and they are read.
 *
 * A member is plain where the short cut took it by itself, from one name to the next: its bytes mean the same at
 * any other name of the same depth with the same names wanted. The lengths of all others only lead past them.
 */
#ifndef WIRE_XML_TRAIL_H
#define WIRE_XML_TRAIL_H

#include "wire/xml_parts.h"

/* At a name, of which `first` is the first of a record: may it, and may those that follow, be taken as in the
 * record before, when these are wanted? */
bool xml_trail(struct xml *x, uint64_t wanted, bool first);

/* At the name that stands at at: notes how long the member before it was. */
void xml_trail_step(struct xml *x, const char *at, bool plain);

/* From the name at at on: the next one that is to be read. */
const char *xml_trail_pass(struct xml *x, const char *at);

#endif
