# SPDX-License-Identifier: MIT
# Thousands of pools with hostile keys, generated from numbers: see forge/forge.py.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# forge ENCODING FIRST COUNT
forge()
{
	promise "$3 pools with hostile keys, from number $2 on, over $1: exit 0 only if every row is right"
	if ! command -v python3 >/dev/null; then
		skip "$what" 'no python3'
		return
	fi
	rm -f "$tmp/forge-$1"
	run python3 "$TESTS/forge/forge.py" "$XMBOX" "$tmp" "$@"
	status 0
	holds grep -q "^$1: $3 answered, 0 wrong; " "$tmp/out"
	kept
	tail -n 1 "$tmp/out"
}

for encoding in xml json old; do
	forge $encoding 0 $([ -n "$LONG" ] && echo 10000 || echo 200)
done
# Keys close a record, give its id twice, and add a record of another VM: --long may tell nothing of the latter.
forge xml 51518 1
