/* SPDX-License-Identifier: MIT */
/*
 * What a server may send: any number of HTTP answers, each read as an answer of Xen-API with records
 * in it, in either encoding. Nothing may crash, hang or fail without a message; and how the bytes were cut into pulls
 * changes nothing but, where several things are wrong, which of them is met first.
 */
#include "fuzz.h"
#include "link/http.h"
#include "source/vm/facts.h"
#include "source/xenapi/envelope.h"
#include "source/xenapi/read.h"

static struct http http;
static struct xml xml;
static struct json json;
static struct rpc rpc;

struct result {
	struct fail fail;
	int64_t sum; /* of the records' values */
	unsigned answers;
};

static void read_records(struct result *r)
{
	static char name[256];

	if (!rpc_struct(&rpc))
		return;
	while (rpc_member(&rpc)) {
		struct ref ref = ref_of(rpc.name);
		struct vm vm = { .name = OUT_IN(name) };
		struct metrics metrics = { .xapi = ref.bytes[1] & 1 };
		struct domain domain = { 0 };

		r->sum += ref.bytes[15];
		if (ref.bytes[0] & 1) {
			if (rpc_struct(&rpc) && xenapi_read_vm(&vm, &rpc))
				facts_of_vm(&vm, &domain);
		} else if (rpc_struct(&rpc) && xenapi_read_metrics(&metrics, &rpc)) {
			domain.id = 1;
			domain.known = KNOWN_ID;
			facts_of_metrics(&metrics, &domain);
		}
		r->sum += domain.known + (int64_t)(domain.memory & 0xffff) + domain.state;
	}
}

static void run(struct result *r, const unsigned char *data, size_t size, size_t window)
{
	struct memory memory = memory_of(data, size, window);
	struct xenapi_error error;
	struct envelope envelope;
	int result = 0;

	*r = (struct result){ { 0 }, 0, 0 };
	http_open(&http, &memory.stream, SLICE(""), &r->fail);
	while (!result && !(result = http_answer(&http))) {
		r->answers++;
		rpc_open(&rpc, &xml, http.type == HTTP_JSON ? &json : NULL, &http.body, &r->fail);
		rpc_answer(&rpc);
		if (envelope_open(&envelope, &rpc, &error))
			read_records(r);
		envelope_end(&envelope, &rpc);
		result = rpc_end(&rpc);
		if (!result && error.code_len)
			result = xenapi_fail(&error, "call", &r->fail);
	}
	must(result == ABSENT || (r->fail.status != SHOWN && r->fail.len));
	must(!memchr(r->fail.text, '\n', r->fail.len));
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static struct result whole, cut;

	run(&whole, data, size, SIZE_MAX);
	run(&cut, data, size, 1 + size % 5);
	must(whole.answers == cut.answers);
	must((whole.fail.status == SHOWN) == (cut.fail.status == SHOWN));
	must(whole.fail.status != SHOWN || whole.sum == cut.sum);
	return 0;
}
