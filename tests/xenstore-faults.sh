# SPDX-License-Identifier: MIT
# xenstore: a faulty daemon. Each fault occurs after no answer, after one, after two, ...
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"
. "$TESTS/xenstore-lib.sh"

xenstore_begin

# Count the requests of a list.
stores <<END
few few
END
from few
asked=$(wc -l <"$tmp/at/few.log")
promise 'a list makes more than ten requests'
status 0
holds [ "$asked" -gt 10 ]
kept
[ "$asked" -gt 10 ] || exit 1

# The results of one recorded list: output, status, time, processes left
recorded_list()
{
	began=$(uptime_ms)
	"$T/watched" "$1.left" "$XMBOX" list -H -t 1 -o "$columns" -s "xenstore:$1" >"$1.out" 2>"$1.err" </dev/null
	echo "$? $(($(uptime_ms) - began))" >"$1.end"
}

# Run all cases of a fault; then check them with `each CHECK...`, those at the deadline with `each_late CHECK...`:
sweep()
{
	fault=$1
	shift
	n=0
	while [ $n -lt "$asked" ]; do
		printf '%s\n' "$n few $fault $n $*"
		n=$((n + 1))
	done >"$tmp/lines"
	stores <"$tmp/lines"
	runs=
	n=0
	while [ $n -lt "$asked" ]; do
		recorded_list "$tmp/at/$n" &
		runs="$runs $!"
		n=$((n + 1))
	done
	# shellcheck disable=SC2086 # words
	wait $runs
}

each_late()
{
	earliest=1
	each "$@"
	earliest=0
}
earliest=0

each()
{
	n=0
	while [ $n -lt "$asked" ]; do
		cp "$tmp/at/$n.out" "$tmp/out"
		cp "$tmp/at/$n.err" "$tmp/err"
		read -r code took <"$tmp/at/$n.end"
		store=xenstore:$tmp/at/$n
		before=$wrong
		ended_in_time $earliest "$took"
		holds grep -qx 'left 0' "$tmp/at/$n.left"
		"$@"
		[ "$wrong" = "$before" ] || no "that was $fault after $n answers"
		n=$((n + 1))
	done
	asked_well
}

for fault in stall halfheader halfbody; do
	promise "$fault after any number of answers: exit 1 at the deadline, with a message that names xenstored"
	sweep $fault
	each_late failed_as 1
	holds [ "$(cat "$tmp"/at/*.err | grep -c 'xenstored')" = "$asked" ]
	kept
done

for fault in close closeheader closebody; do
	promise "$fault after any number of answers is a failure"
	sweep $fault
	each failed_as 1 5
	kept
done

while read -r fault how; do
	promise "$fault $how after any number of answers is a failure"
	sweep "$fault" "$how"
	each failed_as 1 5
	kept
done <<'END'
garbage
length 4097
length 4294967295
length 4096
type 99
type 0
type 4294967295
END

while read -r fault how; do
	promise "$fault $how after any number of answers: true rows or a failure"
	sweep "$fault" "$how"
	each true_or_failed
	kept
done <<'END'
request 4711
transaction 4711
type 16
error EWHATEVER\0
error EIO\0
error ENOENT
error \0
error %n%n%s%s
once
END

for name in ENOENT EAGAIN EINVAL EACCES; do
	promise "domains gone ($name) after any number of answers are left out, and all rows are true"
	sweep gone $name
	each true_or_failed gone
	kept
done

while read -r fault how; do
	promise "unexpected watch events ($fault${how:+ $how}): true rows or a failure"
	sweep "$fault" "$how"
	each true_or_failed
	kept
done <<'END'
event
events 3
events 5000
END

for fault in flood endless; do
	promise "$fault after any number of answers: true rows or a failure, in bounded memory"
	sweep $fault
	each true_or_failed
	for left in "$tmp"/at/*.left; do
		[ -n "$SANITIZE" ] || holds [ "$(sed -n 's/^kept //p' "$left")" -le 140000 ]
	done
	kept
done

promise 'a full queue of unaccepted connections is exit 1 at the deadline'
stores <<END
never few never
END
from_late never
fails 1 "xenstore:$tmp/at/never: " xenstored
kept

promise 'answers byte by byte are read, or end at the deadline'
stores <<END
slow few slow 0 1
slower few slow 0 50
END
watch "$XMBOX" list -H -t 300 -o "$columns" -s "xenstore:$tmp/at/slow"
status 0
true_rows
from_late slower
fails 1 "xenstore:$tmp/at/slower: " xenstored
kept

promise 'a refused read is exit 4'
stores <<END
denied few error 0 EACCES\0
END
from denied
fails 4 "xenstore:$tmp/at/denied: "
kept

# Check for control characters in table and message.
printable()
{
	holds [ "$(cat "$tmp/out" "$tmp/err" | LC_ALL=C tr -d '\n\040-\176' | wc -c)" = 0 ]
}

promise 'unrequested or malformed answers do no harm'
long=$(printf '%04096d' 0)
for spec in twice 'answer \0' 'answer T\0' "answer $long" 'answer \0\0\0\0\0\0\0\0' 'answer -1\0-1\0' \
	'answer 1\0001\0001\0' 'error EACCES\0' "error $long" 'answer \xff\xff' 'length 0' 'length 1'; do
	# shellcheck disable=SC2086 # words
	sweep $spec
	each status_in 0 1 3 4 5 7
	each printable
done
kept

# Wait until the store received one request more than it answers.
silent()
{
	[ "$(wc -l <"$tmp/at/$name.log")" -gt "$answers" ]
}

promise 'an interrupt while it does not answer leaves no process behind'
while read -r name answers signal want; do
	echo "$name few stall $answers" | stores
	interrupt "$signal" silent "$T/watched" "$tmp/watched" "$XMBOX" list -t 40 -s "xenstore:$tmp/at/$name"
	status "$want"
	no_stdout
	left_nobody
done <<END
stall 0 INT 130
stall 0 TERM 143
stall 0 USR1 137
later 6 INT 130
later 6 TERM 143
later 6 USR1 137
END
kept

# The id of the first child of process $pid.
child()
{
	for stat in /proc/[0-9]*/stat; do
		read -r id _ _ parent _ 2>/dev/null <"$stat" || continue
		if [ "$parent" = "$pid" ]; then
			echo "$id"
			return
		fi
	done
}

promise 'the process that reads it has its two sockets, and of the standard descriptors none'
name=open
answers=3
echo "open few stall 3" | stores
"$XMBOX" list -t 40 -s "xenstore:$tmp/at/open" 9</dev/zero >"$tmp/out" 2>"$tmp/err" </dev/null &
pid=$!
await silent
child=$(child)
holds [ "$child" ]
if [ ! -r "/proc/$child/fd" ]; then
	echo 'the descriptors of another process cannot be read here'
else
	for fd in "/proc/$child/fd"/*; do
		echo "${fd##*/} $(readlink "$fd")"
	done >"$tmp/open"
	holds [ "$(grep -c '^[012] /dev/null$' "$tmp/open")" = 3 ]
	holds [ "$(grep -c ' socket:' "$tmp/open")" = 2 ]
	holds [ "$(wc -l <"$tmp/open")" = 5 ]
fi
kill "$pid"
wait "$pid" 2>/dev/null
kept

if [ -n "$SANITIZE" ]; then
	skip 'the memory of the process that reads it' 'sanitizers need terabytes of addresses'
	exit
fi
promise 'the process that reads it may have 128 MiB of memory, less if its user may not have as much'
for limit in unlimited:134217728 1000000:134217728 90000:92160000; do
	answers=$(wc -l <"$tmp/at/open.log")
	(ulimit -S -v "${limit%:*}" && exec "$XMBOX" list -t 40 -s "xenstore:$tmp/at/open") >"$tmp/out" 2>"$tmp/err" </dev/null &
	pid=$!
	await silent
	child=$(child)
	holds [ "$child" ]
	holds grep -q "^Max address space  *${limit#*:} " "/proc/$child/limits"
	kill "$pid"
	wait "$pid" 2>/dev/null
done
kept
