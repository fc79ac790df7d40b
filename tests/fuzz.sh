# SPDX-License-Identifier: MIT
# The fuzzers: briefly in every run, FUZZ_RUNS executions each in the long one.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
unset SANITIZE

if ! echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | clang -fsanitize=fuzzer -x c - -o "$tmp/probe" 2>/dev/null; then
	skip_rest 'the fuzzers' 'no clang with libFuzzer here'
fi
runs=$SMOKE_RUNS
[ -z "$LONG" ] || runs=$FUZZ_RUNS

mkdir "$tmp/xml" "$tmp/json" "$tmp/answer" "$tmp/talk" "$tmp/file"
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

cp "$recorded"/xapi-json/*-2*.json "$recorded"/xapi-json/*err*.json "$recorded"/xapi-json/*-hostile-keys*.json \
	"$recorded"/xapi-json/*values*.json "$tmp/json"

# Recorded conversations of xend, each as list, with labels, VCPUs and --long.
for scenario in label vcpus; do
	recorded_xend $scenario
	cd "$tmp/replay" || exit 1
	for wants in '\001\020' '\001\024' '\001\002' '\003\002'; do
		seed=$tmp/talk/$scenario-$(printf '%s' "$wants" | tr -d '\\')
		{
			printf "$wants\377"
			cat xend.domains_with_state,1,all,0.http 2>/dev/null
		} >"$seed"
	done
	{
		printf '\001\001\377'
		cat xend.node.info.http xend.domains_with_state,0,all,0.http xend.domain.getVCPUInfo,*.http
	} >"$tmp/talk/$scenario-vcpus"
	for wants in '\000\060' '\000\041' '\000\062'; do
		{
			printf "$wants\377"
			cat session.login_with_password.http
			[ "$wants" != '\000\041' ] || cat session.get_this_host.http host.get_host_CPUs.http
			cat VM.get_all_records.http VM_metrics.get_all_records.http session.logout.http
		} >"$tmp/talk/$scenario-api$(printf '%s' "$wants" | tr -d '\\')"
	done
	cd "$TESTS" || exit 1
done

# Four kinds of files with the name of a domain.
mkdir "$tmp/lastname"
for file in "$recorded"/disk/*.json; do
	{ printf '\000'; cat "$file"; } >"$tmp/lastname/libxl-${file##*/}"
	{ printf '\001'; sed '1d; s/"c_info"://; s/"uuid"/"id"/' "$file"; } >"$tmp/lastname/xenopsd-${file##*/}"
done
{ printf '\002'; sed 's/uuid [^)]*/uuid 11111111-2222-3333-4444-555555555501/' "$recorded/disk/xend.sxp"; } >"$tmp/lastname/xend"
printf '\003# a\nname = "a\\x41"\nvif = [ '\'mac=0\'' ]\n' >"$tmp/lastname/xl"

# Databases, with each set of wanted facts.
for wants in '\000' '\001' '\002' '\014'; do
	for file in "$recorded"/disk/*; do
		{
			printf "$wants"
			cat "$file"
		} >"$tmp/file/${file##*/}$(printf '%s' "$wants" | tr -d '\\')"
	done
done
cp "$recorded"/disk/* "$tmp/xml"

for fuzzer in xml json answer talk lastname file; do
	[ $fuzzer != file ] || runs=$((runs / 10)) # each takes a file, and reads it twice
	promise "$runs executions of the fuzzer '$fuzzer' find nothing"
	run "$MAKE" -j2 -C "$SOURCE" O="$tmp/o" FUZZ_SANITIZE=,address,undefined "$tmp/o/tests/fuzz-$fuzzer"
	status 0
	run "$tmp/o/tests/fuzz-$fuzzer" -runs="$runs" -max_len="$(case $fuzzer in talk) echo 32768 ;; file) echo 16384 ;; *) echo 4096 ;; esac)" -dict="$TESTS/fuzz/words" -close_fd_mask=2 \
		-artifact_prefix="${TMPDIR:-/tmp}/" "$tmp/$fuzzer"
	holds [ "$code" = 0 ]
	[ "$code" = 0 ] || no "$(tail -n 12 "$tmp/err")"
	kept
done
