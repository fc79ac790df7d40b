# SPDX-License-Identifier: MIT
# Passwords, sessions and file permissions. prompt.sh has the prompt, foreign.sh networks.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

printf 'a long password\n' >"$tmp/pw"
chmod 600 "$tmp/pw"

promise 'the line of a password file may end with CR LF or nothing; later lines do not count'
serve_at tcp:0 --password-file "$tmp/pw"
for text in 'a long password\r\n' 'a long password' 'a long password\nmore\n' 'a long password\r\nmore\r\n'; do
	# shellcheck disable=SC2059 # the escapes are meant
	printf "$text" >"$tmp/given"
	chmod 600 "$tmp/given"
	run "$XMBOX" list -q -W "$tmp/given" -s "$uri" windmill
	status 0
	stdout_is windmill
	"$XMBOX" list -q -W - -s "$uri" windmill <"$tmp/given" >"$tmp/out" 2>"$tmp/err"
	code=$?
	status 0
	stdout_is windmill
done
printf 'a long password\r\r\n' >"$tmp/given"
run "$XMBOX" list -q -W "$tmp/given" -s "$uri" windmill
fails 2 'the password may not hold control characters'
unserve
logged_out
kept

promise 'only the first line of stdin is read'
serve_at tcp:0 --password-file "$tmp/pw"
printf 'a long password\nthe next line\n' | {
	"$XMBOX" list -q -W - -s "$uri" windmill >"$tmp/out" 2>"$tmp/err"
	echo $? >"$tmp/code"
	cat >"$tmp/rest"
}
code=$(cat "$tmp/code")
status 0
holds [ "$(cat "$tmp/rest")" = 'the next line' ]
unserve
kept

promise 'an empty password is exit 2, wherever it is read, and nobody is asked'
(umask 077 && : >"$tmp/empty")
serve_at tcp:0
printf '<xm><server type="Xen-API" uri="%s" username="root" passwordfile="%s"/></xm>' "$uri" "$tmp/empty" >"$tmp/config.xml"
for text in '' '\n' '\r\n' '\nthe second line\n'; do
	# shellcheck disable=SC2059 # the escapes are meant
	printf "$text" >"$tmp/empty"
	run "$XMBOX" list -W "$tmp/empty" -s "$uri"
	fails 2 "password file $tmp/empty: its first line is empty, but has to be the password"
	run env XM_CONFIG_FILE="$tmp/config.xml" "$XMBOX" list
	fails 2 "$tmp/config.xml: password file $tmp/empty: its first line is empty"
	"$XMBOX" list -W - -s "$uri" <"$tmp/empty" >"$tmp/out" 2>"$tmp/err"
	code=$?
	fails 2 'password file -: its first line is empty, but has to be the password'
done
unserve
holds [ "$connections" = 0 ]
kept

promise 'an unreadable stdin is exit 2'
"$XMBOX" list -W - -s unix:/x </ >"$tmp/out" 2>"$tmp/err"
code=$?
fails 2 'password file -: Is a directory'
kept

promise "a password file of another user is refused, one of root is accepted"
if [ "$(id -u)" = 0 ]; then
	chown 4242 "$tmp/pw"
	run "$XMBOX" list -W "$tmp/pw" -s unix:/x
	fails 2 "password file $tmp/pw: it belongs to another user"
	chown 0 "$tmp/pw"
	run "$XMBOX" list -W "$tmp/pw" -s unix:/x
	fails 1 unix:/x
	kept
else
	skip "$what" 'this is not root'
fi

promise 'a password file that others may read is refused, a configuration with a password gets a warning'
printf '<xm><server type="Xen-API" uri="unix:/x" username="me" password="a long password"/></xm>' >"$tmp/config"
for mode in 640 604 660 606 610 601; do
	chmod $mode "$tmp/pw" "$tmp/config"
	run "$XMBOX" list -W "$tmp/pw" -s unix:/x
	fails 2 'others may read it (chmod 600)'
	run env XM_CONFIG_FILE="$tmp/config" "$XMBOX" list
	status 1
	holds grep -qx "Warning: $tmp/config holds a password that others may read (chmod 600)" "$tmp/err"
done
chmod 600 "$tmp/pw" "$tmp/config"
run env XM_CONFIG_FILE="$tmp/config" "$XMBOX" list
fails 1 unix:/x
sed -i 's/ password=[^/]*//' "$tmp/config"
chmod 644 "$tmp/config"
run env XM_CONFIG_FILE="$tmp/config" "$XMBOX" list
fails 1 unix:/x
kept

promise 'a password file that cannot be opened is exit 2, with the reason'
run "$XMBOX" list -W "$tmp" -s unix:/x
fails 2 "password file $tmp: it is not a regular file"
run "$XMBOX" list -W "$tmp/nosuch" -s unix:/x
fails 2 "password file $tmp/nosuch: No such file or directory"
kept

promise 'session and password are hidden in the code of an error too'
printf '%s' '<methodResponse><params><param><value><struct><member><name>Status</name><value>Success</value></member>' \
	'<member><name>Value</name><value>OpaqueRef:hush-hush</value></member></struct></value></param></params>' \
	'</methodResponse>' >"$tmp/login.xml"
for word in OpaqueRef:hush-hush 'a long password'; do
	serve --any-session --answer "session.login_with_password=$tmp/login.xml" \
		--fail "VM.get_all_records_where=OF_${word}_X"
	run "$XMBOX" list -V -W "$tmp/pw" -s "$uri"
	status 5
	holds grep -q 'OF_\**_X' "$tmp/err"
	holds [ "$(grep -c -e hush -e 'long password' "$tmp/err")" = 0 ]
	unserve
done
kept

promise 'a socket or file without permission is exit 4'
nobody=
if [ "$(id -u)" = 0 ]; then
	nobody='setpriv --reuid=65534 --regid=65534 --clear-groups --'
	mkdir "$tmp/open"
	cp "$XMBOX" "$tmp/open"
	chmod 711 "$tmp"
	chmod 755 "$tmp/open"
	XMBOX=$tmp/open/${XMBOX##*/}
fi
# shellcheck disable=SC2086 # words
if [ -n "$nobody" ] && ! $nobody "$XMBOX" --version >/dev/null 2>&1; then
	skip "$what" 'no setpriv, or it is not allowed'
else
	serve
	chmod 0 "$tmp/socket"
	run $nobody "$XMBOX" list -q -s "$uri"
	fails 4 "$uri: cannot connect: Permission denied (are you root?)"
	run $nobody "$XMBOX" list -q -s "unix:$tmp/nosuch" -s "$uri" -s unix:/x
	fails 4 "$uri: cannot connect: Permission denied (are you root?)"
	chmod 666 "$tmp/socket"
	run $nobody "$XMBOX" list -q -s "$uri" windmill
	status 0
	unserve
	cp "$recorded/disk/v26-state-2vm.db" "$tmp/state.db"
	chmod 0 "$tmp/state.db"
	run $nobody "$XMBOX" list -q -s "file:$tmp/state.db"
	fails 4 "file:$tmp/state.db: Permission denied"
	kept
fi

promise 'closed standard descriptors are not reused for the connection'
twice='</name><value/></member></struct></value></member><member><name>domid</name><value>7</value></member>'
serve --xapi 6.5 --key "orchard=x$twice<member><name>other_config</name><value><struct><member><name>y"
run "$XMBOX" list -q -s "$uri"
holds grep -q '^Warning: ' "$tmp/err" # written while the connection is open
"$XMBOX" list -q -s "$uri" >"$tmp/out" 2>&-
code=$?
status 5
stdout_has windmill
"$XMBOX" list -q -s "$uri" nosuch windmill <&- >"$tmp/out" 2>&-
code=$?
status 3
stdout_is windmill
"$XMBOX" list -q -s "$uri" windmill <&- >&- 2>&-
holds [ $? = 6 ]
unserve
logged_out
kept

mkdir "$tmp/bare"
cp "$XMBOX" "$tmp/bare/xmbox"
promise 'nor do they where there is no /dev/null, as in an initramfs'
if ! can_enter "$tmp/bare"; then
	skip "$what" 'a static binary and chroot are needed'
else
	serve_at "unix:$tmp/bare/socket" --xapi 6.5 --key "orchard=x$twice<member><name>other_config</name><value><struct><member><name>y"
	# shellcheck disable=SC2086 # $enter is words
	$enter "$tmp/bare" /xmbox list -q -s unix:/socket >"$tmp/out" 2>&-
	code=$?
	status 5
	stdout_has windmill
	unserve
	logged_out
	kept
fi
