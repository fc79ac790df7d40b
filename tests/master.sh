# SPDX-License-Identifier: MIT
# A pool member names its master: the login is sent there, if that is safe, and nowhere else.
# Members listen at 127.0.0.1, masters at the same port of 127.0.0.2 and of others.
# shellcheck disable=SC2086 # options are words
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"

tls_begin
missing=$(tls_missing | head -n 1)
if [ -n "$missing" ]; then
	skip_rest 'TLS to a master' "$missing"
fi

# Start stunnel configured as XAPI's: front ADDRESS:PORT CERTIFICATE PORT
front()
{
	tunnel_conf "$1" "$3" "$2"
	mv "$tmp/tunnel.conf" "$tmp/front-$2.conf"
	start_as "front-$2" stunnel4 "$tmp/front-$2.conf"
}

# Start a peer that records its input in $tmp/seen-ADDRESS: at ADDRESS MODE CERTIFICATE ARGUMENT...; the first
# one picks the port.
at()
{
	here=$1
	mode=$2
	cert=$3
	shift 3
	: >"$tmp/seen-$here"
	start_as "$mode-$here" env AT="$here" AT_PORT="$port" python3 "$TESTS/tls-peer.py" "$mode" \
		"$tmp/$cert.pem" "$tmp/$cert.key" "$tmp/seen-$here" "$@"
}

# Start a member at 127.0.0.1 that names MASTER, and its DIGEST if asked: member MASTER [DIGEST]
member()
{
	stop
	port=0
	at 127.0.0.1 member leaf "$@"
}

# Start its master, a proxy of the sample server: master CERTIFICATE [ADDRESS]
master()
{
	at "${2:-127.0.0.2}" tls "$1" notify "${uri##*:}"
}

# Start a master without TLS: raw HEX [hold]
raw()
{
	start_as raw env AT=127.0.0.2 AT_PORT="$port" python3 "$TESTS/tls-peer.py" raw "$@"
}

# Check that the table came from the master, with one login and one logout.
master_shown()
{
	shown
	stop
	unserve
	holds [ "$logins $logouts" = '1 1' ]
	logged_out
	behind
}

# Check that nobody connected to ADDRESS: untouched ADDRESS
untouched()
{
	holds [ ! -s "$tmp/seen-$1" ]
}

# Check that ADDRESS got a connection, but no byte after the handshake: unheard ADDRESS
unheard()
{
	wait_for gone "$tmp/seen-$1"
	holds [ "$(grep -avcx -e 'name .*' -e 'hands shaken' -e gone "$tmp/seen-$1")" = 0 ]
}

# Check for one line without control characters.
clean()
{
	holds [ "$(wc -l <"$tmp/err")" = 1 ]
	holds [ "$(LC_ALL=C tr -d ' -~\n' <"$tmp/err" | wc -c)" = 0 ]
}

promise 'the certificates are made, the sample server answers'
certificates >"$tmp/made" 2>&1
issue at-master rsa ca master 'subjectAltName = DNS:localhost, IP:127.0.0.2, IP:::1' >>"$tmp/made" 2>&1
issue at-other p256 ca other 'subjectAltName = DNS:localhost, IP:127.0.0.3' >>"$tmp/made" 2>&1
for name in leaf at-master at-other; do
	holds [ -s "$tmp/$name.pem" ]
done
all_rows
behind # which counts anew
kept

mine="--pin sha256:$(digest leaf)"
both="$mine --pin sha256:$(digest at-master)"
right=$(openssl x509 -in "$tmp/at-master.pem" -noout -fingerprint -sha256 | sed 's/.*=//')
wrong_one=$(openssl x509 -in "$tmp/at-other.pem" -noout -fingerprint -sha256 | sed 's/.*=//')

# Start stunnel in front of member and master: pool MASTER ADDRESS
pool()
{
	stop
	start_as slave "$T/server-sample" --with-parent --fail "session.login_with_password=HOST_IS_SLAVE,$1" tcp:0
	front 127.0.0.1:0 leaf "$port"
	front "$2:$port" at-master "${uri##*:}"
}

promise 'a master with a pinned certificate is asked, at the same port'
pool 127.0.0.2 127.0.0.2
ask $both
master_shown
kept

promise 'a master with an IPv6 address, sent without brackets, is asked'
if no_ipv6; then
	skip "$what" 'there is no ::1'
else
	pool ::1 ::1
	host=127.0.0.1
	ask $both
	host=localhost
	master_shown
	kept
fi

promise 'a master with a certificate trusted by --cacert for its address is asked'
pool 127.0.0.2 127.0.0.2
ask --cacert "$tmp/ca.pem"
case $("$XMBOX" --version) in
*'mbedtls 2.'*) denied at-master address 127.0.0.2 ;;
*) master_shown ;;
esac
kept

promise 'a master given by a name is asked'
stop
behind --fail-once session.login_with_password=HOST_IS_SLAVE,localhost
tunnel leaf
ask --cacert "$tmp/ca.pem"
master_shown
kept

promise 'a master with an untrusted certificate, or one for another address, is exit 4, with its pin'
for name in no-ip self; do
	member 127.0.0.2
	master $name
	ask --cacert "$tmp/ca.pem"
	case $name in
	no-ip) denied $name address 127.0.0.2 ;;
	*) denied $name 127.0.0.2 ;;
	esac
	unheard 127.0.0.2
done
kept

# The digest sent by a pinned member.

promise "a pinned member sends its master's digest, and that master is trusted"
member 127.0.0.2 "$right"
master at-master
ask $mine
holds grep -qai '^x-xenapi-request-host-certificate-thumbprint: sha-256:master' "$tmp/seen-127.0.0.1"
holds grep -qa 'a long password' "$tmp/seen-127.0.0.2"
master_shown
kept

promise '-V names the member and the master that it named'
member 127.0.0.2 "$right"
master at-master
ask -V $mine
status 0
holds grep -q '^https://[^ ]*:[0-9]* is a member of a pool and named https://127.0.0.2:[0-9]* as its master$' "$tmp/err"
kept

promise 'a member that is not pinned is not asked for the digest'
member 127.0.0.2 "$right"
ask --cacert "$tmp/ca.pem"
holds grep -qa 'a long password' "$tmp/seen-127.0.0.1"
holds [ "$(grep -aci thumbprint "$tmp/seen-127.0.0.1")" = 0 ]
kept

promise 'a member that is not pinned cannot vouch for a master unknown to --cacert'
member 127.0.0.2 "!$(digest self)"
master self
ask --cacert "$tmp/ca.pem"
denied self 127.0.0.2
unheard 127.0.0.2
behind
kept

promise 'a master with another digest than sent is exit 4, with its pin, and gets no password'
member 127.0.0.2 "$wrong_one"
master at-master
ask $mine
denied at-master 127.0.0.2
unheard 127.0.0.2
kept

promise 'a master without a valid digest is exit 4, with its pin, and gets no password'
for told in - '' "${right%?}" "$right:00" "sha256:$right" 'no digest' "$(printf '%0300d' 0)"; do
	case $told in
	-) member 127.0.0.2 ;;
	*) member 127.0.0.2 "$told" ;;
	esac
	master at-master
		ask $mine
	denied at-master 127.0.0.2
	unheard 127.0.0.2
done
kept

promise 'the digest is added to the pins given, which still count'
member 127.0.0.2 "$wrong_one"
master at-master
ask $both
master_shown
many=$mine
for i in 1 2 3 4 5 6 7 8 9 a b c d e f; do
	many="$many --pin sha256:$(printf '%064d' 0 | tr 0 $i)"
done
member 127.0.0.2 "$right"
master at-master
ask $many
master_shown
kept

# Members that are not followed.

promise 'a member reached with --insecure is not followed: exit 4'
member 127.0.0.2 "$right"
master at-master
ask --insecure
status 4
no_stdout
holds [ "$(grep -c '^Error: ' "$tmp/err")" = 1 ]
holds grep -q 'Error: .*127\.0\.0\.2' "$tmp/err"
untouched 127.0.0.2
kept

promise 'a member over plain HTTP is not followed'
stop
start_as slave "$T/server-sample" --with-parent --fail session.login_with_password=HOST_IS_SLAVE,127.0.0.2 tcp:0
master at-master
run "$XMBOX" list -t 20 -W "$tmp/pw" -s "http://127.0.0.1:$port" --cacert "$tmp/ca.pem"
fails 4 127.0.0.2
untouched 127.0.0.2
kept

promise 'a member over a Unix socket is not followed'
start_as slave "$T/server-sample" --with-parent --fail session.login_with_password=HOST_IS_SLAVE,127.0.0.2 "unix:$tmp/member"
run "$XMBOX" list -t 20 -s "unix:$tmp/member"
fails 4 127.0.0.2
kept

promise 'HOST_IS_SLAVE as answer to a call other than the login is not followed'
behind --fail VM.get_all_records_where=HOST_IS_SLAVE,127.0.0.2
stop
tunnel leaf
master at-master
ask $both
fails 4 127.0.0.2
untouched 127.0.0.2
stop
unserve
logged_out
behind
kept

# The number of hops.

promise 'two hops are followed'
member 127.0.0.2 "$right"
at 127.0.0.2 member at-master 127.0.0.3 "$wrong_one"
master at-other 127.0.0.3
ask $mine
master_shown
kept

promise '-V names both members of two hops, each with the master that it named'
member 127.0.0.2 "$right"
at 127.0.0.2 member at-master 127.0.0.3 "$wrong_one"
master at-other 127.0.0.3
ask -V $mine
status 0
named=' is a member of a pool and named https:..127.0.0'
holds [ "$(sed -n "s/^https:..\([^:]*\):.*$named\(..\):.*/\1 \2/p" "$tmp/err")" = 'localhost .2
127.0.0.2 .3' ]
unserve
behind # which counts anew
kept

promise 'the third hop is exit 4, without connecting'
member 127.0.0.2 "$right"
at 127.0.0.2 member at-master 127.0.0.3 "$wrong_one"
at 127.0.0.3 member at-other 127.0.0.4 "$right"
master at-master 127.0.0.4
ask $mine
fails 4 127.0.0.4
untouched 127.0.0.4
kept

promise 'a member that always names itself is exit 4 after three logins'
for name in localhost 127.0.0.1; do
	member $name "$(openssl x509 -in "$tmp/leaf.pem" -noout -fingerprint -sha256 | sed 's/.*=//')"
		ask $mine
	fails 4 $name
	holds [ "$(grep -ac '^POST ' "$tmp/seen-127.0.0.1")" = 3 ]
done
kept

promise 'an invalid address is exit 4 or 5, with one clean line'
long=$(printf '%0300d' 0 | tr 0 a)
csi=$(printf '\302\233')
bytes=$(printf 'a\377\376')
for address in '' ' ' '127.0.0.2 ' ' 127.0.0.2' 'a b' / 127.0.0.2/ /127.0.0.2 ../../etc/passwd @ 127.0.0.1@127.0.0.2 \
	root:a@127.0.0.2 "$long" "$long$long$long" '&#10;' '127.0.0.2&#13;&#10;X: y' '&#9;' "127.0.0.2$csi" "$bytes" \
	'&#0;' '&#27;[2J' '&#x202e;a'; do
	member "$address" "$right"
	master at-master
		ask $mine
	no_stdout
	[ "$code" = 4 ] || [ "$code" = 5 ] || no "'$address' is exit $code"
	holds grep -q '^Error: ' "$tmp/err"
	clean
	untouched 127.0.0.2
done
kept

promise 'an address with a port or brackets does not lead to another server'
for address in 127.0.0.2:1 '[::1]' '::1]:443' '[::1' '127.0.0.2]:443' '::1]@[::1' '127.0.0.2:' '&lt;'; do
	member "$address" "$right"
	master at-master
		ask $mine
	no_stdout
	holds [ "$code" != 0 ]
	stderr_has 'Error: '
	clean
	untouched 127.0.0.2
done
kept

# Failures at the master.

promise 'an unreachable master is exit 1, with its address, and no other server is asked'
member 127.0.0.2 "$right"
ask $mine -s "$uri"
fails 1 127.0.0.2
holds grep -q refused "$tmp/err"
stop
unserve
holds [ "$connections" = 0 ]
behind
kept

promise 'a master refusing the password is exit 4, with its address'
printf 'another password\n' >"$tmp/pw2"
unserve
serve_at tcp:0 --password-file "$tmp/pw2"
member 127.0.0.2 "$right"
master at-master
ask $mine
fails 4 'wrong user or password' 127.0.0.2
kept

promise 'a master without TLS is exit 5, with its address'
member 127.0.0.2 "$right"
raw "$(hex 'HTTP/1.1 400 no\r\n\r\n')"
ask $mine
fails 5 'no TLS' 127.0.0.2
kept

promise 'a silent master is exit 1 at the deadline, with its address'
member 127.0.0.2 "$right"
raw '' hold
at_deadline 3 "$XMBOX" list -t 3 -W "$tmp/pw" -s "https://localhost:$port" $mine
fails 1 'within 3' 127.0.0.2
kept

promise 'an expired session is renewed at the master, and both are logged out'
behind --fail-once VM.get_all_records_where=SESSION_INVALID,OpaqueRef:x
member 127.0.0.2 "$right"
master at-master
ask $mine
shown
stop
unserve
holds [ "$logins" = 2 ]
holds [ "$(grep -ac '^POST ' "$tmp/seen-127.0.0.1")" = 1 ]
kept

promise 'an answer of the master cut short is exit 5, and its session is logged out'
behind --cut-call VM.get_all_records_where=3000
member 127.0.0.2 "$right"
master at-master
ask $mine
fails 5 'cut short'
stop
unserve
logged_out
kept
