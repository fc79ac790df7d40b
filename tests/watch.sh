# SPDX-License-Identifier: MIT
# --watch: rounds, what they cost and leave behind, the percent of CPU, and the terminal.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/xen-lib.sh"

promise 'what does not go with it is refused, and what needs it'
run "$XMBOX" list -w --openmetrics -s "unix:$tmp/none"
fails 2 '--openmetrics and --watch exclude each other'
run "$XMBOX" list -d 3 -s "unix:$tmp/none"
fails 2 '--delay and --count go with --watch'
run "$XMBOX" vcpu-list --count 3 -s "unix:$tmp/none"
fails 2 '--delay and --count go with --watch'
for option in '-d 0.09' '-d 0' '-d x' '--count 0' '--count -1' '--count x'; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" list -w $option -s "unix:$tmp/none"
	status 2
	no_stdout
	stderr_has 'Error: '
done
run "$XMBOX" list -w -s file:-
fails 2 'file:- is read once'
run "$XMBOX" label -w -s "unix:$tmp/none"
fails 2 "unknown option '-w'"
kept

# Count the events of the server's log: logged EXPRESSION
logged()
{
	grep -c "$1" "$tmp/log"
}

promise 'rounds are appended, separated by an empty line, in one login over one connection'
serve
run "$XMBOX" list -s "$uri"
cp "$tmp/out" "$tmp/once"
: >"$tmp/log"
run "$XMBOX" list -w -d 0.1 --count 3 -s "$uri"
status 0
no_stderr
{
	cat "$tmp/once"
	echo
	cat "$tmp/once"
	echo
	cat "$tmp/once"
} >"$tmp/thrice"
stdout_is_file "$tmp/thrice"
holds [ "$(logged '^connect') $(logged '^login') $(logged '^logout')" = '1 1 1' ]
kept

promise 'with -j each round is an array on a line of its own'
run "$XMBOX" list -w -d 0.1 --count 3 -j -s "$uri"
status 0
holds [ "$(wc -l <"$tmp/out")" = 3 ]
while read -r array; do
	printf '%s\n' "$array" >"$tmp/array"
	holds jq -es 'length == 1 and (.[0] | length) == 8 and .[0][0].name != null' "$tmp/array" >/dev/null
done <"$tmp/out"
kept

# Watch in the background, with stdout in $tmp/rounds and stderr in $tmp/said: watch OPTIONS...
# Both files are emptied first: what an earlier watcher wrote there must not be taken for this one's output.
watch()
{
	: >"$tmp/rounds"
	: >"$tmp/said"
	"$XMBOX" list -w "$@" >"$tmp/rounds" 2>"$tmp/said" &
	watcher=$!
}

# End the watcher of watch() with SIGTERM, and store its exit status in $ended.
unwatch()
{
	kill "$watcher"
	wait "$watcher" 2>/dev/null
	ended=$?
}

promise 'records are read once, then only when something changed'
unserve
serve --moves windmill
watch -d 0.1 -j -o name,power -s "$uri" windmill
rounds_of()
{
	[ "$(grep -c "\"$1\"" "$tmp/rounds")" -ge "$2" ]
}
await rounds_of running 5
kill -USR1 "$server_pid"
await rounds_of paused 5
unwatch
unserve
logged_out
holds [ "$(logged '^call .*VM.get_all_records_where')" = 2 ]
holds [ "$(logged '^call .*event.from')" -ge 10 ]
kept

promise 'a round against 1000 idle VMs costs at most 1 KB of answers'
serve --vms 1000
run "$XMBOX" list -w -d 0.1 --count 6 -o +host -s "$uri"
status 0
unserve
holds [ "$(logged '^call .*event.from') $(logged '^call .*VM.get_all_records_where') $(logged '^connect')" = '6 1 1' ]
holds [ "$(awk '/^answer .* event.from / && $4 > most { most = $4 } END { print most <= 1024 }' "$tmp/log")" = 1 ]
holds [ "$(awk '$1 == "answer" { after = $3 == "event.from" && ++n > 1 ? after + $4 : after } END { print after <= 5 * 1024 }' "$tmp/log")" = 1 ]
kept

promise 'a server without JSON-RPC, or that cannot tell of changes, is read each round'
for options in '--xapi 6.5' '--fail event.from=MESSAGE_METHOD_UNKNOWN,event.from'; do
	# shellcheck disable=SC2086 # words
	serve $options
	run "$XMBOX" list -w -d 0.1 --count 3 -s "$uri"
	status 0
	no_stderr
	stdout_is_file "$tmp/thrice"
	unserve
	holds [ "$(logged '^call .*VM_metrics.get_all_records')" = 3 ]
	holds [ "$logins $logouts" = '1 1' ]
done
kept

promise 'a session that the server forgot is renewed'
serve --fail-once event.from=SESSION_INVALID,OpaqueRef:gone
run "$XMBOX" list -w -d 0.1 --count 3 -s "$uri"
status 0
no_stderr
stdout_is_file "$tmp/thrice"
unserve
holds [ "$logins $connections" = '2 2' ]
kept

promise 'a server that is lost costs its rounds; the exit status is that of the last one'
run "$XMBOX" list -w -d 0.1 --count 2 -s "unix:$tmp/none"
status 1
no_stdout
holds [ "$(grep -c '^Error: .*none: cannot connect' "$tmp/err")" = 2 ]
serve
watch -d 0.1 -q -s "$uri" windmill
named_rounds()
{
	[ "$(grep -c windmill "$tmp/rounds")" -ge "$1" ]
}
await named_rounds 2
unserve
await grep -q '^Error: ' "$tmp/said"
serve
await named_rounds "$(($(grep -c windmill "$tmp/rounds") + 2))"
unwatch
unserve
logged_out
kept

promise 'a refused login ends it, with its exit status'
printf 'right\n' >"$tmp/right"
printf 'wrong\n' >"$tmp/wrong"
chmod 600 "$tmp/right" "$tmp/wrong"
serve_at tcp:0 --password-file "$tmp/right"
run "$XMBOX" list -w -d 0.1 -W "$tmp/wrong" -s "$uri"
fails 4 'login refused'
unserve
kept

promise 'a name that is not there is exit 3, while others are shown'
serve
run "$XMBOX" list -w -d 0.1 --count 2 -q -s "$uri" windmill nosuch
status 3
stdout_is 'windmill

windmill'
unserve
kept

promise 'a closed pipe ends it silently'
serve
"$XMBOX" list -w -d 0.1 -s "$uri" 2>"$tmp/err" | head -n 1 >"$tmp/out"
no_stderr
holds grep -q '^Name' "$tmp/out"
unserve
logged_out
kept

promise 'SIGTERM ends it at once, with a logout'
serve
watch -d 100 -s "$uri"
await grep -q windmill "$tmp/rounds"
unwatch
holds [ "$ended" = 143 ]
unserve
logged_out
kept

promise 'memory does not grow from round to round, however records are read'
rounds=${LONG:+1000}
rounds=${rounds:-60}
# Print the private memory in KiB of the watcher and its child.
memory()
{
	for pid in $watcher $(cat "/proc/$watcher/task/$watcher/children"); do
		awk '/^Private_(Dirty|Clean)/ { kib += $2 } END { printf "%d ", kib }' "/proc/$pid/smaps_rollup"
	done
}
calls_made()
{
	[ "$(logged "^call .*$1")" -ge "$2" ]
}
if [ -n "$SANITIZE" ]; then
	skip "$what" 'a sanitizer keeps freed memory for a while'
else
	for options in '--vms 30' '--vms 30 --xapi 6.5'; do
		call=event.from
		[ "$options" = '--vms 30' ] || call=VM.get_all_records
		# shellcheck disable=SC2086 # words
		serve $options
		watch -d 0.1 -s "$uri"
		await calls_made "$call" 4
		first=$(memory)
		tries=0
		until calls_made "$call" "$rounds" || [ "$tries" -gt 20000 ]; do
			tries=$((tries + 1))
			sleep 0.1
		done
		last=$(memory)
		unwatch
		unserve
		# Pages of the stack may still be touched for the first time: a leak of 1 KiB a round is more.
		holds [ -n "$first" ]
		holds awk -v a="$first" -v b="$last" 'BEGIN { n = split(a, x); m = split(b, y)
			exit !(n == 2 && m == 2 && y[1] <= x[1] + 16 && y[2] <= x[2] + 16) }'
	done
	kept
fi

promise 'xend is asked over one conversation; a CPU time that stands still is 0.0 %, none in the first round'
recorded_xend basic
serve --xend --any-session --replay "$tmp/replay" --keep
run "$XMBOX" list -w -d 0.1 --count 2 -j -o name,cpu -s "xend:$tmp/socket" web1
status 0
stdout_is '[{"name": "web1", "cpu": null}]
[{"name": "web1", "cpu": 0}]'
unserve
holds [ "$connections" = 1 ]
kept

promise 'without --watch the percent of CPU is unknown'
serve
run "$XMBOX" list -j -o name,cpu -s "$uri"
status 0
json 'all(.cpu == null)'
unserve
kept

if [ -z "$(python3 -c 'import os; os.openpty(); print("yes")' 2>/dev/null)" ]; then
	skip 'the terminal' 'there is no python3, or no terminal to be had from /dev/pts' 16
else
	serve --vms 60

	# Run on a terminal; its screen is in $tmp/shown, the rest in $tmp/out: on STEP... -- COMMAND...
	on()
	{
		run env TERM=xterm python3 "$TESTS/on-pty.py" "$tmp/shown" "$@"
	}

	# Check how it ended ("exit 0", "signal 2") and that the terminal is restored.
	ended()
	{
		holds [ "$(grep -c '^stuck' "$tmp/out")" = 0 ]
		grep -qx "$1" "$tmp/out" || no "not $1: $(cat "$tmp/out"; head -c 900 "$tmp/shown" | cat -v)"
		holds grep -qx 'as before' "$tmp/out"
		[ "$(tail -c 14 "$tmp/shown" | od -An -c | tr -d ' \n')" = '033[?1049l033[?25h' ] ||
			no "the screen was left by: $(tail -c 40 "$tmp/shown" | cat -v)"
	}

	# The last picture, without flicker: pictured [ROWS COLUMNS]
	pictured()
	{
		holds python3 "$TESTS/screen.py" "$tmp/shown" "$@" >"$tmp/picture"
	}

	promise 'the test sees a flicker, a scrolled screen and text beyond the edge'
	for wrong_one in '\033[Hab\033[H\033[Kab\033[H' '\033[H\033[24;1H\033[H' '\033[Hab\r\n\r\n\r\n\033[H' '\033[Habcde\033[H'; do
		# shellcheck disable=SC2059 # sequences
		printf "$wrong_one" >"$tmp/shown"
		run python3 "$TESTS/screen.py" "$tmp/shown" 3 4
		status 1
		holds [ -s "$tmp/err" ]
	done
	kept

	promise 'on a terminal the table is painted in place, without flicker, cut to the screen, below a status line; q ends it'
	on size=24x80 want='... 39 more' want='... 39 more' want='... 39 more' echo type=q -- "$XMBOX" list -w -d 0.1 -s "$uri"
	ended 'exit 0'
	holds grep -qx 'echo off' "$tmp/out"
	pictured
	holds [ "$(wc -l <"$tmp/picture")" = 24 ]
	holds [ "$(sed 1d "$tmp/picture" | grep -c -e '^Name  ' -e '^Control domain' -e '^vm-000')" = 22 ]
	holds grep -qxE "$uri  20[0-9-]*T[0-9:]*Z  60 domains" "$tmp/picture"
	holds [ "$(tail -n 1 "$tmp/picture")" = '... 39 more' ]
	kept

	promise '^C ends it by the signal, after a logout'
	unserve
	serve --vms 60
	on want='... 39 more' 'type=\x03' -- "$XMBOX" list -w -d 100 -s "$uri"
	ended 'signal 2'
	unserve
	logged_out
	kept

	promise 'a table of more than 1 MiB is left on the terminal as whole rows, with a message and exit 7'
	unserve
	serve --vms 20000
	on size=24x80 -- "$XMBOX" list -w --count 1 -o name,uuid,host -s "$uri"
	holds grep -qx 'exit 7' "$tmp/out"
	holds grep -q 'the table has more than 1048576 bytes, its end is not shown' "$tmp/shown"
	tr -d '\r' <"$tmp/shown" | sed '1,/1049l/d' | grep '^vm-' >"$tmp/left"
	holds [ "$(wc -l <"$tmp/left")" -gt 9000 ]
	holds [ "$(grep -c -vE '^vm-[0-9]* +[0-9a-f-]{36}( |$)' "$tmp/left")" = 0 ]
	unserve
	kept

	promise 'what a watched operand lacks is still told when the screen is left'
	serve --vms 60
	on size=24x80 -- "$XMBOX" list -w -d 0.1 --count 2 -q -s "$uri" nosuch
	holds grep -qx 'exit 3' "$tmp/out"
	holds [ "$(sed -n '/1049l/,$p' "$tmp/shown" | grep -c "Error: Domain 'nosuch' does not exist")" = 1 ]
	unserve
	kept

	promise '^Z gives the terminal back; going on paints it again'
	serve --vms 60
	on want='... 39 more' 'type=\x1a' stopped echo kill=CONT noecho want='... 39 more' type=q -- "$XMBOX" list -w -d 0.1 -s "$uri"
	ended 'exit 0'
	holds grep -qx 'echo on' "$tmp/out"
	kept

	promise 'in the background it waits for the foreground before it paints, with any stdin, and can be ended'
	on background stopped do="wc -c <'$tmp/shown' >'$tmp/painted'" foreground kill=CONT want='... 39 more' 'type=\x03' -- \
		"$XMBOX" list -w -d 0.1 -s "$uri"
	ended 'signal 2'
	holds [ "$(cat "$tmp/painted")" = 0 ]
	on background stopped kill=TERM kill=CONT -- "$XMBOX" list -w -d 0.1 -s "$uri"
	holds [ "$(cat "$tmp/out")" = "$(printf 'signal 15\nas before')" ]
	holds [ ! -s "$tmp/shown" ]
	kept

	promise '^S does not stop it: q still ends it and restores the terminal'
	on want='... 39 more' 'type=\x13' want='... 39 more' want='... 39 more' type=q -- "$XMBOX" list -w -d 0.1 -s "$uri"
	ended 'exit 0'
	kept

	promise 'it follows the size of the terminal'
	on want='... 39 more' size=10x40 want='... 53 more' size=100x120 want='vm-00059' type=q -- "$XMBOX" list -w -d 100 -s "$uri"
	ended 'exit 0'
	on size=10x40 want='... 53 more' want='... 53 more' type=q -- "$XMBOX" list -w -d 0.1 -s "$uri"
	pictured 10 40
	on size=1x20 want=unix: want=unix: type=q -- "$XMBOX" list -w -d 0.1 -s "$uri"
	pictured 1 20
	kept

	promise 'wide characters and full lines are cut at the edge, in any width'
	unserve
	serve
	for columns in 5 6 7 81 82 83; do
		on size="24x$columns" want=wind want=wind type=q -- "$XMBOX" list -w -d 0.1 -s "$uri"
		pictured 24 "$columns"
	done
	kept

	promise 'the last of --count rounds stays on the terminal'
	on -- "$XMBOX" list -w -d 0.1 --count 2 -q -s "$uri" windmill
	holds grep -qx 'exit 0' "$tmp/out"
	holds [ "$(tail -n 1 "$tmp/shown" | sed 's/.*\[?25h//' | tr -d '\r')" = windmill ]
	kept

	promise 'a lost server is said in the picture, with the age of the table, until it is there again'
	on want='8 domains' do="kill $server_pid" want=' s old' want='Error: ' want=' 1 s old' want=windmill \
		do="'$T/server-sample' --log '$tmp/log2' 'unix:$tmp/socket' >'$tmp/ready2' 2>&1 & echo \$! >'$tmp/pid2'" \
		want='8 domains' want='8 domains' do="kill \$(cat '$tmp/pid2')" type=q -- "$XMBOX" list -w -d 0.1 -s "$uri"
	ended 'exit 0'
	pictured
	unserve
	kept

	promise 'why a server is lost is said while it is tried again, too'
	serve
	cat >"$tmp/silent.py" <<'END2'
import socket, sys, time
s = socket.socket(socket.AF_UNIX)
s.bind(sys.argv[1])
s.listen(9)
time.sleep(600)
END2
	on size=24x200 want='8 domains' do="kill $server_pid" want='Error: ' \
		do="rm -f '$tmp/socket'; python3 '$tmp/silent.py' '$tmp/socket' & echo \$! >'$tmp/pid2'" \
		want='no complete answer' want=' s old' want=' s old' want=' s old' do="kill \$(cat '$tmp/pid2')" type=q -- \
		"$XMBOX" list -w -d 0.1 -t 2 -s "$uri"
	ended 'exit 0'
	# Pictures that tell an age, and have no reason:
	holds [ "$(tr '\n' ' ' <"$tmp/shown" | sed 's/.\[H/\n/g' | grep ' s old' | grep -vc 'Error: ')" = 0 ]
	unserve
	kept

	promise 'the password is asked for once, also if the server was lost between'
	printf 'secret\n' >"$tmp/pw"
	chmod 600 "$tmp/pw"
	serve_at tcp:0 --password-file "$tmp/pw"
	port=${uri##*:}
	on want='Password of root' type='secret\r' want='8 domains' do="kill $server_pid" want=' s old' want='Error: ' \
		do="'$T/server-sample' --password-file '$tmp/pw' --log '$tmp/log2' 'tcp:$port' >'$tmp/ready2' 2>&1 & echo \$! >'$tmp/pid2'" \
		want='8 domains' want='8 domains' do="kill \$(cat '$tmp/pid2')" type=q -- "$XMBOX" list -w -d 0.1 -s "$uri"
	ended 'exit 0'
	holds [ "$(grep -c Password "$tmp/shown")" = 1 ]
	unserve
	kept

	promise 'warnings are lines of the picture, not text beside it'
	serve --xapi 6.5 --key 'windmill=a<b'
	on want='Warning: ' want=windmill want='Warning: ' want=windmill type=q -- "$XMBOX" list -w -d 0.1 -s "$uri"
	holds grep -qx 'exit 0' "$tmp/out"
	pictured
	unserve
	kept

	promise 'a dumb terminal gets rounds below each other'
	serve
	run env python3 "$TESTS/on-pty.py" "$tmp/shown" -- env TERM=dumb "$XMBOX" list -w -d 0.1 --count 2 -q -s "$uri" windmill
	printf 'windmill\r\n\r\nwindmill\r\n' >"$tmp/want"
	holds cmp "$tmp/want" "$tmp/shown"
	unserve
	kept
fi

# The hypervisor.
xen_begin

promise 'the percent of CPU is what the hypervisor counted between two rounds, for domains and VCPUs'
xen <<'END2'
domain 0 state=r mem=512 vcpus=1 time=10
domain 3 state=r mem=512 vcpus=2 load=150
domain 4 state=b mem=512 vcpus=1 load=20
END2
dom0 list -w -d 0.5 --count 3 -j -o id,cpu --sort cpu -r -s xen:
status 0
holds jq -es '(.[0] | all(.cpu == null)) and (.[2] | map(.id) == [3, 4, 0] and .[2].cpu == 0
	and .[0].cpu > 100 and .[0].cpu < 225 and .[1].cpu > 13 and .[1].cpu < 30)' "$tmp/out" >/dev/null
dom0 vcpu-list -w -d 0.5 --count 2 -j -o name,vcpu,cpu_percent -s xen: id:3
status 0
holds jq -es '.[1] | length == 2 and all(.cpu_percent > 50 and .cpu_percent < 115)' "$tmp/out" >/dev/null
kept

promise 'each round of this host asks the hypervisor and the toolstack anew'
xapi --rename windmill=mill
dom0 list -w -d 0.1 --count 3 -j -o name,id,cpu
status 0
holds jq -es 'length == 3 and (.[2] | any(.id == 3 and .cpu != null) and any(.name == "mill"))' "$tmp/out" >/dev/null
unserve
holds [ "$logins $logouts" = '3 3' ]
kept

promise 'a domain that was restarted has no percent of CPU in its first round'
xen_says 'domain 7 uuid=5f0c9a2e-7b41-4d3f-8e66-000000000007 state=r load=100'
: >"$tmp/rounds"
# shellcheck disable=SC2086 # words
$enter "$dom0" /xmbox list -w -d 0.1 -j -o id,cpu -s xen: >"$tmp/rounds" 2>&1 &
watcher=$!
await grep -q '"id": 7, "cpu": [0-9]' "$tmp/rounds"
xen_says 'domain 8 uuid=5f0c9a2e-7b41-4d3f-8e66-000000000007 state=r load=300'
await grep -q '"id": 8, "cpu": [0-9]' "$tmp/rounds"
unwatch
holds [ "$(grep '"id": 8' "$tmp/rounds" | head -n 1)" = '[{"id": 8, "cpu": null}]' ]
kept
