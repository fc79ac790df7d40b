# SPDX-License-Identifier: MIT
# The sample server compared with recordings of XAPI's own code.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

if lacks curl python3; then
	skip_rest 'the sample server' "$lacking"
fi

json=$recorded/xapi-json
secrets_sent=any # these tests log in over JSON, too
unknown=OpaqueRef:be6b7a9b-1d2e-4c3f-8a5b-0c1d2e3f4a5b

# post PATH TYPE BODY: the whole HTTP answer in $tmp/http, its body in $tmp/body
post()
{
	curl -s -i --unix-socket "$tmp/socket" -A xmbox -H "Content-Type: $2" ${ask:+-H "$ask"} -d "$3" "http://localhost$1" \
		>"$tmp/http"
	sed '1,/^\r$/d' "$tmp/http" >"$tmp/body"
}

# call FORM METHOD "PARAMETER", ...
call()
{
	case $1 in
	v1) version= ;;
	v2) version='"jsonrpc":"2.0",' ;;
	esac
	post /jsonrpc application/json "{$version\"method\":\"$2\",\"params\":[$3],\"id\":1}"
}

# Log in by XML, which always works; store the session in $session.
log_in()
{
	post / text/xml '<methodCall><methodName>session.login_with_password</methodName><params><param><value>root</value></param><param><value></value></param></params></methodCall>'
	session=$(sed 's/.*<value>\(OpaqueRef:[^<]*\).*/\1/' "$tmp/body")
}

# Compare with the recorded answer; a .txt file is a whole HTTP answer.
answered()
{
	case $1 in
	*.txt) what_came=$tmp/http ;;
	*) what_came=$tmp/body ;;
	esac
	checked
	cmp -s "$json/$1" "$what_came" || no "not $1: $(head -c 600 "$what_came")"
}

for form in v1 v2; do
	promise "the sample server's errors are those recorded of today's XAPI, $form"
	serve --fail "VM.get_all=RBAC_PERMISSION_DENIED,vm.get_all_records,No permission in user session" \
		--fail session.login_with_password=HOST_IS_SLAVE,192.0.2.10 --any-session
	call $form VM.no_such ''
	answered v26-json-err-MESSAGE_METHOD_UNKNOWN.$form.json
	call $form VM.get_all '"x"'
	answered v26-json-err-RBAC_PERMISSION_DENIED.$form.json
	call $form session.login_with_password '"root",""'
	answered v26-json-err-HOST_IS_SLAVE.$form.json
	unserve
	serve
	call $form VM.get_all "\"$unknown\""
	answered v26-json-err-SESSION_INVALID.$form.json
	log_in
	call $form VM.get_by_name_label "\"$session\",\"nosuch\""
	answered v26-json-get_by_name_label-empty.$form.json
	call $form session.logout "\"$session\""
	answered v26-json-logout-success.$form.json
	unserve
	kept
done

promise "the sample server's HTTP answers are those recorded"
serve --fail session.login_with_password=HOST_IS_SLAVE,192.0.2.10 \
	--thumbprint "$(tr -d '\r' <"$json/http-v26-json-HOST_IS_SLAVE-thumbprint.txt" | sed -n 's/.*thumbprint: //p')"
ask='x-xenapi-request-host-certificate-thumbprint: sha-256:master'
call v2 session.login_with_password '"root",""'
answered http-v26-json-HOST_IS_SLAVE-thumbprint.txt
ask=
call v2 session.login_with_password '"root",""'
holds [ "$(grep -c thumbprint "$tmp/http")" = 0 ]
unserve
serve --emergency HOST_STILL_BOOTING
call v1 session.login_with_password '"root",""'
answered http-v26-json-catch.txt
unserve
serve
call v2 session.login_with_password '"root",""'
sed -i "s/OpaqueRef:[^\"]*/$unknown/" "$tmp/http"
answered http-v26-json-login.txt
unserve
serve --xapi 6.2
call v2 session.login_with_password '"root",""'
answered http-xs62-jsonrpc-unknown-fault.txt
call v2 session.login_with_password '"root",""'
answered http-xs62-jsonrpc-unknown-fault.txt
unserve
holds [ "$probes" = 2 ]
kept

promise 'the sample server answers in the forms of older releases'
serve --xapi 7.0 --fail session.login_with_password=HOST_IS_SLAVE,192.0.2.10
call v2 session.login_with_password '"root",""'
answered old-json-err-HOST_IS_SLAVE.json
unserve
serve --xapi 8.2 --emergency HOST_STILL_BOOTING
call v2 VM.get_all ''
answered v1.249-json-catch-HOST_STILL_BOOTING.json
unserve
serve --xapi 8.2 --member
call v2 VM.get_all "\"$unknown\""
answered v26-json-forwarded-SESSION_INVALID.v2.json
call v1 VM.get_all "\"$unknown\""
answered v26-json-err-SESSION_INVALID.v1.json
unserve
serve --xapi 8.1 --member
log_in
call v2 VM.get_all "\"$session\""
holds grep -q '^HTTP/1.1 500 ' "$tmp/http"
holds grep -q '^connection: close' "$tmp/http"
unserve
holds [ "$bad" = 0 ]
kept

# Print the members of a record with their types, in order, as name:type lines.
shape()
{
	python3 -c 'import json, sys
record = list(json.loads(sys.stdin.buffer.read().decode("utf-8", "surrogateescape"))["result"].values())[1]
for name, value in record.items():
    print(name, type(value).__name__)'
}

promise 'records of the sample server have the recorded members, types and order'
serve
log_in
for class in VM VM_metrics; do
	call v2 $class.get_all_records "\"$session\""
	shape <"$json/v26-json-$class.get_all_records-2.v2.json" >"$tmp/recorded"
	shape <"$tmp/body" >"$tmp/shape"
	holds [ -s "$tmp/shape" ]
	diff "$tmp/recorded" "$tmp/shape" >"$tmp/differs" || no "$class: $(cat "$tmp/differs")"
done
unserve
kept

promise 'a hostile key is sent over JSON byte for byte, over XML as markup, escaped by 6.2'
key=$(printf 'x</name>"},{"a\\u0022\\\t\n\033\177\377&amp;/')
for release in 7.0 8.3; do
	serve --xapi $release --key "orchard=$key" --shadow orchard=nan
	log_in
	call v2 VM.get_all_records "\"$session\""
	python3 -c 'import json, sys
records = json.loads(sys.stdin.buffer.read().decode("utf-8", "surrogateescape").replace(": nan", ": NaN"), strict=False)
keys = [k for r in records["result"].values() if r["name_label"] == "orchard" for k in r["other_config"]]
sys.exit(len(records["result"]) != 10 or sys.argv[1] not in keys)' "$key" <"$tmp/body" || no "$release: the key is lost"
	unserve
done
for release in 6.2 6.5; do
	serve --xapi $release --key 'orchard=<&'
	log_in
	post / text/xml "<methodCall><methodName>VM.get_all_records</methodName><params><param><value>$session</value></param></params></methodCall>"
	[ $release = 6.2 ] && wanted='<name>&lt;&amp;</name>' || wanted='<name><&</name>'
	holds grep -qF "$wanted" "$tmp/body"
	unserve
done
kept

promise 'NaN is sent as each marshaller writes it; the next release fails instead'
while read -r release words; do
	serve --xapi "$release" --shadow bakery=nan --shadow orchard=-inf
	log_in
	call v2 VM.get_all_records "\"$session\""
	for word in $words; do
		word=$(echo "$word" | tr "?" " ")
		holds grep -qF "$word" "$tmp/http"
	done
	unserve
done <<-'END'
	7.0 multiplier":?nan, multiplier":?-inf,
	8.3 multiplier":NaN, multiplier":-Infinity,
	next HTTP/1.1?500 connection:?close
END
kept

promise 'requests that not every XAPI accepts are refused: an id, an escape, a float, trailing text, the wrong path'
serve
log_in
while read -r body; do
	post /jsonrpc application/json "$(printf %s "$body" | sed "s/SESSION/$session/")"
	holds grep -q '^HTTP/1.1 500 ' "$tmp/http"
done <<-'END'
	{"method":"VM.get_all","params":["SESSION"]}
	{"method":"VM.get_all","params":["SESSION"],"id":null}
	{"method":"VM.get_all","params":["SESSION"],"id":1} x
	{"method":"VM.get_all","params":{"a":"SESSION"},"id":1}
	{"method":"VM.get_all","id":1}
	{"jsonrpc":"1.0","method":"VM.get_all","params":["SESSION"],"id":1}
	[{"method":"VM.get_all","params":["SESSION"],"id":1}]
	{"method":"VM\u002eget_all","params":["SESSION"],"id":1}
	<methodCall><methodName>VM.get_all</methodName><params><param><value>SESSION</value></param></params></methodCall>
END
post / text/xml '{"method":"VM.get_all","params":[],"id":1}'
holds grep -q '^HTTP/1.1 500 ' "$tmp/http"
call v2 event.from "\"$session\",[\"vm\"],\"\",30"
holds grep -q INTERNAL_ERROR "$tmp/body"
unserve 10
kept

promise 'a password in a JSON body is reported'
printf 'swordfish\n' >"$tmp/password"
serve --password-file "$tmp/password"
call v2 session.get_uuid '"x","swordfish"'
call v2 session.login_with_password '"root","swordfish"'
call v2 session.get_uuid '"x","y"'
secrets_sent=2
unserve
secrets_sent=any
holds [ "$(grep -c swordfish "$tmp/log")" = 0 ]
kept

# Wait until event.from reports the change made by a signal.
moved()
{
	call v2 event.from "\"$session\",[\"VM\"],\"$token\",0.0"
	grep -q '"operation":"mod"' "$tmp/body"
}

promise 'event.from sends all objects, then the changes; a VM is gone after its deletion was sent'
serve --moves bakery --leaves ferry
log_in
call v2 event.from "\"$session\",[\"vm\",\"vm_metrics\"],\"\",0.0"
holds [ "$(grep -o '"operation":"add"' "$tmp/body" | wc -l)" = 19 ]
token=$(sed 's/.*"token":"\([^"]*\)".*/\1/' "$tmp/body")
kill -USR1 $server_pid
await moved
holds grep -q '"name_label":"bakery".*"power_state":"Paused"' "$tmp/body"
holds [ "$(grep -o '"operation":' "$tmp/body" | wc -l)" = 1 ]
call v2 VM.get_by_name_label "\"$session\",\"ferry\""
ref=$(sed 's/.*"\(OpaqueRef:[^"]*\)".*/\1/' "$tmp/body")
call v2 VM.get_record "\"$session\",\"$ref\""
holds grep -q HANDLE_INVALID "$tmp/body"
unserve
kept
