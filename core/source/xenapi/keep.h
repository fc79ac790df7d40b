/* SPDX-License-Identifier: MIT */
/* Keep the VMs to be listed, and the facts of their metrics. */
#ifndef SOURCE_XENAPI_KEEP_H
#define SOURCE_XENAPI_KEEP_H

#include "source/xenapi/talk.h"

/* Limit the depth of the next value to that of a record, `above` elements further down. Keys of two VMs together can
 * swallow the records between them, well-formed, into the first VM's record; but then collections contain
 * collections, and those of a record never do. For XAPI only. */
void xenapi_limit(struct session *s, unsigned above);

/* Enter a map of records, with the limit of its depth. Return false, with the answer refused, if it is none. */
bool xenapi_enter_map(struct session *s);

/* Read a map from references to VM records and keep those to be listed. `to` is the struct xenapi. */
void xenapi_keep_map(struct session *s, void *to);

/* Read the record of x->item, returned by the server for its reference. */
void xenapi_keep_item(struct session *s, void *to);

/* Does anything that is wanted come from metrics? */
bool xenapi_wants_metrics(const struct xenapi *x);

/* Prepare an empty record for reading; then keep the VM of a reference with the record's facts. Return NULL if it is
 * not to be listed, or after a failure. */
void xenapi_vm_start(struct vm *vm, struct xenapi *x);
struct kept *xenapi_keep_vm(struct xenapi *x, const struct ref *ref, struct vm *vm);

/* Drop repetitions of VMs found in more than one way (by name, by id). Return 0 or FAILED. */
int xenapi_keep_once(struct xenapi *x);

/* Prepare the metrics of a VM for reading; after reading, keep their tree; set the facts that were read. */
void xenapi_metrics_start(struct xenapi *x, struct metrics *m, const struct kept *k);
void xenapi_metrics_end(struct xenapi *x, struct metrics *m, const struct kept *k);
void xenapi_measure(struct xenapi *x, const struct metrics *metrics, struct kept *k);

/* Report a problem with a domain's data: print the `Warning:` "WHAT: 'NAME', UUID" and make the exit status 5. */
void xenapi_flaw(struct xenapi *x, const char *what, const struct domain *d);

/* Print the same, counted as one of `kind` (see warned.h), and leave the exit status unchanged. */
void xenapi_note(struct xenapi *x, const char *kind, const char *what, const struct domain *d);

#endif
