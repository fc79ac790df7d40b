# SPDX-License-Identifier: MIT
# Over XML, XAPI does not escape the keys of a VM's maps: an administrator of one VM must not break or forge rows of
# others.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

# Start a XAPI without JSON-RPC.
serve_xml()
{
	serve --xapi 6.5 "$@"
}

all='Control domain on host: harbour.example.test
bakery
café 北海
ferry
greenhouse
lighthouse
orchard
windmill'

# Markup closed and reopened by a key: END ... BEGIN ends a record and begins another.
value='</name><value>x</value></member>'
end="$value</struct></value></member></struct></value></member>"
serve
windmill=$("$XMBOX" list -H -o uuid -s "$uri" windmill)
unserve

# Test a key of the VM orchard that breaks its answers: broken 'WHAT' KEY 'WORDS OF THE WARNING'
broken()
{
	promise "a key that $1: every row is right, with one warning"
	serve_xml --key "orchard=$2"
	run "$XMBOX" list -q -s "$uri"
	status 0
	stdout_is "$all"
	stderr_has 'Warning: ' "$3" "'orchard'"
	for name in orchard windmill; do
		run "$XMBOX" list -H -o name,power,id,memory,vcpus,host -s "$uri" $name
		status 0
		holds [ "$(tr -s ' ' <"$tmp/out")" = "$(echo "$rows" | grep $name)" ]
	done
	unserve
	logged_out
	kept
}

rows='windmill running 12 4096 2 harbour.example.test
orchard halted 2048 2 '
broken 'is not well-formed' 'a&b<c>' 'its record is not well-formed (VM.get_record: line 1, column '
broken 'begins a comment' "x</name><!--" 'not well-formed'
broken 'is a whole comment' "x</name><!-- c --><value>y</value></member><member><name>z" 'which this server never sends'
broken 'is CDATA' 'x<![CDATA[y]]>' 'which this server never sends'
broken 'is a processing instruction' 'x<?y?>' 'which this server never sends'
broken 'is a DOCTYPE' 'x<!DOCTYPE y>' 'not well-formed'
broken 'holds bytes that are not UTF-8' "$(printf 'x\377')" 'not UTF-8'
broken 'closes the record, and the answer' "$end<member><name>y" 'not well-formed'
broken 'hides the VMs that come later' \
	"$end</struct></value></member><member><name>junk</name><value><struct><member><name>OpaqueRef:2</name><value><struct><member><name>y</name><value><struct><member><name>z" \
	'not well-formed'

promise 'a key that nests deeper than records: every row is right, without a warning'
for deep in "$(awk 'BEGIN { for (; i < 99; i++) printf "<a>" }')" '</name><value><struct><member><name>y'; do
	serve_xml --key "orchard=x$deep"
	run "$XMBOX" list -q -s "$uri"
	status 0
	stdout_is "$all"
	no_stderr
	unserve
	logged_out
done
kept

# Test a key of the VM orchard that doubles its MEMBER: doubled 'WHAT' MEMBER VALUE
doubled()
{
	promise "a key that $1: every other row is right, with one warning and exit 5"
	serve_xml --key "orchard=$value</struct></value></member><member><name>$2</name><value>$3</value></member><member><name>other_config</name><value><struct><member><name>y"
	run "$XMBOX" list -q -s "$uri"
	status 5
	stdout_is "$all"
	stderr_has 'Warning: ' "has $2 twice" "'orchard'"
	unserve
	logged_out
	kept
}

doubled 'says its power state again' power_state Running
doubled 'makes a template of it' is_a_template '<boolean>1</boolean>'
doubled 'says it is a snapshot' is_a_snapshot '<boolean>1</boolean>'

promise 'a key with a bare & costs nothing, and stands in --long as it is'
for key in 'R&D' '&' '&&' 'a&amp' '&#38;' '&#x' '&nosuch;' 'R&D & more'; do
	serve_xml --key "orchard=$key" --metrics-key "windmill=$key"
	run "$XMBOX" list -H -o name,power,id,memory,vcpus -s "$uri"
	status 0
	no_stderr
	stdout_has orchard
	run "$XMBOX" list -l -s "$uri"
	status 0
	no_stderr
	holds [ "$(grep -cF "$key" "$tmp/out")" -ge 2 ]
	unserve
	logged_out
	grep -q 'VM.get_record' "$tmp/log" && no 'asked for record by record'
done
kept

promise 'a VM with an unreadable record is not reported as nonexistent'
serve_xml --key 'orchard=a&b<c>'
run "$XMBOX" list -l -s "$uri" orchard windmill
status 5
holds [ "$(grep -c '^(domain' "$tmp/out")" = 1 ]
holds grep -q '(name windmill)' "$tmp/out"
holds grep -q "Error: Domain 'orchard' is not among the rows that could be read." "$tmp/err"
unserve
kept

promise 'keys that swallow the text between them are found out record by record too'
serve_xml --key "orchard=x</name><value><struct><member><name>q</name><value><struct><member><name>y</name><value></value></member></struct></value></member></struct></value></member><member><name>domid</name><value>0</value></member><member><name>z"
run "$XMBOX" list -H -o name,id -s "$uri" windmill
status 0
run "$XMBOX" list -H -o name,id -s "$uri"
status 0
no_stderr
holds grep -q '^orchard *$' "$tmp/out"
unserve
kept

promise 'a doubled member is not shown, with neither of its values'
serve_xml --key "orchard=$value</struct></value></member><member><name>power_state</name><value>Running</value></member><member><name>other_config</name><value><struct><member><name>y"
run "$XMBOX" list -H -o name,power -s "$uri" orchard
status 5
stdout_is 'orchard -'
unserve
kept

promise 'keys of two VMs cannot swallow the records between them'
for pair in 'bakery windmill' 'windmill bakery' 'ferry orchard' 'orchard ferry'; do
	for depth in '' '<value><struct><member><name>q</name>'; do
		[ -z "$depth" ] && undo= || undo='</struct></value></member>'
		serve_xml --key "${pair% *}=x</name>${depth}<value><struct><member><name>y" \
			--key "${pair#* }=$value$undo</struct></value></member><member><name>other_config</name><value><struct><member><name>z"
		run "$XMBOX" list -q -s "$uri"
		status 0
		stdout_is "$all"
		unserve
		logged_out
	done
done
kept

# Print the reference of a VM: reference NAME
reference()
{
	sed -n "s/^row ref=\"\(OpaqueRef:[^\"]*\)\".* name__label=\"$1\".*/\1/p" "$tmp/database"
}

"$T/server-sample" --database state | tr '<' '\n' >"$tmp/database"
ref=$(reference windmill)
template=$(reference 'Meadow%.12%.template')

promise 'a wholly forged record is left out, also with the reference of a template'
for forged in OpaqueRef:00000000-1111-2222-3333-444444444444 "$template"; do
	serve_xml --key "orchard=$end<member><name>$forged</name><value><struct><member><name>name_label</name><value>forged</value></member><member><name>other_config</name><value><struct><member><name>y"
	run "$XMBOX" list -q -s "$uri"
	status 0
	stdout_is "$all"
	stderr_has 'Warning: ' 'its record is not well-formed' "'orchard'"
	unserve
	logged_out
done
kept

promise 'a record forged for another VM: facts on which both disagree are not shown'
serve_xml --key "orchard=$end<member><name>$ref</name><value><struct><member><name>uuid</name><value>$windmill</value></member><member><name>name_label</name><value>windmill</value></member><member><name>power_state</name><value>Halted</value></member><member><name>other_config</name><value><struct><member><name>y"
run "$XMBOX" list -H -o name,id,power,uuid -s "$uri"
status 5
holds [ "$(sed -n 's/  */ /g; /^windmill/p' "$tmp/out")" = "windmill - - $windmill" ]
holds grep -q "Warning: .* came twice.*'windmill'" "$tmp/err"
holds grep -q "Warning: .* not well-formed.*'orchard'" "$tmp/err"
run "$XMBOX" list -l -s "$uri"
status 5
holds [ "$(sed -n '/(name windmill)/,/^)/p' "$tmp/out")" = '    (name windmill)
)' ]
unserve
kept

# Print a key that adds MEMBER again to a record: again MEMBER VALUE
again()
{
	printf '%s' "$value</struct></value></member><member><name>$1</name><value>$2</value></member>" \
		'<member><name>other_config</name><value><struct><member><name>y'
}

# Print a key that adds a record for REF to the answer: another REF MEMBERS
another()
{
	printf '%s' "$end<member><name>$1</name><value><struct>$2<member><name>other_config</name><value><struct>" \
		'<member><name>y'
}

member()
{
	printf '<member><name>%s</name><value>%s</value></member>' "$1" "$2"
}

# Print the reference of a VM's metrics: metrics_of NAME
metrics_of()
{
	"$XMBOX" list -l -s "$uri" "$1" | sed -n 's/^    (metrics \(.*\))$/\1/p'
}

# Compare these columns of windmill: SHOWS 'CELLS' -o COLUMNS
shows()
{
	cells=$1
	shift
	run "$XMBOX" list -H -s "$uri" windmill "$@"
	status 5
	stderr_has 'Warning: ' "'windmill'"
	holds [ "$(tr -s ' ' <"$tmp/out")" = "$cells" ]
	run "$XMBOX" list -H -s "$uri" "$@"
	status 5
	holds [ "$(tr -s ' ' <"$tmp/out" | grep '^windmill')" = "$cells" ]
}

promise 'a doubled member of metrics is unknown, and nothing is shown in its place'
serve_xml --metrics-key "windmill=$(again memory_actual 1)"
shows 'windmill - 2' -o name,memory,vcpus
run "$XMBOX" list -l -s "$uri" windmill
status 5
holds grep -qx '        (memory_actual -)' "$tmp/out"
unserve
serve_xml --metrics-key "windmill=$(again VCPUs_number 1)"
shows 'windmill 4096 -' -o name,memory,vcpus
run "$XMBOX" vcpu-list -H -s "$uri" windmill
status 5
no_stdout
holds grep -q 'the number of VCPUs of a VM is unknown' "$tmp/err"
unserve
serve_xml --metrics-key "windmill=$(again start_time 20260101T00:00:00Z)"
shows 'windmill - 4096 2' -o name,start_time,memory,vcpus
unserve
logged_out
kept

serve
of_lighthouse=$(metrics_of lighthouse)
of_windmill=$(metrics_of windmill)
unserve

promise "metrics forged for another VM by a key are not used"
serve_xml --key "windmill=$(again metrics "$of_lighthouse")"
shows 'windmill - - - 12 running' -o name,memory,vcpus,start_time,id,power
unserve
serve_xml --key "ferry=$(again metrics "$of_lighthouse")"
run "$XMBOX" list -H -o name,memory,vcpus -s "$uri" ferry
status 5
holds [ "$(tr -s ' ' <"$tmp/out")" = 'ferry 3072 2' ]
unserve
kept

promise 'a record forged for another VM cannot change its memory'
same=$(member uuid "$windmill")$(member name_label windmill)$(member power_state Running)
same=$same$(member memory_dynamic_max 4294967296)$(member VCPUs_at_startup 2)
serve_xml --key "orchard=$(another "$ref" "$same")"
run "$XMBOX" list -H -s "$uri" -o name,memory,vcpus
status 5
holds [ "$(tr -s ' ' <"$tmp/out" | grep '^windmill')" = 'windmill - -' ]
unserve
logged_out
kept

# Print a recorded answer with its second VM doubled, the copy edited by SED: second_again SED
second_again()
{
	rest='</struct></value></member></struct></value></param></params></methodResponse>'
	sed "s,<member><name>OpaqueRef,\\
&,g; s,$rest\$,," "$recorded/xapi/v26-VM.get_all_records-2.xml" >"$tmp/records"
	{
		cat "$tmp/records"
		sed -n '$p' "$tmp/records" | sed "$1"
		echo "$rest"
	} | tr -d '\n' >"$tmp/twice.xml"
	refs "$recorded/xapi/v26-VM.get_all_records-2.xml" >"$tmp/refs.xml"
	serve --answer "VM.get_all_records_where=$tmp/twice.xml" --answer "VM.get_all=$tmp/refs.xml" \
		--answer "VM_metrics.get_all_records=$recorded/xapi/v26-VM_metrics.get_all_records-2.xml"
	run "$XMBOX" vcpu-list -H -s "$uri"
	unserve
}

promise 'a record forged for another VM cannot change its affinity: of two masks none is shown'
for change in 's,Halted,Halted,' 's,<name>cap<,<name>cup<,'; do
	second_again "$change"
	status 5
	stderr_has 'Warning: ' 'came twice' "'guest-00001'"
	holds [ "$(tr -s ' ' <"$tmp/out" | grep '^guest')" = 'guest-00001 2 0 - - - 0-3
guest-00001 2 1 - - - 0-3' ]
done
for change in 's,>0\,1\,2\,3<,>0\,1<,' 's,>0\,1\,2\,3<,>0\,1;2\,3<,' 's,<name>mask<,<name>musk<,'; do
	second_again "$change"
	status 5
	stderr_has 'Warning: ' 'came twice' "'guest-00001'"
	holds [ "$(tr -s ' ' <"$tmp/out" | grep '^guest')" = 'guest-00001 2 0 - - - -
guest-00001 2 1 - - - -' ]
done
kept

promise 'doubled metrics are not shown, nor facts of the record in their place'
forged=$(another "$of_windmill" "$(member memory_actual 1)$(member VCPUs_number 1)$(member start_time 20260101T00:00:00Z)")
serve_xml --metrics-key "lighthouse=$forged"
run "$XMBOX" list -H -o name,memory,vcpus,start_time -s "$uri"
status 5
holds grep -q "Warning: .*metrics came twice, one is forged.*'windmill'" "$tmp/err"
holds grep -q "Warning: .* not well-formed.*'lighthouse'" "$tmp/err"
holds [ "$(tr -s ' ' <"$tmp/out" | grep '^windmill')" = 'windmill - - -' ]
run "$XMBOX" list -l -s "$uri"
status 5
sed -n "/(name windmill)/,/^)/p" "$tmp/out" >"$tmp/tree"
holds [ "$(cat "$tmp/tree")" = '    (name windmill)
)' ]
run "$XMBOX" vcpu-list -H -s "$uri"
status 5
holds [ "$(grep -c '^windmill' "$tmp/out")" = 0 ]
holds [ "$(grep -c '^lighthouse' "$tmp/out")" = 1 ]
unserve
kept

promise 'a malformed key in metrics costs no row'
serve_xml --metrics-key 'windmill=a&b<c>'
run "$XMBOX" list -q -s "$uri"
status 0
no_stderr
stdout_is "$all"
run "$XMBOX" list -H -o name,memory -s "$uri"
status 0
holds [ "$(sed 's/ *[0-9]*$//' "$tmp/out")" = "$all" ]
stderr_has 'metrics were asked for member by member, their record is not well-formed' "'windmill'"
run "$XMBOX" list -H -o name,memory,vcpus,start_time -s "$uri" windmill
status 0
holds [ "$(tr -s ' ' <"$tmp/out")" = "windmill 4096 2 2026-08-01T09:08:07Z" ]
unserve
logged_out
kept

promise 'VMs created or destroyed between two answers cost nothing'
serve_xml --arrives orchard
run "$XMBOX" list -q -s "$uri"
status 0
no_stderr
stdout_is "$all"
unserve
logged_out
serve_xml --leaves orchard --leaves bakery --arrives ferry
run "$XMBOX" list -q -s "$uri"
status 0
no_stderr
stdout_is "$(echo "$all" | grep -v -e orchard -e bakery)"
unserve
logged_out
kept

promise 'a pool of 1000 VMs, one with a hostile key: 1000 rows, one warning'
serve --vms 1000
run "$XMBOX" list -s "$uri"
cp "$tmp/out" "$tmp/wanted"
name=$(sed -n '3s/ .*//p' "$tmp/out")
unserve
for how in '' --close; do
	# shellcheck disable=SC2086 # a word or none
	serve_xml --vms 1000 --key "$name=a&b<c>" $how
	run "$XMBOX" list -s "$uri"
	status 0
	stdout_is_file "$tmp/wanted"
	stderr_has "Warning: $uri: a VM was asked for member by member, its record is not well-formed" "'$name'"
	unserve
	logged_out
done
kept

promise 'if a server lacks VM.get_all, its rows are used without that check'
serve --fail VM.get_all=MESSAGE_METHOD_UNKNOWN,VM.get_all
run "$XMBOX" list -q -s "$uri"
status 0
stdout_is "$all"
unserve
kept

# Answers and a key that were believed once.
promise 'a key that swallows all later records hides none of them: over XML and over JSON'
serve --vms 200
run "$XMBOX" list -s "$uri"
cp "$tmp/out" "$tmp/wanted"
unserve
for release in 6.5 7.0 8.3; do
	serve --xapi $release --vms 200 --key "vm-00003=$(cat "$TESTS/replies/hide-key")"
	run "$XMBOX" list -s "$uri"
	status 0
	stdout_is_file "$tmp/wanted"
	run "$XMBOX" list -q -s "$uri" vm-00004 vm-00002
	status 0
	stdout_is 'vm-00004
vm-00002'
	unserve
	logged_out
done
kept

promise 'metrics that two keys around them forge are not shown'
ref='OpaqueRef:0000000%d-1111-2222-3333-444444444444'
for n in 1 2 3; do
	# shellcheck disable=SC2059 # a format
	printf "<member><name>$ref</name><value><struct>%s%s%s</struct></value></member>" $n \
		"$(member name_label a$n)$(member power_state Running)$(member domid $n)$(member memory_dynamic_max 1048576)" \
		"$(member VCPUs_at_startup 1)" "$(member metrics "$(printf "$ref" $((n + 3)))")"
done >"$tmp/members"
reply "<struct>$(member Status Success)<member><name>Value</name><value><struct>$(cat "$tmp/members")</struct></value></member></struct>" \
	>"$tmp/vms.xml"
refs "$tmp/vms.xml" >"$tmp/refs.xml"
serve_xml --answer "VM.get_all=$tmp/refs.xml" --answer "VM.get_all_records=$tmp/vms.xml" \
	--answer "VM_metrics.get_all_records=$TESTS/replies/metrics-forged.xml"
run "$XMBOX" list -H -o name,memory,vcpus,start_time -s "$uri"
holds [ "$(tr -s ' ' <"$tmp/out")" = 'a1 1 1 -
a2 1 1 -
a3 1 1 -' ]
unserve
kept

promise 'an id that is looked for in forged records is looked for in all VMs'
serve_xml --answer "VM.get_all_records_where=$TESTS/replies/records-forged.xml"
run "$XMBOX" list -H -o name,id -s "$uri" id:12
status 0
holds [ "$(tr -s ' ' <"$tmp/out")" = 'windmill 12' ]
unserve
holds grep -q '^call [0-9]* VM.get_all_records ' "$tmp/log"
logged_out
kept
