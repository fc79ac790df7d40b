# SPDX-License-Identifier: MIT
# Replies cut at every byte offset.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

for version in v26 v1.249; do
	promise "a conversation ($version) cut at every byte: one honest message, or the whole table"
	refs "$recorded/xapi/$version-VM.get_all_records-2.xml" >"$tmp/refs.xml"
	run "$T/cuts" --jobs 2 "$XMBOX" "$recorded/xapi/v26-login-success.xml" \
		"$recorded/xapi/$version-VM.get_all_records-2.xml" \
		"$tmp/refs.xml" \
		"$recorded/xapi/$version-VM_metrics.get_all_records-2.xml" "$recorded/xapi/v26-logout-success.xml"
	status 0
	holds grep -q '^cuts: [0-9]* offsets, 0 wrong$' "$tmp/out"
	kept
	grep . "$tmp/out"
done
