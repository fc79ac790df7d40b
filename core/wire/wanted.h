/* SPDX-License-Identifier: MIT */
/*
 * Sets of names, for readers to skip the unwanted members of a record without comparing their names.
 *
 *	uint64_t wanted = wanted_name(SLICE("uuid")) | wanted_name(SLICE("domid"));
 *	if (wanted & wanted_name(name)) ...              it may be one of them: compare
 *
 * A set is a Bloom filter of 64 bits with one hash function: it contains its names, and by chance others.
 */
#ifndef WIRE_WANTED_H
#define WIRE_WANTED_H

#include "base/slice.h"

#define WANTED_ALL UINT64_MAX

/* Return the set of one name, one bit. The factor was found by search: with it, no other member of XAPI's records shares
 * a bit with a member needed for a list. */
static inline uint64_t wanted_name(struct slice name)
{
	const unsigned char *at = (const unsigned char *)name.at;
	uint32_t of;

	if (!name.len)
		return 1;
	of = at[0] | (uint32_t)at[name.len - 1] << 8 | (uint32_t)at[name.len / 2] << 16 | (uint32_t)name.len << 24;
	return UINT64_C(1) << (of * UINT32_C(0xea84b1f5) >> 26);
}

#endif
