# SPDX-License-Identifier: MIT
# auto: while domains start, stop, migrate and are renamed between the reads of its sources. mixed.py makes up each case
# and works out the expected result.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/xen-lib.sh"

xen_begin
count=$([ -n "$LONG" ] && echo 5000 || echo 150)
! lacks python3 || skip_rest 'domains that change between the reads' "$lacking"

promise "$count hosts whose domains change between the reads: rows, names, states and exit status are right"
mkdir "$tmp/mixed"
# shellcheck disable=SC2086 # words
run python3 "$TESTS/mixed.py" "$T/xmbox-fakexen" "$tmp/mixed" 0 "$count" $enter
status 0
holds grep -qx "$count answered, 0 wrong" "$tmp/out"
[ "$code" = 0 ] || no "$(head -n 40 "$tmp/out")"
kept
