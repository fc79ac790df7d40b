/* SPDX-License-Identifier: MIT */
/* Private to the conversation with xend's legacy XML-RPC: shared by the files of this folder only. */
#ifndef SOURCE_XEND_TALK_H
#define SOURCE_XEND_TALK_H

#include "source/rpc/exchange.h"

/* The message for an answer that is not a list. */
#define XEND_NO_LIST "this is no xend; if it is a Xen-API server, ask it with unix: or http:"

enum {
	XEND_KEY = 32, /* bytes of a key; all known ones are shorter */
	XEND_CALLED = 1024, /* bytes of a name in a call */
	XEND_GONE = 3, /* fault code: no such domain */
};

/* A domain and its name in calls: its own name, or the user's word for it. */
struct xend_item {
	struct xend_item *next;
	struct slice called;
	const struct named *named; /* the operand; NULL: all domains were asked for */
	struct domain *domain; /* NULL: it does not exist */
	bool due; /* a call about it is under way */
};

struct xend {
	struct exchange exchange;
	struct talk *talk;
	struct domains *all; /* of this round */
	struct xend_item *first, **last; /* items found so far */
	bool no_labels; /* this xend has no labels outside of records */
	bool odd_id; /* the current record has an invalid id */
	bool cut; /* text was longer than its buffer */
	char text[TEXT_KEPT];
};

#endif
