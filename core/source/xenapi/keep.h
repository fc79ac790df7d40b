/* SPDX-License-Identifier: MIT */
/* Keep the VMs of an answer that are to be listed, and what their metrics say. */
#ifndef SOURCE_XENAPI_KEEP_H
#define SOURCE_XENAPI_KEEP_H

#include "source/xenapi/talk.h"

/* Let nothing in the value that is next lie deeper than a record's maps do, `above` elements further down. Keys of
 * two VMs together can make what lies between them a part of the first one's record, all of it well-formed; but
 * then collections lie in collections, which those of a record never do. Only for XAPI. */
void xenapi_limit(struct session *s, unsigned above);

/* A value that is a map of references to records of VMs: keeps those that are to be listed. `to` is the
 * struct xenapi. */
void xenapi_keep_map(struct session *s, void *to);

/* A value that is the record of x->item, which the server gave us for its reference. */
void xenapi_keep_item(struct session *s, void *to);

/* An empty record, to be read into; keep what it then holds of the VM of that reference: NULL where it is not one
 * to be listed, or for a failure, said. */
void xenapi_vm_start(struct vm *vm, struct xenapi *x);
struct kept *xenapi_keep_vm(struct xenapi *x, const struct ref *ref, const struct vm *vm);

/* Of VMs that were asked for more than once (by name, by id), one each. 0 or FAILED. */
int xenapi_keep_once(struct xenapi *x);

/* Metrics of a VM, as what is to be read into; what they say of it. */
void xenapi_metrics_start(struct xenapi *x, struct metrics *m, const struct kept *k);
void xenapi_measure(struct xenapi *x, const struct metrics *metrics, struct kept *k);

/* Something of a domain is not as it should be: a `Warning:` "...: 'NAME' (UUID)", and exit status 5 in
 * the end. */
void xenapi_flaw(struct xenapi *x, const char *what, const struct domain *d);

/* The same of something that costs the user nothing: the exit status stays. */
void xenapi_note(struct xenapi *x, const char *what, const struct domain *d);

#endif
