/* SPDX-License-Identifier: MIT */
/* Values and parameters of remote calls, in either encoding. */
#ifndef WIRE_RPC_TYPE_H
#define WIRE_RPC_TYPE_H

#include "base/slice.h"

enum rpc_type {
	RPC_NONE, /* there was a failure */
	RPC_STRING, /* in XML-RPC also a value without a type: XAPI sends integers so */
	RPC_INT,
	RPC_DOUBLE,
	RPC_BOOLEAN,
	RPC_DATE, /* XML-RPC's; a string in JSON */
	RPC_BASE64, /* the same */
	RPC_NIL,
	RPC_STRUCT,
	RPC_ARRAY,
};

struct parameter {
	struct slice text;
	const char *what; /* what it is called in a message about it */
	const char *type; /* of XML-RPC: "int", "boolean"; NULL: string */
};

#endif
