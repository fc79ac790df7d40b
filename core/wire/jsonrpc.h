/* SPDX-License-Identifier: MIT */
/*
 * JSON-RPC, one of the two encodings of rpc.h, whose functions call these: there is what they do.
 *
 * An answer is an object of "result" and "error", which is the value of the document as Xen-API's struct of Status
 * and Value is that of XML-RPC.
 */
#ifndef WIRE_JSONRPC_H
#define WIRE_JSONRPC_H

#include "wire/json.h"
#include "wire/rpc_type.h"

enum rpc_type jsonrpc_text(struct json *j, struct out *text);
enum rpc_type jsonrpc_value(struct json *j, struct out *text);

/* If the value is of this type, a struct or an array, enter it. Else skip it. The type of the value. */
enum rpc_type jsonrpc_enter(struct json *j, enum rpc_type wanted);

/* Write a call of JSON-RPC 2.0. All parameters are strings. */
void jsonrpc_call(struct out *o, const char *method, const struct parameter *parameters, unsigned n);

#endif
