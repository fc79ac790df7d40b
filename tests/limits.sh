# SPDX-License-Identifier: MIT
# Limits are those of a VM: what is too much of one costs its own cell, rows or tree. And faults by the thousand cost
# neither time nor a full log.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# Answers of both encodings in $tmp/NAME.json and $tmp/NAME.xml, made by awk from the lines on stdin:
#	r REF		begins a record			m NAME TEXT	is a member that is text
#	s REF		the same for metrics		n NAME NUMBER	one that is a number
#	b NAME 0	is false			k NAME KEY	is a map with one key
# The XML of VM.get_all comes of it, too.
answers()
{
	awk -v dir="$tmp/" '
	function put(name, json, xml) {
		printf("%s", json) >(dir name ".json")
		printf("%s", xml) >(dir name ".xml")
	}
	function open(name, json, xml) {
		put(name, "{\"jsonrpc\":\"2.0\",\"result\":" json, "<?xml version=\"1.0\"?><methodResponse><params><param>" \
			"<value><struct><member><name>Status</name><value>Success</value></member><member><name>Value</name>" \
			"<value>" xml)
	}
	function leave() {
		if (inside)
			put(inside, "}", "</struct></value></member>")
		inside = ""
	}
	function close_all(name, json, xml) {
		leave()
		put(name, json ",\"id\":1}", xml "</value></member></struct></value></param></params></methodResponse>")
	}
	function begin(name, ref) {
		leave()
		put(name, (count[name]++ ? "," : "") "\"" ref "\":{", "<member><name>" ref "</name><value><struct>")
		inside = name
		members = 0
	}
	function member(name, json, xml) {
		put(inside, (members++ ? "," : "") "\"" name "\":" json, "<member><name>" name "</name><value>" xml "</value></member>")
	}
	BEGIN {
		open("records", "{", "<struct>")
		open("metrics", "{", "<struct>")
		open("refs", "[", "<array><data>")
	}
	$1 == "r" {
		begin("records", $2)
		put("refs", (count["refs"]++ ? "," : "") "\"" $2 "\"", "<value>" $2 "</value>")
	}
	$1 == "s" { begin("metrics", $2) }
	$1 == "m" { member($2, "\"" $3 "\"", $3) }
	$1 == "n" { member($2, $3, $3) }
	$1 == "k" { member($2, "{\"" $3 "\":\"\"}", "<struct><member><name>" $3 "</name><value/></member></struct>") }
	$1 == "b" { member($2, $3 ? "true" : "false", "<boolean>" $3 "</boolean>") }
	END {
		close_all("records", "}", "</struct>")
		close_all("metrics", "}", "</struct>")
		close_all("refs", "]", "</data></array>")
	}'
}

# Serve the answers made: serve_answers json|xml [OPTION...]
serve_answers()
{
	kind=$1
	shift
	if [ "$kind" = json ]; then
		serve --answer "VM.get_all_records_where=$tmp/records.json" --answer "VM_metrics.get_all_records=$tmp/metrics.json" "$@"
	else
		serve --xapi 6.5 --answer "VM.get_all=$tmp/refs.xml" --answer "VM.get_all_records=$tmp/records.xml" \
			--answer "VM_metrics.get_all_records=$tmp/metrics.xml" "$@"
	fi
}

# The cells of the rows, one blank between them: cells_are ROWS
cells_are()
{
	checked
	[ "$(sed 's/^ *//; s/  */ /g; s/ $//' "$tmp/out")" = "$1" ] || no "$(head -c 600 "$tmp/out")"
}

# Each kind of warning comes five times, and then a count: warned COUNT WORDS
warned()
{
	holds [ "$(grep -c "$2" "$tmp/err")" -le 6 ]
	holds grep -q "^Warning: $uri: .*: \.\.\. and $(($1 - 5)) more\$" "$tmp/err"
	holds [ "$(wc -l <"$tmp/err")" -lt 20 ]
}

awk 'BEGIN {
	for (n = 1; n <= 1030; n++) {
		printf "r OpaqueRef:%d\nm name_label a%04d\nm power_state Running\nn domid %d\nm resident_on OpaqueRef:h%d\n", n, n, n, n
		printf "m metrics OpaqueRef:%d\ns OpaqueRef:%d\nn VCPUs_number 1\n", n, n
	}
}' | answers
echo '{"jsonrpc":"2.0","result":"moor","id":1}' >"$tmp/host.json"
reply '<struct><member><name>Status</name><value>Success</value></member><member><name>Value</name><value>moor</value></member></struct>' \
	>"$tmp/host.xml"
for kind in json xml; do
	promise "VMs on more hosts than a pool can have: every row, the last hosts unknown, exit 7 ($kind)"
	serve_answers $kind --answer "host.get_name_label=$tmp/host.$kind"
	run "$XMBOX" list -H -o name,host -s "$uri"
	status 7
	holds [ "$(grep -c ' moor$' "$tmp/out")" = 1024 ]
	holds [ "$(grep -c ' -$' "$tmp/out")" = 6 ]
	warned 6 'VMs are on more than 1024 hosts'
	run "$XMBOX" list -q -s "$uri"
	status 0
	no_stderr
	holds [ "$(wc -l <"$tmp/out")" = 1030 ]
	unserve
	logged_out
	kept
done

awk 'BEGIN {
	for (n = 1; n <= 10; n++) {
		printf "r OpaqueRef:%d\nm name_label a%02d\nm power_state Running\nn domid %d\n", n, n, n
		printf "m metrics OpaqueRef:%d\ns OpaqueRef:%d\nn VCPUs_number %d\n", n, n, n == 1 ? 2 : n == 10 ? 8192 : 9000
	}
}' | answers
for kind in json xml; do
	promise "VMs with more VCPUs than Xen has cost their own rows, exit 7 ($kind)"
	serve_answers $kind
	run "$XMBOX" vcpu-list -H -o name,vcpu -s "$uri"
	status 7
	holds [ "$(cut -c 1-3 "$tmp/out" | uniq -c | tr -s ' \n' ' ')" = ' 2 a01 8192 a10 ' ]
	warned 8 'a VM has 9000 VCPUs, more than 8192, none of them is shown'
	run "$XMBOX" list -H -o name,vcpus -s "$uri"
	status 0
	holds grep -qx 'a02 *9000' "$tmp/out"
	unserve
	logged_out
	kept
done

# Many VMs with one reference of metrics, which come many times.
awk 'BEGIN {
	for (n = 1; n <= 20000; n++)
		printf "r OpaqueRef:%d\nm name_label a%05d\nm power_state Running\nn domid %d\nm metrics OpaqueRef:m\n", n, n, n
	for (n = 1; n <= 3000; n++)
		printf "s OpaqueRef:m\nn memory_actual %d\n", n * 1048576
}' | answers
promise '20 000 VMs with one reference of metrics, which come 3 000 times: a few warnings, no memory shown (json)'
serve_answers json
run "$XMBOX" list -H -o name,memory -s "$uri" -t 20
status 5
holds [ "$(grep -c '^a[0-9]* *-$' "$tmp/out")" = 20000 ]
warned 20000 'metrics came twice'
unserve
logged_out
kept

promise 'the same over XML: the deadline is kept (xml)'
serve_answers xml
began=$(uptime_ms)
run "$XMBOX" list -H -o name,memory -s "$uri" -t 2
holds [ $(($(uptime_ms) - began)) -lt 20000 ]
holds [ "$code" -ne 0 ]
holds [ "$(wc -l <"$tmp/err")" -lt 20 ]
unserve
kept

# Members that come twice in every record.
awk 'BEGIN {
	for (n = 1; n <= 500; n++)
		printf "r OpaqueRef:%d\nm name_label a%03d\nm power_state Running\nm power_state Halted\n", n, n
}' | answers
promise 'a member that comes twice in each of 500 records is told of five times'
serve_answers json
run "$XMBOX" list -H -o name,power -s "$uri"
status 5
holds [ "$(grep -c -- ' -$' "$tmp/out")" = 500 ]
warned 500 'has power_state twice'
unserve
kept

# A record of more than 1 MiB: its facts come after what is too much.
awk 'BEGIN {
	for (n = 1; n <= 3; n++) {
		printf "r OpaqueRef:%d\n", n
		for (i = 0; n == 2 && i < 20000; i++)
			printf "m member%d a_text_of_some_length_for_member_%d\n", i, i
		printf "m name_label a%d\nm power_state Running\nn domid %d\nn memory_dynamic_max 4194304\n", n, n
		printf "m metrics OpaqueRef:%d\ns OpaqueRef:%d\nm uuid u%d\n", n, n, n
		for (i = 0; n == 3 && i < 20000; i++)
			printf "m member%d a_text_of_some_length_for_member_%d\n", i, i
		printf "n VCPUs_number %d\n", n
	}
}' | answers
for kind in json xml; do
	promise "a record over 1 MiB costs the tree of its VM, not the list: exit 7, a warning that names it ($kind)"
	serve_answers $kind
	run "$XMBOX" list -l -s "$uri"
	status 7
	holds [ "$(grep -c '^(domain' "$tmp/out")" = 3 ]
	holds [ "$(grep -c 'VM_metrics' "$tmp/out")" = 2 ]
	holds [ "$(grep '(domid\|(name\|power_state' "$tmp/out" | tr -s ' \n' ' ')" = \
		' (domid 1) (name a1) (power_state Running) (domid 2) (name a2) (domid 3) (name a3) (power_state Running) ' ]
	holds [ "$(wc -l <"$tmp/err")" = 2 ]
	holds grep -q "Warning: $uri: a record is longer than 1 MiB, its members are not shown: 'a2'" "$tmp/err"
	holds grep -q "Warning: $uri: a record is longer than 1 MiB, its members are not shown: 'a3'" "$tmp/err"
	run "$XMBOX" list -H -o name,id,memory,vcpus -s "$uri"
	status 0
	no_stderr
	cells_are 'a1 1 4 1
a2 2 4 2
a3 3 4 3'
	unserve
	logged_out
	kept
done

text=$(printf '%09000d' 0)
for n in 1 2 3 4 5 6 7; do
	printf 'r OpaqueRef:%d\nm name_label a%d\nm recommendations %s\nm name_description %s\n' $n $n "$text" "$text"
done | answers
for kind in json xml; do
	promise "texts over 8 KiB are cut with one warning for a VM, which names it and the members ($kind)"
	serve_answers $kind
	run "$XMBOX" list -l -s "$uri"
	status 0
	holds [ "$(grep -c '^(domain' "$tmp/out")" = 7 ]
	holds grep -q "Warning: $uri: texts of more than 8192 bytes are cut (recommendations, description): 'a2'" "$tmp/err"
	warned 7 'texts of more'
	holds [ "$(wc -l <"$tmp/err")" = 6 ]
	unserve
	kept
done

for n in 256 257; do
	printf 'r OpaqueRef:%d\nm name_label a%d\nk other_config %0*d\n' $n $n $n 0
done | answers
for kind in json xml; do
	promise "a key over 256 bytes is cut with a warning, which names the VM and the member ($kind)"
	serve_answers $kind
	run "$XMBOX" list -l -s "$uri"
	status 0
	stderr_is "Warning: $uri: texts of more than 8192 bytes and keys of more than 256 are cut (other_config): 'a257'"
	holds [ "$(grep -o '00*' "$tmp/out" | grep -c '^.\{256\}$')" = 2 ]
	unserve
	kept
done

printf 'r OpaqueRef:1\nm name_label a1\nm %0300d x\nk other_config good\nr OpaqueRef:2\nm name_label a2\nk other_config good\n' 0 |
	answers
for kind in json xml; do
	promise "a member's name over 256 bytes is told of itself, and of no other member or VM ($kind)"
	serve_answers $kind
	run "$XMBOX" list -l -s "$uri"
	status 0
	holds [ "$(wc -l <"$tmp/err")" = 1 ]
	holds grep -q "are cut (00*\.\.\.): 'a1'" "$tmp/err"
	unserve
	kept
done

promise 'all members of 10 000 VMs can be shown'
serve --vms 10000
run "$XMBOX" list -l -s "$uri"
status 0
no_stderr
holds [ "$(grep -c '^(domain$' "$tmp/out")" = "$(grep -c '^    (VM_metrics$' "$tmp/out")" ]
holds [ "$(grep -c '^(domain$' "$tmp/out")" -ge 10000 ]
unserve
kept

# Two references with one uuid, and a VM of its own.
for n in 1 2 3; do
	u=5f0c9a2e-7b41-4d3f-8e66-00000000000$((n == 3 ? 2 : n))
	printf 'r OpaqueRef:%d\nm uuid %s\nm name_label a%d\nm power_state %s\nn domid %d\nn memory_dynamic_max 4194304\n' \
		$n $u $((n == 3 ? 2 : n)) "$([ $n = 2 ] && echo Halted || echo Running)" $n
done | answers
for kind in json xml; do
	promise "two references with one uuid are told as doubled: what they disagree on is not shown, exit 5 ($kind)"
	serve_answers $kind
	run "$XMBOX" list -H -o name,id,power,memory -s "$uri"
	status 5
	cells_are 'a1 1 running 4
a2 - - 4'
	stderr_has 'Warning: ' 'two VMs have one uuid' "'a2'" 5f0c9a2e-7b41-4d3f-8e66-000000000002
	run "$XMBOX" list -l -s "$uri"
	status 5
	holds [ "$(grep -c '^(domain' "$tmp/out")" = 2 ]
	unserve
	kept
done

promise 'a uuid of zeros, or none, is nobody: such VMs are told apart'
for u in 'm uuid 00000000-0000-0000-0000-000000000000' 'm x y'; do
	for n in 1 2 3; do
		printf 'r OpaqueRef:%d\n%s\nm name_label a%d\nm power_state Running\nn domid %d\n' $n "$u" $n $n
	done | answers
	serve_answers json
	run "$XMBOX" list -q -s "$uri"
	status 0
	no_stderr
	stdout_is 'a1
a2
a3'
	unserve
done
kept
