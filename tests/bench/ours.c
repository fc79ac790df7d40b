/* SPDX-License-Identifier: MIT */
/* The program's own reader, as core/source/ uses it. */
#include "bench.h"
#include "tests/memory.h"
#include "wire/xml_skip.h"
#include "wire/rpc.h"

static uint64_t record(struct rpc *r, uint64_t wanted)
{
	char room[4096];
	uint64_t sum = 0;

	if (!rpc_struct(r))
		return 0;
	while (rpc_member_of(r, wanted)) {
		struct out text = OUT_IN(room);

		if (bench_name(r->name.at, r->name.len) == BENCH_NAMES) {
			rpc_skip(r);
			continue;
		}
		rpc_text(r, &text);
		sum += bench_text(room, out_slice(&text).len);
	}
	return sum;
}

static uint64_t decode(char *at, size_t len)
{
	static struct xml xml;
	struct fail fail = { 0 };
	struct memory memory = memory_of(at, len, SIZE_MAX);
	struct rpc rpc;
	uint64_t sum = 0, wanted = 0;

	for (size_t i = 0; i < BENCH_NAMES; i++)
		wanted |= wanted_name(slice_of(bench_names[i]));
	rpc_open(&rpc, &xml, NULL, &memory.stream, &fail);
	rpc_answer(&rpc);
	if (!rpc_struct(&rpc))
		return 0;
	while (rpc_member(&rpc)) {
		if (!slice_is(rpc.name, SLICE("Value")) || !rpc_struct(&rpc)) {
			rpc_skip(&rpc);
			continue;
		}
		while (rpc_member(&rpc))
			sum += bench_text(rpc.name.at, rpc.name.len) + record(&rpc, wanted);
	}
	return rpc_end(&rpc) ? 0 : sum;
}
