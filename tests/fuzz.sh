# SPDX-License-Identifier: MIT
# The fuzzers: briefly in every run, FUZZ_RUNS executions each in the long one.
. "$TESTS/lib.sh"
unset SANITIZE

if ! echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | clang -fsanitize=fuzzer -x c - -o "$tmp/probe" 2>/dev/null; then
	skip 'the fuzzers' 'no clang with libFuzzer here'
	exit 0
fi
runs=$SMOKE_RUNS
[ -z "$LONG" ] || runs=$FUZZ_RUNS

mkdir "$tmp/xml" "$tmp/answer"
for file in "$recorded"/xapi/v26-[elv]*.xml "$TESTS"/replies/*.xml; do
	cp "$file" "$tmp/xml"
	{
		printf 'HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n' "$(wc -c <"$file")"
		cat "$file"
		printf 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n' "$(wc -c <"$file")"
		cat "$file"
		printf '\r\n0\r\n\r\n'
	} >"$tmp/answer/${file##*/}"
done

for fuzzer in xml answer; do
	promise "$runs executions of the fuzzer '$fuzzer' find nothing"
	run "$MAKE" -C "$SOURCE" O="$tmp/o" FUZZ_SANITIZE=,address,undefined "$tmp/o/tests/fuzz-$fuzzer"
	status 0
	run "$tmp/o/tests/fuzz-$fuzzer" -runs="$runs" -max_len=4096 -dict="$TESTS/fuzz/words" \
		-artifact_prefix="${TMPDIR:-/tmp}/" "$tmp/$fuzzer"
	status 0
	kept
done
