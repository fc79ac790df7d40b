/* SPDX-License-Identifier: MIT */
#include "source/xend/each.h"

static int hear_answer(struct xend *x, const struct xend_call *c, struct xend_item *i)
{
	struct fail f = { 0 };
	bool faulted;

	if (exchange_answer(&x->exchange, &f)) {
		*x->talk->fail = f;
		return FAILED;
	}
	faulted = x->exchange.rpc.xmlrpc.faulted;
	if (!faulted)
		c->value(x, i);
	if (exchange_done(&x->exchange, &f) && faulted && c->fault(x, i, fail_text(&f)))
		return 0;
	if (f.status != SHOWN)
		*x->talk->fail = f;
	return fail_result(x->talk->fail);
}

bool xend_gone(struct xend *x, struct xend_item *i, struct slice text)
{
	(void)text;
	if (x->exchange.rpc.xmlrpc.fault != XEND_GONE)
		return false;
	i->domain = NULL;
	return true;
}

bool xend_callable(struct slice name)
{
	return rpc_sendable(name) && name.len && name.len <= XEND_CALLED;
}

/* Can any of its names be sent? If none can, no call about the domain is possible. */
static bool may_be_called(struct xend *x, const struct xend_item *i)
{
	if (xend_callable(i->called))
		return true;
	warning("%.*s: a domain cannot be asked for, its name cannot be sent: '%.*s'",
		(int)x->talk->ask->server.text.len, x->talk->ask->server.text.at,
		i->called.len < 80 ? (int)i->called.len : 80, i->called.at);
	x->all->flaw = BROKEN;
	return false;
}

int xend_each(struct xend *x, const struct xend_call *c)
{
	struct xend_item *heard = x->first, *asked = heard;

	while (heard) {
		for (unsigned n = 0; asked && n < EXCHANGE_CALLS; asked = asked->next) {
			const struct parameter parameters[] = { { asked->called, "the name of a domain", NULL },
				c->more ? *c->more : (struct parameter){ { "", 0 }, "", NULL } };

			asked->due = c->wanted(x, asked) && may_be_called(x, asked);
			if (!asked->due)
				continue;
			if (exchange_call(&x->exchange, c->method, parameters, c->more ? 2 : 1, x->talk->fail))
				return FAILED;
			n++;
		}
		for (; heard != asked; heard = heard->next)
			if (heard->due && hear_answer(x, c, heard))
				return FAILED;
	}
	return 0;
}

bool xend_wanted(const struct xend *x, const struct xend_item *i)
{
	const struct ask *a = x->talk->ask;

	return i->domain && (i->named || !a->named_count || named_any(a->named, a->named_count, i->domain));
}
