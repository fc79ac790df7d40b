# SPDX-License-Identifier: MIT
# make bench, with few rounds and few VMs: the tables are there, and every program in them did what it is measured at.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

[ -n "$LONG" ] || skip_rest 'the bench' 'make test-long runs it'

promise 'make bench measures each program that is there, and none of them fails'
run env ROUNDS=1 SIZES=10 LARGE=2000 "$MAKE" -s -C "$SOURCE" O="${T%/*}" bench
status 0
stdout_has 'decoding 1000 VMs of JSON, mixed'
holds [ "$(grep -cE '^  (ours-release|json-release|xmbox, (unix|tcp|https?)) .* [0-9]' "$tmp/out")" = 9 ]
holds [ "$(grep -c 'FAILED\|WRONG' "$tmp/out")" = 0 ]
kept
