# SPDX-License-Identifier: MIT
# XAPI is asked in JSON-RPC if it speaks it. The answer to the probe decides, nothing later.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# The table expected of every release of XAPI.
serve --xapi 6.2
"$XMBOX" list -s "$uri" >"$tmp/table"
"$XMBOX" list -l -s "$uri" >"$tmp/long"
"$XMBOX" vcpu-list -s "$uri" >"$tmp/vcpus"
"$XMBOX" list -H -o +host,start_time -s "$uri" lighthouse windmill >"$tmp/few"
unserve

# Check that every command prints the same as over XML, and nothing on stderr.
same_tables()
{
	run "$XMBOX" list -s "$uri"
	status 0
	no_stderr
	stdout_is_file "$tmp/table"
	run "$XMBOX" list -l -s "$uri"
	status 0
	stdout_is_file "$tmp/long"
	run "$XMBOX" vcpu-list -s "$uri"
	status 0
	stdout_is_file "$tmp/vcpus"
	run "$XMBOX" list -H -o +host,start_time -s "$uri" lighthouse windmill
	status 0
	stdout_is_file "$tmp/few"
}

# Count the calls in the log made in an encoding: calls_in json or xml
calls_in()
{
	sed -n "s/^call [0-9]* \([^ ]*\) [0-9]* $1\$/\1/p" "$tmp/log" | sort -u | tr '\n' ' '
}

# Run list -V and check the encoding reported: spoken 'WORDS'
spoken()
{
	run "$XMBOX" list -V -s "$uri"
	status 0
	stdout_is_file "$tmp/table"
	holds grep -q "^$uri: .* ms, in $1" "$tmp/err"
}

for release in 7.0 7.3 8.1 8.2 8.3 next; do
	promise "XAPI of $release: all calls but the login are JSON without the password, and the tables are those of XML"
	serve --xapi $release
	same_tables
	spoken JSON-RPC
	holds [ "$(calls_in xml)" = 'session.login_with_password ' ]
	unserve
	logged_out
	holds [ "$connections" = "$logins" ]
	kept
done

promise 'over the socket of a pool member of 8.2 and later, JSON is used'
serve --xapi 8.2 --member
same_tables
spoken JSON-RPC
unserve
logged_out
kept

promise 'XAPI before 7.0 answers the probe in XML: XML is used, in the same session'
for release in 6.2 6.5; do
	serve --xapi $release
	same_tables
	spoken 'XML-RPC (session.get_uuid: the answer to JSON-RPC is not JSON)'
	unserve
	logged_out
	holds [ "$logins" = 5 ]
	holds [ "$json_calls" = 0 ]
done
kept

promise 'the socket of a pool member of 7.0 to 8.1 does not forward the probe: XML is used'
for release in 7.0 8.1; do
	serve --xapi $release --member
	same_tables
	spoken 'XML-RPC (session.get_uuid: the server refuses: HTTP/1.1 500 Internal Error'
	holds [ "$(calls_in json)" = 'session.get_uuid ' ]
	unserve
	logged_out
	holds [ "$logins" = 5 ]
done
kept

promise 'a connection closed twice on the probe: XML is used'
serve --cut-call session.get_uuid=0
spoken 'XML-RPC (session.get_uuid: the server closed the connection instead of answering'
holds [ "$(calls_in json)" = 'session.get_uuid ' ]
unserve
logged_out
kept

promise 'a server that closes each connection, announced or not, is asked in JSON'
for way in --close --silent-close --http10; do
	serve $way
	spoken JSON-RPC
	holds [ "$(calls_in xml)" = 'session.login_with_password ' ]
	unserve
	logged_out
done
kept

promise 'xend is asked in XML without a probe'
serve --xend
run "$XMBOX" list -V -s "$uri"
status 0
holds grep -q ' ms, in XML-RPC (xend has no other)' "$tmp/err"
unserve
holds [ "$json_calls" = 0 ]
kept

promise 'a URI with another path than / or /RPC2 is asked in XML without a probe'
serve_at tcp:0
for path in '' / /RPC2; do
	run "$XMBOX" list -V -W "$any" -s "$uri$path"
	status 0
	holds grep -q ' ms, in JSON-RPC' "$tmp/err"
done
run "$XMBOX" list -V -W "$any" -s "$uri/xapi"
status 0
	holds grep -qF ' ms, in XML-RPC (the URI has a path)' "$tmp/err"
unserve
logged_out
kept

promise 'an error in JSON as the answer to the probe counts as JSON'
serve --fail session.get_uuid=RBAC_PERMISSION_DENIED,session.get_uuid
spoken JSON-RPC
unserve
logged_out
kept

# Write a whole HTTP answer to FILE: http FILE 'STATUS' 'TYPE' 'BODY'
http()
{
	printf 'HTTP/1.1 %s\r\n%scontent-length: %d\r\n\r\n%s' "$2" "${3:+content-type: $3
}" ${#4} "$4" >"$1"
}

promise 'an HTTP status refusing the probe: XML is used'
for answer in '404 Not Found' '403 Forbidden' '501 Method Not Implemented' '503 Service Unavailable'; do
	http "$tmp/http" "$answer" text/html '<p>no</p>'
	serve --http-answer session.get_uuid="$tmp/http"
	spoken "XML-RPC (session.get_uuid: the server refuses: HTTP/1.1 $answer"
	unserve
	logged_out
done
kept

# Check exit 5 with WORDS, no row, and no XML call after the login: no_fallback 'WORDS' OPTION...
no_fallback()
{
	words=$1
	shift
	serve --xapi 8.3 "$@"
	run "$XMBOX" list -s "$uri"
	fails 5 "$words"
	for called in $(calls_in xml); do
		case $called in
		session.*) ;;
		*) no "asked in XML: $called" ;;
		esac
	done
	unserve
	logged_out
}

promise 'any other answer to the probe is a failure, not a fallback: no JSON, or a web page'
for body in '' '{' 'null' '{}' '[]' '{"result":"x"' '{"result":"x","id":1}x' '<a/>' '{"result":"x","result":"y","error":null}' \
	'{"result":null,"error":null,"id":1}' '{"result":"x","error":["E"],"id":1}' '{"result":null,"error":[],"id":1}' \
	'{"jsonrpc":"2.0","error":{"code":1,"data":["x"]},"id":1}' '{"jsonrpc":"2.0","error":"E","id":1}'; do
	printf '%s' "$body" >"$tmp/answer.json"
	no_fallback 'session.get_uuid: ' --answer "session.get_uuid=$tmp/answer.json"
done
http "$tmp/http" '200 OK' text/html '<p>hello</p>'
no_fallback 'a web page' --http-answer session.get_uuid="$tmp/http"
http "$tmp/http" '200 OK' '' '{"result":"x","error":null,"id":0}'
no_fallback 'is not JSON' --http-answer session.get_uuid="$tmp/http"
http "$tmp/http" '302 Found' '' ''
no_fallback '302' --http-answer session.get_uuid="$tmp/http"
kept

promise 'a failure after the probe is no fallback to XML either'
for method in VM.get_all_records_where VM_metrics.get_all_records; do
	for body in '' '{"result":{}' '{"result":[],"error":null,"id":1}' '{"result":{"OpaqueRef:1":5},"error":null,"id":1}' \
		'{"result":{"OpaqueRef:1":{"uuid":"x",}},"error":null,"id":1}' '{"jsonrpc":"2.0","id":1}'; do
		printf '%s' "$body" >"$tmp/answer.json"
		case $method$body in
		VM_metrics*'1":5'*) continue ;; # of no VM
		esac
		no_fallback "$method: " --answer "$method=$tmp/answer.json"
	done
	http "$tmp/http" '200 OK' text/xml '<methodResponse/>'
	no_fallback "$method: the answer to JSON-RPC is not JSON" --http-answer "$method=$tmp/http"
	http "$tmp/http" '500 Internal Error' text/html '<p>no</p>'
	no_fallback "$method: the server refuses: HTTP/1.1 500" --http-answer "$method=$tmp/http"
	no_fallback "$method: the server answers E_CODE" --fail $method=E_CODE,some,text
done
no_fallback 'VM.get_all_records_where: the server refuses: HTTP/1.1 500' --xapi next --shadow orchard=nan
kept

promise 'errors are reported from every form that XAPI sends'
for body in '{"result":null,"error":["A_CODE","b","c"],"id":1}' '{"error":["A_CODE","b","c"],"result":null,"id":0}' \
	'{"jsonrpc":"2.0","error":["A_CODE","b","c"],"id":0}' \
	'{"jsonrpc":"2.0","error":{"code":1,"message":"A_CODE","data":["b","c"]},"id":1}' \
	'{"jsonrpc":"2.0","error":{"data":["b","c"],"more":{},"message":"A_CODE","code":0},"id":1}' \
	'{ "result" : null , "error" : [ "A_CODE" , "b" , "c" ] , "id" : 0 }'; do
	printf '%s' "$body" >"$tmp/answer.json"
	no_fallback 'the server answers A_CODE: b, c' --answer "VM.get_all_records_where=$tmp/answer.json"
done
kept

# Check the table of recorded answers with VMs and metrics: recorded_list LIST VMS METRICS ['SED COMMAND']
recorded_list()
{
	list=$1
	rm -rf "$tmp/replay"
	mkdir "$tmp/replay"
	gzip -dcf "$recorded/xapi-json/$2" | LC_ALL=C sed "${4-}" >"$tmp/replay/VM.get_all_records_where.json"
	gzip -dcf "$recorded/xapi-json/$3" >"$tmp/replay/VM_metrics.get_all_records.json"
	serve --replay "$tmp/replay"
	run "$XMBOX" list -s "$uri"
	status 0
	no_stderr
	stdout_is_file "$recorded/xapi/$list"
	unserve
	logged_out
}

promise 'recorded JSON answers of every marshaller give the table of the same answers in XML'
recorded_list v26-1000.list.gz v26-json-VM.get_all_records-1000.v2.json.gz v26-json-VM_metrics.get_all_records-1000.v2.json.gz
recorded_list v26-200.list.gz v26-json-VM.get_all_records-200.v2.json.gz v26-json-VM_metrics.get_all_records-200.v2.json.gz
for form in v1 v2; do
	recorded_list v26-2.list v26-json-VM.get_all_records-2.$form.json v26-json-VM_metrics.get_all_records-2.$form.json
	recorded_list v1.249-2.list v1.249-json-VM.get_all_records-2.$form.json v1.249-json-VM_metrics.get_all_records-2.$form.json
done
for float in NaN Infinity -Infinity; do
	recorded_list v26-2.list v26-json-VM.get_all_records-2.v2.json v26-json-VM_metrics.get_all_records-2.v2.json \
		"s/\"HVM_shadow_multiplier\":[0-9.]*/\"HVM_shadow_multiplier\":$float/"
	holds grep -q ":$float," "$tmp/replay/VM.get_all_records_where.json"
done
recorded_list v26-2.list old-json-VM.get_all_records-2.json old-json-VM_metrics.get_all_records-2.json
recorded_list v26-2.list old-json-VM.get_all_records-2-nan.json old-json-VM_metrics.get_all_records-2.json
kept
