# SPDX-License-Identifier: MIT
# Answers of Xen-API that are odd in one place: references, types, long texts; hosts that cannot be looked up.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

answer()
{
	printf '<methodResponse><params><param><value><struct><member><name>Status</name><value>Success</value></member>'
	printf '<member><name>Value</name><value>%s</value></member></struct></value></param></params></methodResponse>' "$1"
}

member()
{
	printf '<member><name>%s</name><value>%s</value></member>' "$1" "$2"
}

# Print one entry of a map of records: record REF MEMBERS
record()
{
	member "$1" "<struct>$2</struct>"
}

# Start a server with these records of VMs and metrics: serve_records RECORDS [METRICS] [OPTION...]
serve_records()
{
	answer "<struct>$1</struct>" >"$tmp/records.xml"
	answer "<struct>${2-}</struct>" >"$tmp/metrics.xml"
	refs "$tmp/records.xml" >"$tmp/refs.xml"
	shift 2
	serve --answer "VM.get_all_records_where=$tmp/records.xml" --answer "VM.get_all=$tmp/refs.xml" \
		--answer "VM_metrics.get_all_records=$tmp/metrics.xml" "$@"
}

# Compare the cells, separated by one blank: cells_are ROWS
cells_are()
{
	[ "$(sed 's/^ *//; s/  */ /g; s/ $//' "$tmp/out")" = "$1" ] || no "$(cat "$tmp/out")"
}

runs=$(member power_state Running)

# Print the record of VM number N with the metrics MINE: vm N NAME MINE
vm()
{
	record "$(eval "echo \$r$1")" "$(member name_label "$2")$runs$(member metrics "$(eval "echo \$r$3")")"
}

promise 'references of any length and form identify VMs and metrics'
for form in 'OpaqueRef:%s' 'OpaqueRef:%s-and-a-lot-that-is-longer-than-a-uuid-is' \
	'OpaqueRef:a-lot-that-is-longer-than-a-uuid-is-and-%s' 'OpaqueRef:0a0a0a0a-0000-0000-0000-00000000000%s' \
	'OpaqueRef:0A0A0A0A-0000-0000-0000-00000000000%s'; do
	for n in 1 2 3; do
		eval "r$n=\$(printf '$form' $n)"
	done
	serve_records "$(vm 1 a 2)$(vm 2 b 3)$(vm 3 c 1)" "$(for n in 1 2 3; do
		record "$(eval "echo \$r$n")" "$(member memory_actual $((n * 1048576)))"
	done)"
	run "$XMBOX" list -H -o name,memory -s "$uri"
	status 0
	no_stderr
	cells_are 'a 2
b 3
c 1'
	unserve
done
kept

promise 'a list, a map or a word in place of a number is an unknown value, with --long too'
for odd in '<array><data><value>7</value></data></array>' '<struct></struct>' seven '<nil/>' 7.5 \
	'<double>7.5</double>'; do
	odd=$(member domid "$odd")$(member VCPUs_at_startup "$odd")$(member memory_dynamic_max "$odd")
	serve_records "$(record OpaqueRef:1 "$(member name_label a)$runs$odd")" ''
	run "$XMBOX" list -H -o name,id,memory,vcpus -s "$uri"
	status 0
	cells_are 'a - - -'
	run "$XMBOX" list -l -s "$uri"
	status 0
	holds [ "$(grep -c '^    (domid' "$tmp/out")" = 0 ]
	holds [ "$(sed -n 2p "$tmp/out")" = '    (name a)' ]
	unserve
done
kept

promise '--long cuts a text of more than 8192 bytes, with a warning that names it'
text=$(printf '%08192d' 0)
serve_records "$(record OpaqueRef:1 "$(member name_label a)$runs$(member name_description "$text")")" ''
run "$XMBOX" list -l -s "$uri"
status 0
no_stderr
holds grep -qx " *$text" "$tmp/out"
unserve
serve_records "$(record OpaqueRef:1 "$(member name_label a)$runs$(member name_description "${text}0")")" ''
run "$XMBOX" list -l -s "$uri"
status 0
stderr_has 'Warning: '
holds grep -qx " *$text" "$tmp/out"
run "$XMBOX" list -H -o name -s "$uri"
status 0
no_stderr
unserve
kept

promise 'a name of more than 4096 bytes is cut, with a warning'
serve_records "$(record OpaqueRef:1 "$(member name_label "$(printf '%04097d' 0)")$runs")" ''
run "$XMBOX" list -q -s "$uri"
status 0
stdout_is "$(printf '%04096d' 0)"
stderr_has 'Warning: ' 4096
unserve
kept

promise '--long warns of any member that occurs twice'
serve_records "$(record OpaqueRef:1 "$(member name_label a)$runs$(member user_version 1)$(member user_version 2)")" ''
run "$XMBOX" list -l -s "$uri"
status 5
stderr_has 'Warning: ' "'a'"
holds grep -qx '    (user_version -)' "$tmp/out"
unserve
kept

promise 'of more hosts than a pool can have the last ones are not known, exit 7'
serve_records "$(for n in $(seq 1025); do
	record "OpaqueRef:$n" "$(member name_label a)$(member resident_on "OpaqueRef:h$n")"
done)" ''
run "$XMBOX" list -q -s "$uri"
status 0
run "$XMBOX" list -H -o name,host -s "$uri"
status 7
stderr_has 'Warning: ' 'VMs are on more than 1024 hosts'
holds [ "$(wc -l <"$tmp/out")" = 1025 ]
unserve
kept

promise 'a broken answer about a host is a failure, over XML and JSON'
printf '<?xml version="1.0"?><methodResponse>' >"$tmp/cut.xml"
printf '{"jsonrpc":"2.0",' >"$tmp/cut.json"
for member in name_label uuid; do
	serve --xapi 6.5 --answer "host.get_$member=$tmp/cut.xml"
	run "$XMBOX" list -H -o name,host,host_uuid -s "$uri"
	fails 5 "host.get_$member: line 1, column "
	unserve
	serve --xapi 8.3 --answer "host.get_$member=$tmp/cut.json"
	run "$XMBOX" list -H -o name,host,host_uuid -s "$uri"
	fails 5 "host.get_$member: line 1, column "
	unserve
done
kept

promise '64 nested elements are read, 65 are refused, by the fast path of skipping too'
for deep in 15 16 17 18 19 20 21 22; do
	nest=$(printf "%0${deep}d" 0)
	answer "OpaqueRef:1" | sed "s,<struct>,&$(member x "$(echo "$nest" | sed 's,0,<struct><member><name>y</name><value>,g')$(
		echo "$nest" | sed 's,0,</value></member></struct>,g')")," >"$tmp/deep.xml"
	serve --any-session --answer "session.login_with_password=$tmp/deep.xml"
	run "$XMBOX" list -q -s "$uri"
	mv "$tmp/err" "$tmp/quick"
	quick=$code
	run "$T/xmbox-plain" list -q -s "$uri"
	holds [ "$code" = "$quick" ]
	holds cmp -s "$tmp/err" "$tmp/quick"
	case $deep in
	15) status 0 ;;
	22) fails 7 'more than 64 nested elements' ;;
	esac
	unserve
done
kept

for call in 'quay.example.test host.get_by_name_label' '5f0c9a2e-7b41-4d3f-8e66-0000000000aa host.get_by_uuid'; do
	promise "--host: a failed or malformed answer to ${call#* } is a failure"
	for how in "5|cut short|--cut-call ${call#* }=150" "5|it broke|--fail ${call#* }=INTERNAL_ERROR,it_broke" \
		"4|role does not permit|--fail ${call#* }=RBAC_PERMISSION_DENIED,x"; do
		# shellcheck disable=SC2086 # words
		serve --uuid quay.example.test=5f0c9a2e-7b41-4d3f-8e66-0000000000aa ${how##*|}
		run "$XMBOX" list -s "$uri" --host "${call% *}"
		words=${how#*|}
		words=${words%%|*}
		case $words in
		'it broke') words=it_broke ;;
		esac
		fails "${how%%|*}" "$words"
		unserve
	done
	kept
done

promise 'a failure to read host names is a failure of the command, unless they are not shown'
serve --fail host.get_name_label=INTERNAL_ERROR,broken
run "$XMBOX" list -o +host -s "$uri"
fails 5 broken
run "$XMBOX" list -q -s "$uri" windmill
status 0
unserve
kept

promise "xend's Xen-API: VCPUs given as no map, or not as numbers, are unknown"
serve --xend
mref=$("$XMBOX" list -l -s "$uri" lantern | sed -n 's/^    (metrics \(.*\))$/\1/p')
unserve
holds [ -n "$mref" ]
# Run vcpu-list of lantern with these members in its metrics: vcpus_of MEMBERS
vcpus_of()
{
	answer "<struct>$(record "$mref" "$1")</struct>" >"$tmp/metrics.xml"
	serve --xend --answer "VM_metrics.get_all_records=$tmp/metrics.xml"
	run "$XMBOX" vcpu-list -H -o name,vcpu,cpu,online,state,affinity -s "$uri"
	unserve
	status 0
	sed -i -n '/^lantern/p' "$tmp/out"
}
flags='<array><data><value>online</value><value>blocked</value></data></array>'
whole="$(member VCPUs_number '<i4>1</i4>')$(member VCPUs_CPU "<struct>$(member 0 '<i4>3</i4>')</struct>")"
vcpus_of "$whole$(member VCPUs_flags "<struct>$(member 0 "$flags")</struct>")"
cells_are 'lantern 0 3 yes -b- -'
vcpus_of "$whole$(member VCPUs_flags "$flags")"
cells_are 'lantern 0 - - - -'
vcpus_of "$whole$(member VCPUs_flags "<struct>$(member 0 online)</struct>")"
cells_are 'lantern 0 - - - -'
vcpus_of "$whole$(member VCPUs_flags "<struct>$(member x "$flags")$(member 0 "$flags")</struct>")"
cells_are 'lantern 0 3 yes -b- -'
for cpus in '<nil/>' "<struct>$(member 0 x)</struct>" "<struct>$(member 0 '<i4>-2</i4>')</struct>" \
	"<struct>$(member x '<i4>3</i4>')</struct>"; do
	vcpus_of "$(member VCPUs_number '<i4>1</i4>')$(member VCPUs_CPU "$cpus")$(member VCPUs_flags "<struct>$(
		member 0 "$flags")</struct>")"
	cells_are 'lantern 0 - yes -b- -'
done
kept

promise 'a login answered after the deadline is logged out'
for _ in 1 2 3 4 5; do # it must be within a second, which a busy machine may miss
	serve
	rm -f "$tmp/wire"
	: >"$tmp/trips"
	timeout 60 "$T/delay" 300 "$tmp/wire" "$tmp/socket" >"$tmp/trips" &
	wire=$!
	await line '^ready$' "$tmp/trips"
	run "$XMBOX" list -t 0.4 -s "unix:$tmp/wire"
	fails 1 'within 0.400 s'
	wait $wire
	unserve
	[ "$logins $logouts" != '1 1' ] || break
done
holds [ "$logins $logouts" = '1 1' ]
kept
