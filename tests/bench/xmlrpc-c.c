/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include <xmlrpc-c/base.h>

static uint64_t text(xmlrpc_env *env, xmlrpc_value *value)
{
	const char *at;
	size_t len;
	xmlrpc_bool flag;
	uint64_t sum;

	if (xmlrpc_value_type(value) == XMLRPC_TYPE_BOOL) {
		xmlrpc_read_bool(env, value, &flag);
		return bench_text(flag ? "1" : "0", 1);
	}
	xmlrpc_read_string_lp(env, value, &len, &at);
	sum = env->fault_occurred ? 0 : bench_text(at, len);
	free((void *)at);
	return sum;
}

static uint64_t record(xmlrpc_env *env, xmlrpc_value *of)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < BENCH_NAMES; i++) {
		xmlrpc_value *value = NULL;

		xmlrpc_struct_find_value(env, of, bench_names[i], &value);
		if (value) {
			sum += text(env, value);
			xmlrpc_DECREF(value);
		}
	}
	return sum;
}

static uint64_t decode(char *at, size_t len)
{
	xmlrpc_env env;
	xmlrpc_value *answer, *list = NULL;
	const char *fault;
	int code;
	uint64_t sum = 0;

	(void)bench_name;
	xmlrpc_env_init(&env);
	xmlrpc_limit_set(XMLRPC_XML_SIZE_LIMIT_ID, (size_t)1 << 31);
	xmlrpc_parse_response2(&env, at, len, &answer, &code, &fault);
	xmlrpc_struct_find_value(&env, answer, "Value", &list);
	for (int i = 0; i < xmlrpc_struct_size(&env, list); i++) {
		xmlrpc_value *key, *of;

		xmlrpc_struct_read_member(&env, list, (unsigned)i, &key, &of);
		sum += text(&env, key) + record(&env, of);
		xmlrpc_DECREF(key);
		xmlrpc_DECREF(of);
	}
	xmlrpc_DECREF(list);
	xmlrpc_DECREF(answer);
	return env.fault_occurred ? 0 : sum;
}
