# SPDX-License-Identifier: MIT
# Round trips of a command, counted with a delaying proxy.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# trips COUNT SERVER-OPTIONS -- OPERANDS
trips()
{
	wanted=$1
	shift
	set_of=
	while [ "$1" != -- ]; do
		set_of="$set_of $1"
		shift
	done
	shift
	promise "$wanted round trips, connect and logout included: list $* (server$set_of)"
	# shellcheck disable=SC2086 # words
	serve $set_of
	rm -f "$tmp/wire"
	: >"$tmp/trips"
	timeout 60 "$T/delay" 20 "$tmp/wire" "$tmp/socket" >"$tmp/trips" &
	wire=$!
	await line '^ready$' "$tmp/trips"
	run "$XMBOX" list -s "unix:$tmp/wire" "$@"
	status 0
	holds wait $wire
	holds [ "$(tail -n 1 "$tmp/trips")" = "$wanted round trips" ]
	unserve
	logged_out
	kept
}

trips 3 --
trips 3 --vms 300 --
trips 3 -- -q
trips 3 -- -q windmill
trips 4 -- windmill
trips 4 -- windmill id:12 bakery lighthouse ferry orchard greenhouse
trips 7 --xapi 6.5 -- windmill # it speaks no JSON-RPC: the probe costs two
trips 6 --xapi 6.5 -- id:12 # its record is read once
trips 4 --xend --
