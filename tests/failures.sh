# SPDX-License-Identifier: MIT
# Failures: one Error: line, the right exit status, no table, in time.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

promise 'wrong usage is exit 2 and says what is wrong'
while IFS='|' read -r arguments words; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" $arguments
	fails 2 "$words"
done <<'END'
list --bogus|unknown option '--bogus'
list -x|unknown option '-x'
list -s|needs its URI
list --server|needs its URI
list --quiet=yes|takes no argument
list -t 0|no number of seconds
list -t 1x|no number of seconds
list -t -1|no number of seconds
list -t .|no number of seconds
list -s nonsense|no URI
list -s http://|names no host
list -s http:///x|names no host
list -s http://[::1|in brackets
list -s http://::1/|stands in brackets
list -s http://host:0/|port is a number
list -s http://host:99999/|port is a number
list -s http://host:/|port is a number
list -s http://root:secret@host/|no user or password
list -s ftp://host/|no source for 'ftp:'
list -s unix:|path of a Unix socket
list -s xen://host|on this host only
list -s xen:/path|on this host only
list -s xenstore://host|on this host only
list -s xenstore://host/path|on this host only
list -W /nonexistent -s unix:/x|/nonexistent
nosuch|no applet 'nosuch'
--help nosuch|no help for 'nosuch'
--bogus|unknown option
END
kept

promise 'a blank or a control in a URI is refused'
run "$XMBOX" list -s "http://host/a b"
fails 2 'printable ASCII'
run "$XMBOX" list -s "$(printf 'http://host/a\rb')"
fails 2 'printable ASCII' '\x0d'
kept

promise 'too many servers are refused'
set --
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do
	set -- "$@" -s "unix:/$i"
done
run "$XMBOX" list "$@"
fails 2 'more than 16 times'
kept

promise 'no server answering is exit 1, with the reason of each'
run "$XMBOX" list -W "$any" -s "unix:$tmp/none" -s http://127.0.0.1:1
fails 1 "unix:$tmp/none: cannot connect: No such file" '; http://127.0.0.1:1: cannot connect: Connection refused'
kept

promise 'without -s, the local toolstacks are tried'
if [ -e /sys/hypervisor/type ] || [ -e /var/lib/xcp ] || [ -e /var/run/xend ] || [ -e /run/xenstored/socket ]; then
	skip "$what" 'this host may have one'
else
	run env -u XMBOX_SERVER "$XMBOX" list -V
	status 1
	no_stdout
	for uri in unix:/var/lib/xcp/xapi unix:/var/run/xend/xen-api.sock; do
		holds grep -q "^$uri: cannot connect: .* ms$" "$tmp/err"
	done
	kept
fi

promise 'an unknown host is exit 1'
run "$XMBOX" list -W "$any" -t 3 -s http://no.such.host.invalid/
fails 1 "no address is known for the host 'no.such.host.invalid'"
kept

promise 'a socket path that is too long is refused with the limit'
run "$XMBOX" list -s "unix:/$(head -c 200 /dev/zero | tr '\0' x)"
fails 2 '1 to 107 bytes, not 201'
path=$tmp/$(printf "%0$((106 - ${#tmp}))d" 0)
serve_at "unix:$path"
run "$XMBOX" list -q -s "$uri" windmill
status 0
stdout_is windmill
unserve
run "$XMBOX" list -q -s "${uri}0" windmill
fails 2 '1 to 107 bytes, not 108'
kept

failing 4 'wrong user or password (SESSION_AUTHENTICATION_FAILED): root, why' --fail session.login_with_password=SESSION_AUTHENTICATION_FAILED,root,why
failing 4 'may not log in (SESSION_AUTHORIZATION_FAILED): root, no subject' --fail 'session.login_with_password=SESSION_AUTHORIZATION_FAILED,root,no subject'
failing 4 'role does not permit it' --fail VM.get_all_records_where=RBAC_PERMISSION_DENIED,vm.get_all,no
failing 4 'ask its master (-s) (HOST_IS_SLAVE): 10.0.0.7' --fail session.login_with_password=HOST_IS_SLAVE,10.0.0.7
failing 1 'still starting' --fail '*=HOST_STILL_BOOTING'
failing 5 'the server failed (INTERNAL_ERROR): it broke' --fail 'VM_metrics.get_all_records=INTERNAL_ERROR,it broke'
failing 5 'fault 3: nosuch' --fault VM.get_all_records_where=3,nosuch
failing 5 'VM.get_all_records: line 1, column 187: an element inside text' --answer "VM.get_all_records_where=$recorded/xapi/v26-other_config-hostile-key.xml" --fail VM.get_all=INTERNAL_ERROR
failing 5 'VM_metrics.get_all_records: line 1, column' --xend --answer "VM_metrics.get_all_records=$recorded/xapi/v26-other_config-hostile-key.xml"

promise 'the session reference is never printed, even if the error contains it'
serve --fail VM.get_all_records_where=SESSION_INVALID,OpaqueRef:0123
run "$XMBOX" list -V -s "$uri"
status 5
holds [ "$(grep -c OpaqueRef "$tmp/err")" = 0 ]
unserve
kept

# Answer the login with TEXT as an XML body: body STATUS 'WORDS' 'TEXT'
body()
{
	printf '%s' "$3" >"$tmp/body.xml"
	failing "$1" "$2" --answer "session.login_with_password=$tmp/body.xml"
}

envelope='<?xml version="1.0"?><methodResponse><params><param><value>'
close='</value></param></params></methodResponse>'
status_is='<member><name>Status</name><value>Success</value></member>'
value_is='<member><name>Value</name><value>OpaqueRef:x</value></member>'

body 5 'the document ends without an element' ''
body 5 'no answer of XML-RPC' '<html></html>'
body 5 'a DOCTYPE' '<!DOCTYPE html><html></html>'
body 5 'not an answer of Xen-API' "${envelope}text$close"
body 5 'the answer has no Status' "$envelope<struct>$value_is</struct>$close"
body 5 'the answer has no Value' "$envelope<struct>$status_is</struct>$close"
body 5 'a second Status' "$envelope<struct>$status_is$status_is$value_is</struct>$close"
body 5 'a second Value' "$envelope<struct>$status_is$value_is$value_is</struct>$close"
body 5 'the answer has no session' "$envelope<struct>$status_is<member><name>Value</name><value></value></member></struct>$close"
body 5 'a failure without ErrorDescription' "$envelope<struct><member><name>Status</name><value>Failure</value></member></struct>$close"
body 5 'a value of no type' "$envelope<struct>$status_is<member><name>Value</name><value><text>x</text></value></member></struct>$close"
body 5 'holds anything but members' "$envelope<struct><name>x</name></struct>$close"
body 5 'text where XML-RPC has a tag' "$envelope<struct>x$status_is</struct>$close"
body 5 'one element more' "$envelope<struct>$status_is$value_is</struct></value><value></value></param></params></methodResponse>"
body 5 'a second root element' "$envelope<struct>$status_is$value_is</struct>$close<x/>"
body 5 'neither params nor fault' '<methodResponse></methodResponse>'
body 7 'more than 64 nested elements' "$envelope$(printf '%064d' 0 | sed 's/0/<array><data><value>/g')"
body 7 'a name of more than 256 bytes' "<$(printf '%0300d' 0 | tr 0 a)>"

for how in --accept-only '--stall 0' '--stall 100' '--stall-call VM.get_all_records_where=5000' \
	'--stall-call VM_metrics.get_all_records=0' '--dribble 1 --slow-ms 50'; do
	promise "a server that stalls ($how) is exit 1 at the deadline"
	# shellcheck disable=SC2086 # words
	serve $how
	at_deadline 0.7 "$XMBOX" list -t 0.7 -s "$uri"
	fails 1 'within 0.700 s'
	unserve
	kept
done

promise 'a server whose queue is full is exit 1 at the deadline'
serve --no-accept
at_deadline 0.7 "$XMBOX" list -t 0.7 -s "$uri"
status 1
no_stdout
stderr_has 'Error: '
unserve
kept

promise 'a server that closes instead of answering is exit 1'
serve --cut 0
run "$XMBOX" list -s "$uri"
fails 1 'closed the connection instead of answering'
unserve
kept

for how in '--cut 2000' '--cut-call VM_metrics.get_all_records=900' '--cut 2000 --rst' '--chunked 100 --cut 2000'; do
	promise "a reply cut short ($how) is exit 5 without a row"
	# shellcheck disable=SC2086 # words
	serve_at tcp:0 $how
	run "$XMBOX" list -W "$any" -s "$uri"
	fails 5 'cut short'
	unserve
	kept
done

promise 'after a malformed reply the session is logged out'
serve --cut-call VM.get_all_records_where=5000
run "$XMBOX" list -s "$uri"
fails 5 'cut short'
unserve
logged_out
kept

promise 'a reply of 57 MB is skipped in constant memory'
if [ -n "$SANITIZE" ]; then
	skip "$what" 'sanitizers need memory of their own'
else
	{
		cat "$TESTS/replies/long-begin.xml"
		yes '<member><name>x</name><value><nil/></value></member>' | head -n 1100000
		printf '</struct></value></member></struct></value></param></params></methodResponse>'
	} >"$tmp/long.xml"
	refs "$TESTS/replies/empty.xml" >"$tmp/refs.xml"
	serve --answer "VM.get_all_records_where=$tmp/long.xml" --answer "VM.get_all=$tmp/refs.xml"
	run sh -c "ulimit -v 4000; exec \"$XMBOX\" list -H -s \"$uri\""
	status 0
	no_stdout
	no_stderr
	unserve
	rm "$tmp/long.xml"
	kept
fi

promise 'output that cannot be written is exit 6'
serve
"$XMBOX" list -s "$uri" >/dev/full 2>"$tmp/err"
code=$?
: >"$tmp/out"
fails 6 'cannot write the output: No space left on device'
"$XMBOX" list -s "$uri" >&- 2>"$tmp/err"
code=$?
fails 6 'cannot write the output'
unserve
kept

promise 'a closed pipe is exit 6, silently'
serve --vms 2000
{
	"$XMBOX" list -s "$uri" 2>"$tmp/err"
	echo $? >"$tmp/code"
} | head -n 1 >"$tmp/out"
code=$(cat "$tmp/code")
status 6
no_stderr
unserve
kept

promise 'a password file must be a regular file of this user, readable by nobody else'
printf 'secret\n' >"$tmp/pw"
chmod 644 "$tmp/pw"
run "$XMBOX" list -W "$tmp/pw" -s unix:/x
fails 2 'others may read it'
chmod 600 "$tmp/pw"
ln -sf pw "$tmp/link"
run "$XMBOX" list -W "$tmp/link" -s unix:/x
fails 1 'unix:/x: cannot connect'
chmod 640 "$tmp/pw"
run "$XMBOX" list -W "$tmp/link" -s unix:/x
fails 2 'others may read it'
chmod 600 "$tmp/pw"
ln -sf nosuch "$tmp/dangling"
run "$XMBOX" list -W "$tmp/dangling" -s unix:/x
fails 2 'No such file'
ln -sf loop "$tmp/loop"
run "$XMBOX" list -W "$tmp/loop" -s unix:/x
fails 2 'password file'
if [ "$(id -u)" = 0 ]; then
	ln -sf pw "$tmp/other"
	chown -h 65534 "$tmp/other"
	run "$XMBOX" list -W "$tmp/other" -s unix:/x
	fails 2 'password file'
fi
mkfifo "$tmp/fifo"
run "$XMBOX" list -W "$tmp/fifo" -s unix:/x
fails 2 'not a regular file'
run "$XMBOX" list -W /dev/null -s unix:/x
fails 2 'not a regular file'
head -c 1025 /dev/zero | tr '\0' x >"$tmp/pw"
run "$XMBOX" list -W "$tmp/pw" -s unix:/x
fails 2 'more than 1024 bytes'
printf 'a\001b\n' >"$tmp/pw"
serve
run "$XMBOX" list -W "$tmp/pw" -s "$uri"
fails 2 'the password may not hold control characters'
unserve
kept

promise 'a password of 1024 bytes from stdin, all of them escaped, arrives'
head -c 1024 /dev/zero | tr '\0' '"' >"$tmp/pw"
chmod 600 "$tmp/pw"
serve_at tcp:0 --password-file "$tmp/pw"
"$XMBOX" list -q -W - -s "$uri" windmill <"$tmp/pw" >"$tmp/out" 2>"$tmp/err"
code=$?
status 0
stdout_is windmill
unserve
kept

promise 'a wrong password is exit 4'
printf 'right\n' >"$tmp/pw"
printf 'wrong\n' >"$tmp/wrong"
chmod 600 "$tmp/pw" "$tmp/wrong"
serve_at tcp:0 --password-file "$tmp/pw"
run "$XMBOX" list -W "$tmp/wrong" -s "$uri"
fails 4 'wrong user or password'
unserve
kept

promise 'more VMs than the memory limit holds are exit 7'
serve --vms 9000
run "$T/xmbox-small" list -s "$uri"
fails 7 'more than 1 MiB to keep'
unserve
kept

# Answer a call with a value of the wrong type: mistyped STATUS METHOD 'VALUE' OPERANDS. If the fact can be
# read in another way, the row is shown; else exit 5, never an empty table.
mistyped()
{
	promise "an answer $3 to $2 is exit $1, not an empty table"
	want=$1
	printf '%s%s%s' "$envelope<struct>$status_is<member><name>Value</name><value>" "$3" "</value></member></struct>$close" >"$tmp/value.xml"
	serve --answer "$2=$tmp/value.xml"
	shift 3
	run "$XMBOX" list -H -s "$uri" "$@"
	status "$want"
	[ "$want" = 5 ] || stdout_has windmill
	unserve
	kept
}

for value in '<nil/>' text '<array><data></data></array>'; do
	mistyped 0 VM.get_all_records_where "$value"
	mistyped 0 VM_metrics.get_all_records "$value"
	mistyped 5 VM.get_record "$value" windmill
done
mistyped 5 VM.get_all '<struct></struct>'
mistyped 0 VM.get_by_name_label '<nil/>' windmill
mistyped 5 VM_metrics.get_record text windmill

promise 'a session reference with characters that cannot be sent back is a failed login'
for bad in 'OpaqueRef:a	b' 'OpaqueRef:a&#13;b' "OpaqueRef:$(printf '%0200d' 0)"; do
	printf '%s' "$envelope<struct>$status_is<member><name>Value</name><value>$bad</value></member></struct>$close" >"$tmp/value.xml"
	serve --answer "session.login_with_password=$tmp/value.xml"
	run "$XMBOX" list -s "$uri"
	fails 5 'the answer has no session'
	unserve
done
kept

promise 'messages of a server are printed without the session reference and the password'
printf 'secret-word\n' >"$tmp/pw"
chmod 600 "$tmp/pw"
printf '%s' "$envelope<struct>$status_is<member><name>Value</name><value>OpaqueRef:hush-hush</value></member></struct>$close" >"$tmp/value.xml"
for code in INTERNAL_ERROR INVALID_VALUE SOMETHING_ELSE; do
	serve --any-session --answer "session.login_with_password=$tmp/value.xml" --fail "VM.get_all_records_where=$code,of OpaqueRef:hush-hush and secret-word"
	run "$XMBOX" list -V -W "$tmp/pw" -s "$uri"
	status 5
	holds [ "$(grep -c -e hush -e secret-word "$tmp/err")" = 0 ]
	unserve
done
serve --any-session --answer "session.login_with_password=$tmp/value.xml" --fault "VM.get_all_records_where=1,of OpaqueRef:hush-hush"
run "$XMBOX" list -s "$uri"
fails 5 'fault 1: of **********'
unserve
kept

promise 'SESSION_INVALID as the answer to a login is an error like others'
serve --fail session.login_with_password=SESSION_INVALID
run "$XMBOX" list -s "$uri"
fails 5 SESSION_INVALID
unserve
kept

promise 'a reply that never ends is exit 1 at the deadline'
{
	cat "$TESTS/replies/long-begin.xml"
	yes '<member><name>x</name><value><nil/></value></member>' | head -n 1100000
} >"$tmp/long.xml"
serve --answer "VM.get_all_records_where=$tmp/long.xml"
at_deadline 0.02 "$XMBOX" list -t 0.02 -s "$uri"
fails 1 'within 0.020 s'
unserve
rm "$tmp/long.xml"
kept

promise 'very many VMs of one name: the deadline ends the command'
{
	printf '%s' "$envelope<struct>$status_is<member><name>Value</name><value><array><data>"
	awk 'BEGIN { for (i = 0; i < 100000; i++) printf "<value>OpaqueRef:%08x-0000-0000-0000-000000000000</value>", i }'
	printf '%s' "</data></array></value></member></struct>$close"
} >"$tmp/refs.xml"
serve --answer "VM.get_by_name_label=$tmp/refs.xml"
at_deadline 0.5 "$XMBOX" list -t 0.5 -s "$uri" many
fails 1 'within 0.500 s'
unserve
kept

promise 'empty environment variables count as unset; an empty --host is wrong usage'
serve
run env XMBOX_SERVER= XM_SERVER= "$XMBOX" list -t 1
holds [ "$code" != 2 ]
run "$XMBOX" list --host '' -s "$uri"
fails 2 '--host names no host'
unserve
kept
