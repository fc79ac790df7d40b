/* SPDX-License-Identifier: MIT */
/*
 * JSON-RPC, one of the two encodings behind rpc.h: see there.
 *
 * An answer is an object with "result" and "error". It corresponds to the struct of Status and Value in Xen-API's
 * XML-RPC.
 */
#ifndef WIRE_JSONRPC_H
#define WIRE_JSONRPC_H

#include "wire/json.h"
#include "wire/rpc_type.h"

enum rpc_type jsonrpc_text(struct json *j, struct out *text);
enum rpc_type jsonrpc_value(struct json *j, struct out *text);

/* Enter a struct or an array if the value is of the wanted type, else skip it. Return the type of the value. */
enum rpc_type jsonrpc_enter(struct json *j, enum rpc_type wanted);

/* Write a call of JSON-RPC 2.0. A parameter with a type is written as it is, any other as a string. */
void jsonrpc_call(struct out *o, const char *method, const struct parameter *parameters, unsigned n);

#endif
