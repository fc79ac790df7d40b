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

/* xend.c */

/* A call for each item that is wanted, pipelined; `value` reads the answer, or `fault` says, with the fault's
 * text, whether that is a failure of the item alone. 0 or FAILED. */
struct xend_call {
	const char *method;
	bool (*wanted)(const struct xend *x, const struct xend_item *i);
	const struct parameter *more; /* what follows the name, NULL: nothing */
	void (*value)(struct xend *x, struct xend_item *i);
	bool (*fault)(struct xend *x, struct xend_item *i, struct slice text);
};
int xend_each(struct xend *x, const struct xend_call *c);

/* Does the user mean the item's domain, as far as is known? */
bool xend_wanted(const struct xend *x, const struct xend_item *i);

/* The fault of a domain that is gone: the item has none then. */
bool xend_gone(struct xend *x, struct xend_item *i, struct slice text);

/* xend_record.c: what a domain is, as s-expressions in arrays */

/* A list with a key at its head, entered up to what follows the key: rpc_item goes on. False where it is
 * none; then it was left. */
bool xend_list(struct xend *x, char room[XEND_KEY], struct slice *key);
void xend_list_end(struct xend *x);

/* A text or a number as text, in x->text until the next. */
bool xend_text(struct xend *x, struct slice *text);
bool xend_number(struct xend *x, int64_t *n);

/* The value, entered, is a domain's record. */
void xend_record(struct xend *x, struct domain *d);
void xend_name(struct xend *x, struct domain *d, struct slice name);
void xend_label(struct xend *x, struct domain *d, struct slice label);

/* xend_vcpu.c: how many pCPUs there are; the VCPUs of each item, and its name and id where those are not
 * known yet. 0 or FAILED. */
int xend_pcpus(struct xend *x);
int xend_vcpus(struct xend *x);

/* xend_label.c: the labels of domains whose records have none */
int xend_labels(struct xend *x);

#endif
