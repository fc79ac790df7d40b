# SPDX-License-Identifier: MIT
# What the test scripts share. A test is: promise WHAT; run COMMAND...; what must hold; kept.
#
#	promise 'an unknown name is exit 3'
#	run "$XMBOX" list -s "$uri" nosuch
#	status 3; no_stdout; stderr_is "Error: Domain 'nosuch' does not exist."
#	kept
#
# Each test prints one line: ok, FAIL or skip, which tests/run counts. A promise that nothing checks, or that is
# not kept, fails. So does a script that writes to its stderr, as a shell does for a misspelt name. Call "no WHY"
# for a condition only after "checked", or use "holds".
#
# tests/run sets XMBOX, T (the folder of the tests' programs), TESTS (this folder) and SOURCE (the tree).

: "${TESTS:?is not set: run a test by make test-NAME}"
: "${XMBOX:?is not set: run a test by make test-NAME}" "${T:?is not set}" "${SOURCE:?is not set}"
set -u

# Variables of the caller that change what is built, what xmbox asks, or how a server writes its port.
unset MAKEFLAGS MAKEOVERRIDES MAKELEVEL O CC CFLAGS CPPFLAGS LDFLAGS
unset XMBOX_SERVER XM_SERVER XM_CONFIG_FILE PYTHONUNBUFFERED
unset WHOLE # tests that run others run only some
PATH=$PATH:/usr/sbin:/sbin # of chroot, where Debian's users do not look
# Where Debian's ccache is there, what several builds have in common is compiled once.
if [ -d /usr/lib/ccache ] && [ -w "$T" ]; then
	PATH=/usr/lib/ccache:$PATH
	export CCACHE_DIR="$T/ccache"
fi
SANITIZE=${SANITIZE-}
LONG=${LONG-}
MAKE=${MAKE-make}

tmp=$(mktemp -d "${TMPDIR:-/tmp}/xmbox-test.XXXXXX") || exit 1
recorded=$TESTS/recorded
script=$(basename "$0" .sh)
# The password of the sample server, where a test chooses no other.
any=$tmp/any
(umask 077 && echo 'any password' >"$any")
server_pid=
promised= # a promise is open
tally=0   # of the tests that are over

# Run at the end of a script, however it ends.
clean_up()
{
	code=$?
	not_kept
	stop
	unserve
	rm -rf "$tmp"
	exit "$code"
}

# A script redefines this function to end other processes that it starts.
stop()
{
	:
}
trap clean_up EXIT
trap 'exit 1' INT TERM

promise()
{
	not_kept
	what=$1
	promised=yes
	checks=0
	wrong=
}

not_kept()
{
	[ -z "$promised" ] || printf 'FAIL %s\n     the script did not come to its end%s\n' "$what" "$wrong"
	promised=
}

kept()
{
	if [ -z "$promised" ]; then
		no 'kept without a promise'
		return
	fi
	[ "$checks" -gt 0 ] || no 'nothing was checked'
	if [ -z "$wrong" ]; then
		printf 'ok   %s\n' "$what"
	else
		printf 'FAIL %s%s\n' "$what" "$wrong"
	fi
	promised=
	tally=$((tally + 1))
}

# Print that WHAT cannot be tested here and WHY; it counts as COUNT tests (1). In a script named in $MUST_RUN this is
# a failure: skip WHAT WHY [COUNT]
skip()
{
	promised=
	tally=$((tally + ${3:-1}))
	case " ${MUST_RUN-} " in
	*" $script "*) printf 'FAIL %s: skipped%s: %s\n' "$1" "${3:+ ($3 tests)}" "$2" ;;
	*) printf 'skip %s%s: %s\n' "$1" "${3:+ ($3 tests)}" "$2" ;;
	esac
}

# Skip all tests of the script that tests/floor counts and that were not run yet, and end it: skip_rest WHAT WHY
skip_rest()
{
	floor=$(awk -v script="$script" '$1 == script { print $2 }' "$TESTS/floor")
	rest=$((${floor:-0} - tally))
	skip "$1" "$2" "$((rest > 0 ? rest : 1))"
	exit 0
}

# Succeed if a copy of xmbox runs with the folder ROOT as its root: by $enter, chroot or its replacement for
# users other than root: can_enter ROOT
can_enter()
{
	enter=chroot
	! chroot "$1" /xmbox --version >/dev/null 2>&1 || return 0
	enter='unshare -r chroot'
	$enter "$1" /xmbox --version >/dev/null 2>&1
}

# Succeed if one of the programs is missing; store the reason in $lacking: lacks PROGRAM...
lacks()
{
	for program; do
		if ! command -v "$program" >/dev/null; then
			lacking="there is no $program"
			return 0
		fi
	done
	return 1
}

# Print FORMAT with each number from 1 to N, a line for each; not every seq has -f: numbered FORMAT N
numbered()
{
	awk -v format="$1" -v n="$2" 'BEGIN { for (i = 1; i <= n; i++) printf format "\n", i }'
}

no_ipv6()
{
	! grep -q '^0*1 ' /proc/net/if_inet6 2>/dev/null
}

# Run a command under valgrind; store its instructions in $instructions. A child of it may print a smaller number, too:
# count COMMAND...
count()
{
	run valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@"
	instructions=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$tmp/err" | sort -n | tail -n 1)
	[ -n "$instructions" ] || no "valgrind: $(tail -n 3 "$tmp/err")"
}

# Wait until COMMAND succeeds; fail after a minute: await COMMAND...
# What it says on stderr until then is dropped: the file that it reads may not be there yet.
await()
{
	tries=0
	until "$@" 2>/dev/null; do
		tries=$((tries + 1))
		if [ $tries -gt 3000 ]; then
			no "this did not become true: $*"
			return 1
		fi
		sleep 0.02
	done
}

# Succeed if a line of FILE matches the basic regular expression, and the last line is complete: line EXPRESSION FILE
line()
{
	[ -z "$(tail -c 1 "$2")" ] && grep -qa -- "$1" "$2"
}

# Count one more condition of this promise.
checked()
{
	checks=$((${checks:-0} + 1))
}

no()
{
	if [ -n "$promised" ]; then
		wrong="$wrong
     $*"
	else
		printf 'FAIL %s, outside of a promise\n     %s\n' "$script" "$*"
	fi
}

# Run a command; its status is in $code, its output in $tmp/out and $tmp/err. xmbox is killed after a minute
# (status 124), twice its limit for a silent server.
run()
{
	[ "$1" != "$XMBOX" ] || set -- timeout 60 "$@"
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}

status()
{
	checked
	[ "$code" = "$1" ] || no "exit status $code, not $1: $(head -c 300 "$tmp/err")"
}

no_stdout()
{
	checked
	[ ! -s "$tmp/out" ] || no "stdout: $(head -c 300 "$tmp/out")"
}

no_stderr()
{
	checked
	[ ! -s "$tmp/err" ] || no "stderr: $(head -c 300 "$tmp/err")"
}

stdout_is()
{
	checked
	printf '%s\n' "$1" | cmp -s - "$tmp/out" || no "stdout is: $(head -c 600 "$tmp/out")"
}

stdout_is_file()
{
	checked
	case $1 in
	*.gz) gzip -dc "$1" | cmp -s - "$tmp/out" ;;
	*) cmp -s "$1" "$tmp/out" ;;
	esac || no "stdout is not $1: $(head -c 300 "$tmp/out")"
}

stdout_has()
{
	checked
	grep -qF -- "$1" "$tmp/out" || no "stdout lacks '$1': $(head -c 600 "$tmp/out")"
}

# Check that stderr is one line with these words.
stderr_has()
{
	checked
	[ "$(wc -l <"$tmp/err")" -eq 1 ] || no "stderr has $(wc -l <"$tmp/err") lines"
	for words; do
		grep -qF -- "$words" "$tmp/err" || no "stderr lacks '$words': $(head -c 600 "$tmp/err")"
	done
}

stderr_is()
{
	checked
	printf '%s\n' "$1" | cmp -s - "$tmp/err" || no "stderr is: $(head -c 600 "$tmp/err")"
}

# Check a failure: one message, its status, no table.
fails()
{
	status "$1"
	no_stdout
	shift
	stderr_has 'Error: ' "$@"
}

# Check any other condition: holds COMMAND...
holds()
{
	checked
	"$@" || no "not so: $*"
}

# Print XAPI's answer to VM.get_all that fits its answer FILE to VM.get_all_records.
refs()
{
	printf '<?xml version="1.0"?><methodResponse><params><param><value><struct><member><name>Status</name><value>Success</value></member><member><name>Value</name><value><array><data>'
	sed 's/<member><name>\(OpaqueRef:[^<]*\)<\/name><value><struct>/\
\1\
/g' "$1" | sed -n 's/^OpaqueRef:.*/<value>&<\/value>/p' | tr -d '\n'
	printf '</data></array></value></member></struct></value></param></params></methodResponse>'
}

# Print a list as legacy xend does: array WORD...
array()
{
	printf '<array><data>'
	for item; do
		printf '<value>%s</value>' "$item"
	done
	printf '</data></array>'
}

# Print an answer with this value.
reply()
{
	printf '<?xml version="1.0"?><methodResponse><params><param><value>%s</value></param></params></methodResponse>' "$1"
}

# A recorded scenario of xend in $tmp/replay; what one lacks of the host is basic's.
recorded_xend()
{
	rm -rf "$tmp/replay"
	mkdir "$tmp/replay"
	for file in "$recorded"/xend/basic/*host*.http.gz "$recorded/xend/$1"/*.http.gz; do
		gzip -dc "$file" >"$tmp/replay/$(basename "$file" .gz)"
	done
}

# WORDS|STATUS|NAMES on stdin: which rows list shows of what they name: named_rows 'WHAT'
named_rows()
{
	while IFS='|' read -r words want rows; do
		promise "$1 $words"
		# shellcheck disable=SC2086 # words
		run "$XMBOX" list -q -s "$uri" $words
		status "$want"
		[ "$(tr '\n' ' ' <"$tmp/out")" = "${rows:+$rows }" ] || no "$(cat "$tmp/out")"
		kept
	done
}

# JSON in stdout is one value, of which jq's FILTER is true. jq 1.6 takes no input at all for success.
json()
{
	checked
	jq -se "length == 1 and (.[0] | ($1))" "$tmp/out" >/dev/null || no "not so: $1: $(head -c 600 "$tmp/out")"
}

# Start the sample server in place of the previous one; store its URI in $uri. It ends with the script at the latest.
serve()
{
	serve_at "unix:$tmp/socket" "$@"
}

serve_at()
{
	unserve
	place=$1
	shift
	: >"$tmp/ready"
	: >"$tmp/log"
	"$T/server-sample" --with-parent --log "$tmp/log" "$@" "$place" >"$tmp/ready" 2>"$tmp/server-err" &
	server_pid=$!
	await server_started
	[ ! -s "$tmp/server-err" ] || no "the server did not start: $(cat "$tmp/server-err")"
	uri=$(sed -n 's/^ready //p' "$tmp/ready")
	case $uri in
	tcp:*) uri=http://127.0.0.1:${uri#tcp:} ;;
	tcp6:*) uri=http://[::1]:${uri#tcp6:} ;;
	esac
}

server_started()
{
	line '^ready ' "$tmp/ready" || [ -s "$tmp/server-err" ]
}

# End the server; store its counts in $connections, $trips, $calls, $logins, $logouts, $bad and so on (server/log.h).
# Fail if the server died, saw more malformed requests than MALFORMED (0), or a password in a
# JSON body, except $secrets_sent of them (or any): unserve [MALFORMED]
unserve()
{
	[ -n "$server_pid" ] || return 0
	kill "$server_pid" 2>/dev/null
	wait "$server_pid" 2>/dev/null
	ended=$?
	server_pid=
	total=$(sed -n 's/^total //p' "$tmp/log")
	connections='' trips='' calls='' json_calls='' probes='' secrets='' logins='' logouts='' bad='' received='' sent=''
	for word in $total; do
		case $word in
		connections=* | trips=* | calls=* | json_calls=* | probes=* | secrets=*) eval "$word" ;;
		logins=* | logouts=* | bad=* | received=* | sent=*) eval "$word" ;;
		esac
	done
	[ "$ended" = 0 ] && [ -n "$bad" ] || no "the server died: status $ended: $(cat "$tmp/server-err")"
	[ "${bad:-0}" = "${1:-0}" ] || no "the server saw malformed requests: $(grep '^bad' "$tmp/log")"
	[ "${secrets_sent-0}" = any ] || [ "${secrets:-0}" = "${secrets_sent-0}" ] ||
		no "a password stood in a JSON body: $total"
}

# Check that every login was followed by a logout.
logged_out()
{
	checked
	[ -n "$logins" ] && [ "$logins" = "$logouts" ] || no "the server counted: $total"
}

# Run a command that a deadline of SECONDS ends. It may not end before, and must end less than 20 s after: later is
# another limit's work (30 s without progress), while earlier a busy machine may be. at_deadline SECONDS COMMAND...
at_deadline()
{
	deadline=$1
	shift
	began=$(uptime_ms)
	run "$@"
	ended_in_time "$deadline" $(($(uptime_ms) - began))
}

# Check the time that passed: ended_in_time SECONDS MILLISECONDS
ended_in_time()
{
	checked
	awk -v limit="$1" -v ms="$2" 'BEGIN { exit ms < limit * 1000 - 20 || ms > limit * 1000 + 20000 }' ||
		no "it took $2 ms, with a deadline of $1 s"
}

uptime_ms()
{
	read -r seconds _ </proc/uptime
	echo "${seconds%.*}${seconds#*.}0"
}

# Run a command and send it SIGNAL once the function READY is true: interrupt SIGNAL READY COMMAND...
# Background commands of a shell ignore SIGINT, as env undoes.
interrupt()
{
	signal=$1
	ready=$2
	shift 2
	env --default-signal=INT,TERM,HUP "$@" >"$tmp/out" 2>"$tmp/err" </dev/null &
	pid=$!
	await "$ready"
	kill -s "$signal" "$pid"
	wait "$pid" 2>/dev/null
	code=$?
}

# Make one test: list fails with STATUS and WORDS on a server with OPTIONS: failing STATUS 'WORDS' OPTIONS
failing()
{
	want=$1
	words=$2
	shift 2
	promise "$words is exit $want"
	serve "$@"
	run "$XMBOX" list -t 20 -s "$uri"
	fails "$want" "$words"
	unserve
	kept
}
