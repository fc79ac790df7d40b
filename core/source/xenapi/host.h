/* SPDX-License-Identifier: MIT */
/* What is asked about hosts. */
#ifndef SOURCE_XENAPI_HOST_H
#define SOURCE_XENAPI_HOST_H

#include "source/xenapi/talk.h"

/* Find the host that was asked for, and this one, in x->host and x->here. */
int xenapi_find_host(struct xenapi *x);

/* Ask for the names of the hosts that VMs are on. */
int xenapi_host_names(struct xenapi *x);

/* How many pCPUs xend's host has: asks which host that is, and queues the call; hears its answer. Where it
 * does not say, that is no failure. */
int xenapi_ask_pcpus(struct xenapi *x);
int xenapi_hear_pcpus(struct xenapi *x);

#endif
