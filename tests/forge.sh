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

# The long run makes other pools each time; forge.py makes one of them again from its number.
for encoding in xml json old; do
	if [ -n "$LONG" ]; then
		forge $encoding "$(date +%s)" 10000
	else
		forge $encoding 0 200
	fi
done
# Keys close a record, give its id twice, and add a record of another VM: --long may tell nothing of the latter.
forge xml 51518 1
