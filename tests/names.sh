# SPDX-License-Identifier: MIT
# Host names resolved by a name server: the dynamic program, in a network namespace of its own.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"
tls_begin

if [ -z "${FOREIGN-}" ]; then
	mkdir "$tmp/etc"
	echo 'nameserver 127.0.0.1' >"$tmp/etc/resolv.conf"
	echo 'hosts: files dns' >"$tmp/etc/nsswitch.conf"
	if lacks python3; then
		skip_rest 'a name server' "$lacking"
	fi
	if ! ETC="$tmp/etc" "$T/foreign" true 2>"$tmp/why"; then
		skip_rest 'a name server' "$(cat "$tmp/why")"
	fi
	# shellcheck disable=SC2086 # a shell may be two words
	FOREIGN=1 ETC=$tmp/etc "$T/foreign" ${TEST_SH:-sh} "$0"
	exit
fi

XMBOX=$T/xmbox-resolver
many=
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	many=$many,127.0.1.$i
done
start python3 "$TESTS/dns.py" one.example.test=127.0.0.1 both.example.test=::1,127.0.0.1 six.example.test=::1 \
	other.example.test=alias:one.example.test loop.example.test=alias:nowhere.example.test \
	silent.example.test=silent broken.example.test=fails empty.example.test=:: far.example.test=10.9.9.9 \
	"many.example.test=127.0.0.1$many"
serve_at tcp:0
port=${uri##*:}

# Run list for the server at NAME and check that no process is left: at NAME
at()
{
	run "$T/watched" "$tmp/watched" "$XMBOX" list -q -t 20 -W "$any" -s "http://$1:$port"
	holds grep -qx 'left 0' "$tmp/watched"
}

promise 'a name is resolved, and its address asked'
for name in one other both ONE; do
	at $name.example.test
	status 0
	no_stderr
	stdout_has windmill
done
kept

promise 'of many addresses, several are tried'
at many.example.test
status 0
stdout_has windmill
kept

promise 'an unknown name or alias, or a failing name server, is exit 1'
for name in nowhere loop broken; do
	at $name.example.test
	fails 1 "http://$name.example.test:$port: no address is known for the host '$name.example.test'"
done
kept

promise 'a name without a listening server is exit 1, for that reason'
at six.example.test
fails 1 "http://six.example.test:$port: cannot connect: Connection refused"
kept

promise 'a silent name server is exit 1 at the deadline, and the resolving child is gone'
at_deadline 0.5 "$T/watched" "$tmp/watched" "$XMBOX" list -q -t 0.5 -W "$any" -s "http://silent.example.test:$port"
holds grep -qx 'left 0' "$tmp/watched"
fails 1 "no address is known for the host 'silent.example.test' (the name service did not answer in time)"
holds grep -q '^silent.example.test ' "$tmp/peer"
kept

promise 'the next server is tried after an unknown name'
run "$XMBOX" list -q -t 20 -W "$any" -s "http://nowhere.example.test:$port" -s "http://one.example.test:$port"
status 0
no_stderr
stdout_has windmill
kept

promise 'no password is sent over http: to a resolved address of another host'
run "$XMBOX" list -q -t 20 -W "$tmp/pw" -s "http://far.example.test:$port"
fails 1 'cannot connect'
unserve
serve_at tcp:10.9.9.9:0
run "$XMBOX" list -q -t 20 -W "$tmp/pw" -s "http://far.example.test:${uri##*:}"
fails 4 'the password would cross the network unencrypted'
unserve
kept

promise 'names in /etc/hosts and addresses are resolved without a name server'
lines=$(wc -l <"$tmp/peer")
serve_at tcp:0
port=${uri##*:}
for name in localhost 127.0.0.1; do
	at $name
	status 0
	stdout_has windmill
done
holds [ "$(wc -l <"$tmp/peer")" = "$lines" ]
unserve
kept
