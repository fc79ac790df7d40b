# SPDX-License-Identifier: MIT
# Replies cut at every byte offset. Those of older servers, which differ in what they say and not in how it is framed,
# are cut at every fifth and beside each answer's first byte; with LONG=1 at every one, too. Under sanitizers a run
# costs ten times as much, so the newest ones are cut at every fifth without LONG=1, too.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# How finely the replies of VERSION are cut: fineness VERSION
fineness()
{
	case $1:$LONG:$SANITIZE in
	v26*:: | *:1:*) step=1 each=every ;;
	*) step=5 each='every fifth' ;;
	esac
}

for version in v26 v1.249; do
	fineness $version
	promise "a conversation in XML ($version) cut at $each byte: one honest message, or the whole table"
	refs "$recorded/xapi/$version-VM.get_all_records-2.xml" >"$tmp/refs.xml"
	run "$T/cuts" --step $step --jobs 2 --path "$any" "$XMBOX" "$recorded/xapi/v26-login-success.xml" \
		"$recorded/xapi/$version-VM.get_all_records-2.xml" \
		"$tmp/refs.xml" \
		"$recorded/xapi/$version-VM_metrics.get_all_records-2.xml" "$recorded/xapi/v26-logout-success.xml"
	status 0
	holds grep -q '^cuts: [0-9]* offsets, 0 wrong$' "$tmp/out"
	kept
	grep . "$tmp/out"
done

json=$recorded/xapi-json
printf '{"jsonrpc":"2.0","result":"be6b7a9b-1d2e-4c3f-8a5b-0c1d2e3f4a5b","id":1}' >"$tmp/probe.json"
for vms in v26-json-VM.get_all_records-2.v2 v1.249-json-VM.get_all_records-2.v1 old-json-VM.get_all_records-2; do
	fineness $vms
	promise "a conversation in JSON ($vms) cut at $each byte: one honest message, or the whole table"
	run "$T/cuts" --step $step --jobs 2 "$XMBOX" "$recorded/xapi/v26-login-success.xml" "$tmp/probe.json" "$json/$vms.json" \
		"$json/$(echo $vms | sed s/VM/VM_metrics/).json" "$json/v26-json-logout-success.v1.json"
	status 0
	holds grep -q '^cuts: [0-9]* offsets, 0 wrong$' "$tmp/out"
	kept
	grep . "$tmp/out"
done
