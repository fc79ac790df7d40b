# SPDX-License-Identifier: MIT
# Servers on another host: no password crosses a network in clear. In a network of its own, where lo has an address
# that is no loopback address (foreign.c).
# shellcheck disable=SC2086 # $enter is words
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

if [ -z "${FOREIGN-}" ]; then
	if ! "$T/foreign" true 2>"$tmp/why"; then
		skip_rest 'passwords over a network' "$(cat "$tmp/why")"
	fi
	trap - EXIT
	rm -rf "$tmp"
	# shellcheck disable=SC2086 # a shell may be two words
	FOREIGN=1 exec "$T/foreign" ${TEST_SH:-sh} "$0"
fi

there=10.9.9.9
printf 'a long password\n' >"$tmp/pw"
chmod 600 "$tmp/pw"

# Start the sample server at ADDRESS; store its port in $port: serves ADDRESS
serves()
{
	unserve
	serve_at "tcp:$1:0" --password-file "$tmp/pw"
	port=${uri##*:}
}

asks()
{
	run "$XMBOX" list -q -t 20 -W "$tmp/pw" "$@"
}

# Check that the server received no byte of a request and no login.
untold()
{
	fails 4 'the password would cross the network unencrypted (--plain-password allows it)'
	unserve
	holds [ "$calls $logins $bad" = '0 0 0' ]
}

promise 'over http:, a password to another host is exit 4 before a byte is sent'
serves $there
asks -s "http://$there:$port"
untold
kept

promise 'the same for an IPv4 address written as IPv6'
serves $there
asks -s "http://[::ffff:$there]:$port"
untold
kept

promise 'a password is sent to any loopback address'
serves 127.0.0.1
for host in 127.0.0.1 localhost '[::ffff:127.0.0.1]'; do
	asks -s "http://$host:$port"
	status 0
	no_stderr
	stdout_has windmill
done
serves 127.9.9.9
asks -s "http://127.9.9.9:$port"
status 0
stdout_has windmill
unserve
logged_out
kept

promise '--plain-password, or its configuration, allows sending the password'
serves $there
asks -s "http://$there:$port" --plain-password
status 0
no_stderr
stdout_has windmill
config()
{
	printf '<xm><server type="Xen-API" uri="http://%s:%s" username="root" passwordfile="%s" %s/></xm>' \
		$there "$port" "$tmp/pw" "$1" >"$tmp/config.xml"
	chmod 600 "$tmp/config.xml"
	run env XM_CONFIG_FILE="$tmp/config.xml" "$XMBOX" list -q -t 20
}
config 'plainpassword="yes"'
status 0
no_stderr
stdout_has windmill
unserve
logged_out
kept

promise 'no other value of the configuration allows it'
for word in '' 'plainpassword="no"' 'plainpassword="YES"' 'plainpassword=""'; do
	serves $there
	config "$word"
	untold
done
kept

promise 'a password in the configuration is not sent to another host either'
serves $there
printf '<xm><server type="Xen-API" uri="http://%s:%s" username="root" password="a long password"/></xm>' $there "$port" \
	>"$tmp/config.xml"
run env XM_CONFIG_FILE="$tmp/config.xml" "$XMBOX" list -q -t 5
untold
kept

promise 'an absent server tried before changes nothing'
serves $there
asks -s http://127.0.0.1:1 -s "http://$there:$port"
untold
kept

promise 'xend over a network needs no password, and none is sent'
recorded_xend basic
unserve
serve_at "tcp:$there:0" --xend --any-session --replay "$tmp/replay"
asks -s "xend://$there:${uri##*:}"
status 0
stdout_has web1
unserve
holds [ "$logins $bad" = '0 0' ]
kept

root=$tmp/root
mkdir -p "$root/etc"
cp "$XMBOX" "$root/xmbox"
cp "$tmp/pw" "$root/pw"
if ! can_enter "$root"; then
	skip_rest 'a name of two hosts' 'a static binary and chroot are needed'
fi

promise 'of a name with two addresses, the connected one decides'
serves $there
printf '127.0.0.1 both\n%s both\n' $there >"$root/etc/hosts"
run $enter "$root" /xmbox list -q -W /pw -s "http://both:$port"
untold
serves 127.0.0.1
printf '%s both\n127.0.0.1 both\n' $there >"$root/etc/hosts"
run $enter "$root" /xmbox list -q -W /pw -s "http://both:$port"
status 0
stdout_has windmill
unserve
kept
