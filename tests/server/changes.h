/* SPDX-License-Identifier: MIT */
/*
 * changes - what is done to single VMs of the pool before it is served: other names and uuids, another host,
 * keys in their maps that no friend would choose, an end.
 */
#ifndef CHANGES_H
#define CHANGES_H

#include <stdbool.h>

enum change_kind {
	CHANGE_NAME,
	CHANGE_UUID,
	CHANGE_KEY,
	CHANGE_METRICS_KEY,
	CHANGE_ELSEWHERE,
	CHANGE_SHADOW,
	CHANGE_LEAVES,
	CHANGE_ARRIVES,
	CHANGE_MOVES
};

/* Notes "NAME=TEXT" (or NAME, for CHANGE_ELSEWHERE and from CHANGE_LEAVES on): false where it is malformed or one too many. */
bool changes_add(enum change_kind kind, const char *text);

/* Makes them, in their order; returns the name of a VM (or of a host, for CHANGE_NAME and CHANGE_UUID) that there is not, else NULL. */
const char *changes_make(void);

#endif
