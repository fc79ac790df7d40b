/* SPDX-License-Identifier: MIT */
/*
 * age - how XAPI's answers differ from release to release.
 *
 * Releases are named by the product: 7.0 to 8.2 are XenServer's and Citrix Hypervisor's, 8.3 is XCP-ng 8.3 and
 * XenServer 8, with a XAPI of 2024 or later.
 */
#ifndef AGE_H
#define AGE_H

#include <stdbool.h>

struct age {
	const char *name;
	bool json; /* POST /jsonrpc is JSON-RPC; else it is XML-RPC like every path */
	bool escapes_names; /* in XML, the names of members */
	bool old_printer; /* JSON as rpclib printed it before it used Yojson */
	bool v1_only; /* whatever the request: the form of JSON-RPC 1.0, and an id of 0 */
	bool string_id; /* accepts a string as id */
	int code; /* of an error in the form of JSON-RPC 2.0 */
	bool forwards; /* a pool member's Unix socket answers JSON calls; else with HTTP 500 */
	bool catch_v2; /* errors from outside the dispatcher have the form of JSON-RPC 2.0 */
	bool thumbprint; /* a member tells the digest of its master's certificate */
	bool nan_raises; /* JSON cannot tell a NaN: the call is answered with HTTP 500 */
	bool no_space; /* after the colon of a header */
};

/* Return NULL for an unknown release. */
const struct age *age_find(const char *name);

#endif
