# SPDX-License-Identifier: MIT
# Domains given by name, id or uuid: each call for them, broken in each way, is a failure. A
# list of the whole pool makes other calls.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

serve
windmill=$("$XMBOX" list -H -o uuid -s "$uri" windmill)
unserve

# Check that list of windmill fails so for each operand that calls METHOD: breaks STATUS 'WORDS' OPTION...
breaks()
{
	want=$1
	words=$2
	shift 2
	serve --xapi "$release" "$@"
	run "$XMBOX" list -t 20 -s "$uri" "$operand"
	fails "$want" "$words"
	unserve
}

# RELEASE METHOD OPERAND: over JSON an expression finds it, if its name can stand in one; over XML a look-up does.
while read -r release method operand; do
	operand=${operand:-$windmill}
	promise "XAPI $release, list $operand: an answer to $method that is cut short or empty is exit 5"
	breaks 5 'cut short' --cut-call "$method=150"
	breaks 5 'cut short' --cut-call "$method=40" --rst
	kept

	promise "XAPI $release, list $operand: a stalled $method is exit 1 at the deadline"
	serve --xapi "$release" --stall-call "$method=150"
	at_deadline 0.5 "$XMBOX" list -t 0.5 -s "$uri" "$operand"
	fails 1 'within 0.500 s'
	unserve
	kept

	promise "XAPI $release, list $operand: a failed $method is exit 5, a forbidden one exit 4"
	breaks 5 'it broke' --fail "$method=INTERNAL_ERROR,it broke"
	[ "$release" != 6.5 ] || breaks 5 'fault 3: nosuch' --fault "$method=3,nosuch"
	breaks 4 'role does not permit' --fail "$method=RBAC_PERMISSION_DENIED,$method,no"
	kept
done <<'EOF'
8.3 VM.get_all_records_where windmill
8.3 VM.get_all_records_where 12
8.3 VM.get_all_records_where
8.3 VM_metrics.get_record windmill
8.3 VM.get_by_name_label café 北海
8.3 VM.get_record café 北海
6.5 VM.get_by_name_label windmill
6.5 VM.get_by_uuid
6.5 VM.get_all_records_where 12
6.5 VM.get_record windmill
6.5 VM_metrics.get_record windmill
EOF

promise 'a VM gone before its record is asked for does not exist'
serve --xapi 6.5 --fail VM.get_record=HANDLE_INVALID,VM,OpaqueRef:x
run "$XMBOX" list -s "$uri" windmill
status 3
no_stdout
stderr_is "Error: Domain 'windmill' does not exist."
unserve
logged_out
kept
