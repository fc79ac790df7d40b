/* SPDX-License-Identifier: MIT */
/* Inside the conversation with xend's legacy XML-RPC: what its files share with each other only. */
#ifndef SOURCE_XEND_TALK_H
#define SOURCE_XEND_TALK_H

#include "source/rpc/exchange.h"

/* What is wrong with an answer that is no list at all. */
#define XEND_NO_LIST "this is no xend; if it is a Xen-API server, ask it with unix: or http:"

enum {
	XEND_KEY = 32, /* bytes of a key that we know, and more */
	XEND_TEXT = 4096, /* bytes of a text that is kept; longer ones are cut */
	XEND_CALLED = 1024, /* bytes of a name that a call carries */
	XEND_GONE = 3, /* code of the fault that says: there is no such domain */
};

/* A domain, and what it is called in a call about it: its name, or what the user called it. */
struct xend_item {
	struct xend_item *next;
	struct slice called;
	const struct named *named; /* NULL: it is one of all of them */
	struct domain *domain; /* NULL: there is none */
	bool due; /* it is being asked for */
};

struct xend {
	struct exchange exchange;
	struct talk *talk;
	struct domains *all; /* of this round */
	struct xend_item *first, **last; /* what is known of it so far */
	bool no_labels; /* this xend tells none but those in records */
	bool odd_id; /* the record being read has an id that makes no sense */
	bool cut; /* what is in text was longer */
	char text[XEND_TEXT];
};

#endif
