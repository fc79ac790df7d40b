/* SPDX-License-Identifier: MIT */
/*
 * The envelope of an answer of Xen-API.
 *
 *	XML-RPC	 { Status: "Success", Value: VALUE }		{ Status: "Failure", ErrorDescription: [CODE, TEXT...] }
 *	JSON-RPC { result: VALUE, error: null, id: N }		{ result: null, error: [CODE, TEXT...], id: N }
 *		 { jsonrpc, result: VALUE, id: N }		{ jsonrpc, error: { code: 1, message: CODE, data: [TEXT...] }, id: N }
 *
 * XAPI mixes the two forms of JSON-RPC: errors that are made outside of its dispatcher, or passed on by a member of a
 * pool, are arrays in the second, and old ones answer each call in the first. The id is 0 there, and not looked at:
 * answers come in the order of the calls.
 */
#ifndef SOURCE_XENAPI_ENVELOPE_H
#define SOURCE_XENAPI_ENVELOPE_H

#include "source/xenapi/error.h"
#include "wire/rpc.h"

struct envelope {
	bool status_came, success; /* of XML-RPC */
	bool value_came, error_came;
	struct xenapi_error *error;
};

/* Read up to the value. True: it was entered, and is now to be read. Then always read the rest. A failure of the call
 * leaves its code in error. */
bool envelope_open(struct envelope *e, struct rpc *r, struct xenapi_error *error);
void envelope_end(struct envelope *e, struct rpc *r);

#endif
