# SPDX-License-Identifier: MIT
# What the test scripts share. A test is: promise WHAT; run COMMAND...; what must hold; kept.
#
#	promise 'an unknown name is exit 3'
#	run "$XMBOX" list -s "$uri" nosuch
#	status 3; no_stdout; stderr_is "Error: Domain 'nosuch' does not exist."
#	kept
#
# Each test prints one line: ok, FAIL or skip, which tests/run counts. XMBOX, T (programs of the tests)
# and TESTS (their folder) come from there.

# What the caller built with is not what tests of the build want.
unset MAKEFLAGS MAKEOVERRIDES MAKELEVEL O CC CFLAGS CPPFLAGS LDFLAGS

tmp=$(mktemp -d "${TMPDIR:-/tmp}/xmbox-test.XXXXXX") || exit 1
trap 'unserve; rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM
recorded=$TESTS/recorded
server_pid=

promise()
{
	what=$1
	wrong=
}

# What cannot be tested here, and why: a failure of what $MUST_RUN names.
skip()
{
	if [ "$1" = "${MUST_RUN-}" ]; then
		printf 'FAIL '
	else
		printf 'skip '
	fi
	printf '%s: %s\n' "$1" "$2"
}

no()
{
	wrong="$wrong
     $*"
}

# Its status in $code, what it wrote in $tmp/out and $tmp/err.
run()
{
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}

status()
{
	[ "$code" = "$1" ] || no "exit status $code, not $1: $(head -c 300 "$tmp/err")"
}

no_stdout()
{
	[ ! -s "$tmp/out" ] || no "stdout: $(head -c 300 "$tmp/out")"
}

no_stderr()
{
	[ ! -s "$tmp/err" ] || no "stderr: $(head -c 300 "$tmp/err")"
}

stdout_is()
{
	printf '%s\n' "$1" | cmp -s - "$tmp/out" || no "stdout is: $(head -c 600 "$tmp/out")"
}

stdout_is_file()
{
	case $1 in
	*.gz) gzip -dc "$1" | cmp -s - "$tmp/out" ;;
	*) cmp -s "$1" "$tmp/out" ;;
	esac || no "stdout is not $1: $(head -c 300 "$tmp/out")"
}

stdout_has()
{
	grep -qF -- "$1" "$tmp/out" || no "stdout lacks '$1': $(head -c 600 "$tmp/out")"
}

# One line, and it holds these words.
stderr_has()
{
	[ "$(wc -l <"$tmp/err")" -eq 1 ] || no "stderr has $(wc -l <"$tmp/err") lines"
	for words; do
		grep -qF -- "$words" "$tmp/err" || no "stderr lacks '$words': $(head -c 600 "$tmp/err")"
	done
}

stderr_is()
{
	printf '%s\n' "$1" | cmp -s - "$tmp/err" || no "stderr is: $(head -c 600 "$tmp/err")"
}

# One message, the right status, no table: what every failure looks like.
fails()
{
	status "$1"
	no_stdout
	shift
	stderr_has 'Error: ' "$@"
}

# Any other condition: holds COMMAND...
holds()
{
	"$@" || no "not so: $*"
}

kept()
{
	if [ -z "$wrong" ]; then
		printf 'ok   %s\n' "$what"
	else
		printf 'FAIL %s%s\n' "$what" "$wrong"
	fi
}

# What XAPI answers to VM.get_all where it answers FILE to VM.get_all_records.
refs()
{
	printf '<?xml version="1.0"?><methodResponse><params><param><value><struct><member><name>Status</name><value>Success</value></member><member><name>Value</name><value><array><data>'
	sed 's/<member><name>\(OpaqueRef:[^<]*\)<\/name><value><struct>/\
\1\
/g' "$1" | sed -n 's/^OpaqueRef:.*/<value>&<\/value>/p' | tr -d '\n'
	printf '</data></array></value></member></struct></value></param></params></methodResponse>'
}

# What legacy xend writes a list as: array WORD...
array()
{
	printf '<array><data>'
	for item; do
		printf '<value>%s</value>' "$item"
	done
	printf '</data></array>'
}

# The answer whose value is VALUE.
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

# Starts the sample server: its URI in $uri. It ends with this script at the latest.
serve()
{
	serve_at "unix:$tmp/socket" "$@"
}

serve_at()
{
	place=$1
	shift
	: >"$tmp/ready"
	: >"$tmp/log"
	"$T/server-sample" --with-parent --log "$tmp/log" "$@" "$place" >"$tmp/ready" 2>"$tmp/server-err" &
	server_pid=$!
	tries=0
	while ! grep -q '^ready' "$tmp/ready"; do
		tries=$((tries + 1))
		if [ $tries -gt 500 ]; then
			no "the server did not start: $(cat "$tmp/server-err")"
			break
		fi
		sleep 0.01
	done
	uri=$(sed -n 's/^ready //p' "$tmp/ready")
	case $uri in
	tcp:*) uri=http://127.0.0.1:${uri#tcp:} ;;
	tcp6:*) uri=http://[::1]:${uri#tcp6:} ;;
	esac
}

# Ends it. In $logins, $logouts, $calls, $trips and so on what it counted (server/log.h). No password may have stood
# in a JSON body, but for $secrets_sent of them (or any).
unserve()
{
	[ -n "$server_pid" ] || return 0
	kill "$server_pid" 2>/dev/null
	wait "$server_pid" 2>/dev/null
	server_pid=
	secrets=
	total=$(sed -n 's/^total //p' "$tmp/log")
	for word in $total; do
		case $word in
		connections=* | trips=* | calls=* | json_calls=* | probes=* | secrets=*) eval "$word" ;;
		logins=* | logouts=* | bad=* | received=* | sent=*) eval "$word" ;;
		esac
	done
	[ "${secrets_sent-0}" = any ] || [ "${secrets:-0}" = "${secrets_sent-0}" ] ||
		no "a password stood in a JSON body: $total"
}

# Was every login followed by a logout?
logged_out()
{
	[ "$logins" = "$logouts" ] && [ "$bad" = 0 ] || no "the server counted: $total"
}

# Runs a command, which must take no longer than SECONDS.
within()
{
	limit=$1
	shift
	began=$(date +%s%N)
	run "$@"
	took=$((($(date +%s%N) - began) / 1000000))
	[ "$took" -le $((limit * 1000)) ] || no "it took $took ms"
}

# One test: a list fails with STATUS and WORDS on a server with OPTIONS: failing STATUS 'WORDS' OPTIONS
failing()
{
	want=$1
	words=$2
	shift 2
	promise "$words is exit $want"
	serve "$@"
	within 10 "$XMBOX" list -t 5 -s "$uri"
	fails "$want" "$words"
	unserve
	kept
}
