# SPDX-License-Identifier: MIT
# The password prompt: when, how, and that the password stays secret.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"

tls_begin
if ! python3 -c 'import os; os.openpty()' 2>/dev/null; then
	skip_rest 'the prompt' 'there is no python3, or no terminal to be had from /dev/pts'
fi

secret='a long password'
serve_at tcp:0 --password-file "$tmp/pw"
run "$XMBOX" list -W "$tmp/pw" -s "$uri"
stdout_has windmill
sed 's/$/\r/' "$tmp/out" >"$tmp/table"

# Run on a terminal; its screen is in $tmp/shown, the rest in $tmp/out: on STEP... -- COMMAND...
on()
{
	run python3 "$TESTS/on-pty.py" "$tmp/shown" "$@"
}

# Check how it ended ("exit 0", "signal 2") and that the terminal is restored.
ended()
{
	holds [ "$(grep -c '^stuck' "$tmp/out")" = 0 ]
	grep -qx "$1" "$tmp/out" || no "not $1: $(cat "$tmp/out" "$tmp/shown")"
	holds grep -qx 'as before' "$tmp/out"
}

# Compare the screen, with its line ends: showed FILE
showed()
{
	cmp -s "$1" "$tmp/shown" || no "the terminal showed: $(head -c 600 "$tmp/shown")"
}

# Check for the prompt for URI, then the table: asked URI [USER]
asked()
{
	{
		printf 'Password of %s for %s: \r\n' "${2:-root}" "$1"
		cat "$tmp/table"
	} >"$tmp/wanted"
	showed "$tmp/wanted"
}

# Check that nobody connected to the server.
unasked()
{
	unserve
	holds [ "$connections" = 0 ]
}

promise 'over http:, the password is asked for without echo and used'
behind
on want="for $uri: " echo type="$secret\\r" -- "$XMBOX" list -s "$uri"
ended 'exit 0'
holds grep -qx 'echo off' "$tmp/out"
asked "$uri"
unserve
holds [ "$logins $logouts" = '1 1' ]
kept

promise '-W - on a terminal asks for it without echo, whatever the server is'
behind
on want="for $uri: " echo type="$secret\\r" -- "$XMBOX" list -W - -s "$uri"
ended 'exit 0'
holds grep -qx 'echo off' "$tmp/out"
asked "$uri"
unserve
serve
on want="for $uri: " echo type="$secret\\r" -- "$XMBOX" list -W - -q -s "$uri" windmill
ended 'exit 0'
holds grep -qx 'echo off' "$tmp/out"
unserve
kept

promise 'the prompt has the name of the user'
behind --user guest
on want="for $uri: " type="$secret\\r" -- "$XMBOX" list -u guest -s "$uri"
ended 'exit 0'
asked "$uri" guest
unserve
kept

promise 'a server of XMBOX_SERVER gets the prompt too, also with stdout redirected'
behind
on want="for $uri: " type="$secret\\r" -- env XMBOX_SERVER="$uri" sh -c 'exec "$0" list >"$1" 2>&1' "$XMBOX" "$tmp/list"
ended 'exit 0'
printf 'Password of root for %s: \r\n' "$uri" >"$tmp/wanted"
showed "$tmp/wanted"
sed 's/$/\r/' "$tmp/list" | cmp -s - "$tmp/table" || no "it says: $(cat "$tmp/list")"
kept

missing=$(tls_missing | head -n 1)
if [ -n "$missing" ]; then
	skip 'the password over https' "$missing"
else
	promise 'over https it is asked for when the certificate was verified, without echo, and logs in'
	certificates >"$tmp/made" 2>&1
	recorder self notify
	# The recorder may write later than the prompt is shown: wait for the end of the connection.
	on want="for https://127.0.0.1:$port: " echo do="timeout 30 sh -c 'until grep -aqx gone \"\$0\"; do sleep 0.02; done' \
		'$tmp/seen'; grep -acx -e 'hands shaken' -e gone '$tmp/seen'" \
		do="grep -ac -e POST -e long '$tmp/seen'" type="$secret\\r" -- \
		"$XMBOX" list -s "https://127.0.0.1:$port" --pin "sha256:$(digest self)"
	ended 'exit 0'
	holds grep -qx 'echo off' "$tmp/out"
	holds [ "$(grep -x '[0-9]' "$tmp/out" | tr '\n' ' ')" = '2 0 ' ]
	asked "https://127.0.0.1:$port"
	holds grep -qa "$secret" "$tmp/seen"
	stop
	kept

	promise 'a certificate that is not trusted ends it before the password is asked for'
	tunnel self
	for options in "--pin sha256:$(digest leaf)" "--cacert $tmp/ca.pem" "--pin sha256:$(digest leaf) -s http://127.0.0.1:1"; do
		# shellcheck disable=SC2086 # words
		on -- "$XMBOX" list -s "https://localhost:$port" $options
		ended 'exit 4'
		holds grep -q "^Error: https://localhost:$port: .* sha256:$(digest self))" "$tmp/shown"
		holds [ "$(grep -c Password "$tmp/shown")" = 0 ]
	done
	kept

	promise 'one that cannot be reached is passed over; where there is no other, nothing is asked for'
	on want="for https://127.0.0.1:$port: " type="$secret\\r" -- \
		"$XMBOX" list -s https://127.0.0.1:1 -s "https://127.0.0.1:$port" --pin "sha256:$(digest self)"
	ended 'exit 0'
	asked "https://127.0.0.1:$port"
	on -- "$XMBOX" list -s https://127.0.0.1:1 --pin "sha256:$(digest self)"
	ended 'exit 1'
	holds [ "$(wc -l <"$tmp/shown")" = 1 ]
	stop
	kept
fi

promise 'a wrong password is exit 4, with one line'
on want=': ' type='another\r' -- "$XMBOX" list -s "$uri"
ended 'exit 4'
holds [ "$(wc -l <"$tmp/shown")" = 2 ]
holds [ "$(grep -c -e another -e long "$tmp/shown")" = 0 ]
kept

promise 'an empty line and ^D are an empty password'
: >"$tmp/empty"
for key in '\r' '\x04'; do
	unserve
	serve_at tcp:0 --password-file "$tmp/empty"
	on want=': ' type="$key" -- "$XMBOX" list -s "$uri"
	ended 'exit 0'
	asked "$uri"
	behind
	on want=': ' type="$key" -- "$XMBOX" list -s "$uri"
	ended 'exit 4'
done
kept

promise 'a password of 1024 bytes is accepted; one of 1025 bytes is exit 2 without connecting'
printf '%01024d\n' 0 >"$tmp/pw"
behind
on want=': ' type="$(printf '%01024d' 0)\\r" -- "$XMBOX" list -s "$uri"
ended 'exit 0'
asked "$uri"
behind
on want=': ' type="$(printf '%01025d' 0)\\r" -- "$XMBOX" list -s "$uri"
ended 'exit 2'
holds grep -q '^Error: .*1024' "$tmp/shown"
unasked
printf '%s\n' "$secret" >"$tmp/pw"
kept

# Ends at the prompt.

# Send a signal at the prompt: ends_it 'WHAT' NUMBER STEP
ends_it()
{
	promise "$1 at the prompt ends the command, restores the terminal, and connects to nobody"
	behind
	on want=': ' echo type='half of it' "$3" -- "$XMBOX" list -s "$uri"
	ended "signal $2"
	holds grep -qx 'echo off' "$tmp/out"
	holds [ "$(grep -c half "$tmp/shown")" = 0 ]
	unasked
	kept
}
ends_it '^C' 2 'type=\x03'
ends_it '^\' 3 'type=\x1c'
ends_it SIGTERM 15 kill=TERM
ends_it SIGHUP 1 kill=HUP

promise 'a stop at the prompt restores the echo; continuing asks on'
behind
on want=': ' 'type=\x1a' stopped echo kill=CONT noecho type="$secret\\r" -- "$XMBOX" list -s "$uri"
ended 'exit 0'
holds grep -qx 'echo on' "$tmp/out"
holds [ "$(grep -c "$secret" "$tmp/shown")" = 0 ]
kept

# For a step do=: wait until the server is asked for the VMs.
until_asked="tries=0
until grep -q VM.get_all_records_where '$tmp/log' || [ \$tries -gt 3000 ]; do
	tries=\$((tries + 1))
	sleep 0.02
done"

promise '^C while waiting for the server logs out'
behind --stall-call VM.get_all_records_where=3000
on want=': ' type="$secret\\r" do="$until_asked" 'type=\x03' -- "$XMBOX" list -s "$uri"
ended 'signal 2'
unserve
holds [ "$logins" = 1 ]
logged_out
kept

# Check that there is no prompt: unprompted COMMAND...
unprompted()
{
	on -- "$@"
	ended 'exit 0'
	showed "$tmp/table"
}

promise 'no prompt for a Unix socket'
unserve
serve
unprompted "$XMBOX" list -s "$uri"
unprompted "$XMBOX" list -s "httpu://$tmp/socket"
kept

promise 'no prompt if -W names a file or stdin, or the configuration has the password'
behind
unprompted "$XMBOX" list -W "$tmp/pw" -s "$uri"
unprompted sh -c 'exec "$0" list -W - -s "$2" <"$1"' "$XMBOX" "$tmp/pw" "$uri"
cat >"$tmp/config.xml" <<END
<xm><server type="Xen-API" uri="$uri" username="root" password="$secret"/></xm>
END
chmod 600 "$tmp/config.xml"
unprompted env XM_CONFIG_FILE="$tmp/config.xml" "$XMBOX" list
kept

promise 'no prompt for xend: and auto:'
for place in "xend://${uri#http://}" "xend:$tmp/nobody"; do
	on -- "$XMBOX" list -t 2 -s "$place"
	holds [ "$(grep -c Password "$tmp/shown")" = 0 ]
	holds grep -q '^exit [15]$' "$tmp/out"
done
on -- env XM_CONFIG_FILE="$tmp/none" "$XMBOX" list -t 2
holds [ "$(grep -c Password "$tmp/shown")" = 0 ]
holds grep -q '^exit ' "$tmp/out"
kept

promise 'without a terminal and a password: exit 2, and nobody is connected to'
behind
on -- sh -c 'exec "$0" list -s "$1" </dev/null' "$XMBOX" "$uri"
ended 'exit 2'
holds [ "$(grep -c Password "$tmp/shown")" = 0 ]
for options in '' '-u guest' '--plain-password' '-V'; do
	# shellcheck disable=SC2086 # words
	run timeout 10 setsid "$XMBOX" list -s "$uri" $options
	status 2
	no_stdout
	holds grep -qx "Error: $uri: no password: give -W FILE (there is no terminal to ask on)" "$tmp/err"
done
run "$XMBOX" list -s "https://${uri#http://}"
fails 2 'no password: give -W FILE'
run env XMBOX_SERVER="$uri" "$XMBOX" list
fails 2 "\$XMBOX_SERVER: $uri: no password"
printf '<xm><server type="Xen-API" uri="%s" username="root"/></xm>' "$uri" >"$tmp/config.xml"
run env XM_CONFIG_FILE="$tmp/config.xml" "$XMBOX" list
fails 2 "$tmp/config.xml: $uri: no password"
unasked
kept

promise 'a server that needs none is asked first'
serve
run "$XMBOX" list -q -s "$uri" -s https://127.0.0.1:1 windmill
status 0
stdout_is windmill
run "$XMBOX" list -q -s unix:/none -s https://127.0.0.1:1 windmill
fails 2 'https://127.0.0.1:1: no password'
behind
kept

promise 'no prompt for wrong usage'
on -- "$XMBOX" list --nonsense -s "$uri"
ended 'exit 2'
on -- "$XMBOX" list -s "$uri" --cacert "$tmp/none"
ended 'exit 2'
holds [ "$(grep -c Password "$tmp/shown")" = 0 ]
kept

promise '-W - reads the first line of stdin and leaves the next one'
printf '%s\nthe next line\nand more\n' "$secret" | {
	"$XMBOX" list -W - -s "$uri" >"$tmp/list" 2>&1
	cat >"$tmp/rest"
}
sed 's/$/\r/' "$tmp/list" | cmp -s - "$tmp/table" || no "it says: $(cat "$tmp/list")"
holds [ "$(cat "$tmp/rest")" = "$(printf 'the next line\nand more')" ]
kept

# Visibility to others.

promise 'the password is in no argument, environment or message'
behind --stall-call VM.get_all_records_where=3000
on want=': ' type="$secret\\r" do="$until_asked; cat /proc/\$PID/cmdline /proc/\$PID/environ >'$tmp/visible' 2>&1" kill=TERM \
	-- "$XMBOX" list -V -s "$uri"
ended 'signal 15'
holds [ -s "$tmp/visible" ]
holds [ "$(cat "$tmp/visible" "$tmp/shown" "$tmp/out" "$tmp/err" | grep -ac "$secret")" = 0 ]
behind --fault "session.login_with_password=1,you said $secret"
run "$XMBOX" list -V -W "$tmp/pw" -s "$uri"
status 5
holds [ "$(cat "$tmp/out" "$tmp/err" | grep -c "$secret")" = 0 ]
behind
kept

# Store in $tmp/visible all that user nobody can read of its own process while it waits.
nobody()
{
	"$@" 65534 --regid 65534 --clear-groups "$tmp/xmbox" list -t 20 -W - -s "$uri" <"$tmp/pw" >/dev/null 2>&1 &
	pid=$!
	wait_for '.*VM.get_all_records_where' "$tmp/log"
	: >"$tmp/visible"
	for file in environ maps mem auxv io; do
		setpriv --reuid 65534 --regid 65534 --clear-groups head -c 1 "/proc/$pid/$file" >"$tmp/byte" 2>&1 &&
			echo "$file" >>"$tmp/visible"
	done
	owner=$(stat -c %u "/proc/$pid/environ")
	kill "$pid"
	wait "$pid" 2>/dev/null
}

promise 'another process of the same user cannot read the memory of xmbox'
if [ "$(id -u)" != 0 ] || ! command -v setpriv >/dev/null; then
	skip "$what" 'that takes root and setpriv'
elif [ -n "$SANITIZE" ]; then
	skip "$what" 'sanitizers look in'
else
	chmod 755 "$tmp"
	cp "$XMBOX" "$tmp/xmbox"
	behind --stall-call VM.get_all_records_where=3000
	nobody setpriv --reuid
	holds [ "$owner" = 0 ]
	holds [ ! -s "$tmp/visible" ]
	unserve
	logged_out
	kept
fi
