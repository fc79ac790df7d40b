/* SPDX-License-Identifier: MIT */
/*
 * The envelope of an answer of Xen-API.
 *
 *	XML-RPC	 { Status: "Success", Value: VALUE }		{ Status: "Failure", ErrorDescription: [CODE, TEXT...] }
 *	JSON-RPC { result: VALUE, error: null, id: N }		{ result: null, error: [CODE, TEXT...], id: N }
 *		 { jsonrpc, result: VALUE, id: N }		{ jsonrpc, error: { code: 1, message: CODE, data: [TEXT...] }, id: N }
 *
 * XAPI mixes both forms of JSON-RPC: errors from outside its dispatcher, or forwarded by a pool member, are arrays in
 * the second form; old releases always answer in the first, with id 0. The id is ignored: answers come in the order of
 * the calls.
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

/* Read up to the value. Return true if the value was entered: read it. Then, in any case, read the rest. A failure of
 * the call leaves its code in error. */
bool envelope_open(struct envelope *e, struct rpc *r, struct xenapi_error *error);
void envelope_end(struct envelope *e, struct rpc *r);

#endif
