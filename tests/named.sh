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
	serve "$@"
	run "$XMBOX" list -t 20 -s "$uri" "$operand"
	fails "$want" "$words"
	unserve
}

# Calls that look for it, and calls that read it.
for call in 'windmill VM.get_by_name_label' "$windmill VM.get_by_uuid" '12 VM.get_all_records_where' \
	'windmill VM.get_record' 'windmill VM_metrics.get_record'; do
	operand=${call% *}
	method=${call#* }

	promise "list $operand: an answer to $method that is cut short or empty is exit 5"
	breaks 5 'cut short' --cut-call "$method=150"
	breaks 5 'cut short' --cut-call "$method=40" --rst
	kept

	promise "list $operand: a stalled $method is exit 1 at the deadline"
	serve --stall-call "$method=150"
	at_deadline 0.5 "$XMBOX" list -t 0.5 -s "$uri" "$operand"
	fails 1 'within 0.500 s'
	unserve
	kept

	promise "list $operand: a failed $method is exit 5, a forbidden one exit 4"
	breaks 5 'it broke' --fail "$method=INTERNAL_ERROR,it broke"
	breaks 5 'fault 3: nosuch' --fault "$method=3,nosuch"
	breaks 4 'role does not permit' --fail "$method=RBAC_PERMISSION_DENIED,$method,no"
	kept
done

promise 'a VM gone before its record is asked for does not exist'
serve --fail VM.get_record=HANDLE_INVALID,VM,OpaqueRef:x
run "$XMBOX" list -s "$uri" windmill
status 3
no_stdout
stderr_is "Error: Domain 'windmill' does not exist."
unserve
logged_out
kept
