/* SPDX-License-Identifier: MIT */
/* Ask about hosts. */
#ifndef SOURCE_XENAPI_HOST_H
#define SOURCE_XENAPI_HOST_H

#include "source/xenapi/talk.h"

/* Find the host given by the user, and this one: x->host and x->here. */
int xenapi_find_host(struct xenapi *x);

/* Are facts of the VMs' hosts wanted of a server that has them? Ask for their names, uuids or both. */
bool xenapi_wants_hosts(const struct xenapi *x);
int xenapi_hosts(struct xenapi *x);

/* Ask for the number of pCPUs of xend's host: find the host, queue the call; read its answer. It is no failure if
 * xend does not tell. */
int xenapi_ask_pcpus(struct xenapi *x);
int xenapi_hear_pcpus(struct xenapi *x);

#endif
