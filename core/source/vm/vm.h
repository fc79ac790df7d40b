/* SPDX-License-Identifier: MIT */
/*
 * What Xen-API's values mean: envelopes and errors, references, and of the records of VM and
 * VM_metrics the members that become facts. The conversation itself is in xenapi.c.
 */
#ifndef SOURCE_VM_VM_H
#define SOURCE_VM_VM_H

#include "facts/tree.h"
#include "facts/vcpu.h"
#include "wire/xmlrpc.h"

/* xenapi_error.c */

/* The failure of a call: ErrorDescription's code, and what else it holds, separated by commas. */
struct xenapi_error {
	bool status_came, success, value_came;
	size_t code_len, text_len;
	char code[64], text[320];
};

/* Every answer is a struct of Status with Value or ErrorDescription. Reads up to Value: true where that
 * was entered, and is now to be read; then, always, the rest with xenapi_envelope_end. A failure of the
 * call leaves its code in error, else error->code_len is 0. */
bool xenapi_envelope(struct rpc *r, struct xenapi_error *error);
void xenapi_envelope_end(struct rpc *r, struct xenapi_error *error);

bool xenapi_error_is(const struct xenapi_error *error, const char *code);

/* The failure in the user's words, with its exit status; always FAILED. */
int xenapi_fail(const struct xenapi_error *error, const char *method, struct fail *f);

/* xenapi_ref.c */

/* A reference in 17 bytes: the uuid that it is made of, a shorter text as it is, a digest of any other. */
struct xenapi_ref {
	unsigned char bytes[16];
	unsigned char form; /* how to write it again; 0: the null reference, which is all zero */
};

enum {
	XENAPI_REF_TEXT = 48,
	XENAPI_NAME_SENT = 1024, /* bytes of a name that is asked for: all escaped, they fit a call */
};

struct xenapi_ref xenapi_ref_of(struct slice text);

/* As the server writes it; empty for the null reference, and where only a digest is left. */
struct slice xenapi_ref_text(const struct xenapi_ref *ref, char room[XENAPI_REF_TEXT]);

static inline bool xenapi_ref_null(const struct xenapi_ref *ref)
{
	return !ref->form;
}
bool xenapi_ref_same(const struct xenapi_ref *a, const struct xenapi_ref *b);

/* xenapi_record.c */

/* A short text. */
struct xenapi_text {
	size_t len;
	char at[512];
};

/* Where all members of a record go, each as a list of two. */
struct xenapi_told {
	struct trees *trees;
	struct tree *list; /* NULL: that is not wanted */
	bool doubled; /* a member came twice */
};

/* A VM's record while it comes: it is kept or dropped when it is complete. */
struct xenapi_vm {
	unsigned came; /* a bit for each member that was there once and made sense */
	const char *doubled; /* a member that was there twice, NULL: none */
	struct out name;
	unsigned char uuid[16];
	struct xenapi_ref metrics, resident_on;
	int64_t domid, memory_dynamic_max, memory_static_max, vcpus_at_startup, vcpus_max, power;
	bool is_a_template, is_a_snapshot;
	bool detail; /* wanted is more than the brief table shows */
	struct xenapi_told told;
	struct out mask; /* of VCPUs_params; without room: it is not wanted */
	struct xenapi_text label, pool; /* xend's only; last, since they are large */
};

struct xenapi_metrics {
	unsigned came;
	const char *doubled;
	bool xapi; /* whose metrics never tell a state */
	bool detail; /* as above */
	int64_t memory_actual, vcpus_number, start_time;
	uint8_t state;
	struct vcpus vcpus; /* without `all`: they are not wanted */
	struct xenapi_told told;
};

/* xenapi_told.c */

/* Members are told from here on, in a list that begins with a word. */
void xenapi_tell_list(struct xenapi_told *told, struct trees *trees, struct tree *parent, enum tree_kind kind,
	struct slice word);

/* Of what was told twice only the name and the id stay. */
void xenapi_tell_less(struct domain *d);

/* What a member is called there; empty: it stands at the front already. */
struct slice xenapi_told_name(struct slice member);

/* The members of a record whose struct was entered; false after a failure. */
bool xenapi_vm_read(struct xenapi_vm *vm, struct rpc *r);
bool xenapi_metrics_read(struct xenapi_metrics *m, struct rpc *r);

/* Members that tell of VCPUs, the value entered: false where it is no such map. xenapi_vcpu.c */
bool xenapi_vcpu_cpus(struct rpc *r, struct vcpus *list);
bool xenapi_vcpu_flags(struct rpc *r, struct vcpus *list);
bool xenapi_vcpu_maps(struct rpc *r, struct vcpus *list);
bool xenapi_vcpu_mask(struct rpc *r, struct out *mask);

/* Notes the pCPUs that the VCPUs of a VM of XAPI are meant for: 0 or FAILED. */
int xenapi_vcpu_masks(struct domains *all, struct domain *d, const struct xenapi_vm *vm, struct fail *f);

/* Of a record that came twice, forgets those where the two disagree. */
void xenapi_vcpu_doubt(struct domain *d, const struct domain *other);

/* Makes its VCPUs, once it is known how many there are: 0, FAILED, or 1 where it is not. */
int xenapi_vcpus(struct domains *all, struct domain *d, bool xapi, struct fail *f);

/* What the record says of its domain, texts and host apart. */
void xenapi_vm_domain(const struct xenapi_vm *vm, struct domain *d);

/* Was it said where it runs, its label, its cpupool? */
bool xenapi_has_host(const struct xenapi_vm *vm);

/* Is it surely a template or a snapshot? One that says so twice is not: the second may be forged. */
bool xenapi_is_template(const struct xenapi_vm *vm);
bool xenapi_has_label(const struct xenapi_vm *vm);
bool xenapi_has_pool(const struct xenapi_vm *vm);
bool xenapi_has_params(const struct xenapi_vm *vm);

/* What the metrics add to that, of a domain that lives. */
void xenapi_metrics_domain(const struct xenapi_metrics *m, struct domain *d);

#endif
