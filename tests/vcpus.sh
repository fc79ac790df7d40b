# SPDX-License-Identifier: MIT
# vcpu-list beyond xm's: XAPI, JSON, columns, odd answers, number of calls.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

serve
promise 'XAPI reports the number of VCPUs and their affinity only'
run "$XMBOX" vcpu-list -s "$uri" windmill bakery
status 0
no_stderr
stdout_is 'Name                                ID  VCPU   CPU State   Time(s) CPU Affinity
windmill                            12     0     -     -         - any cpu
windmill                            12     1     -     -         - any cpu
bakery                               7     0     -     -         - 0-3
bakery                               7     1     -     -         - 0-3
bakery                               7     2     -     -         - 0-3
bakery                               7     3     -     -         - 0-3'
run "$XMBOX" vcpu-list -H -s "$uri" ferry
status 0
no_stdout
kept

promise 'JSON of VCPUs: jq and Python read the same'
if lacks jq python3; then
	skip "$what" "$lacking"
else
	run "$XMBOX" vcpu-list -j -s "$uri" bakery windmill
	json '.[0] == {name: "bakery", id: 7, uuid: .[0].uuid, vcpu: 0, cpu: null, online: null, state: null,
		cpu_time: null, affinity: [0, 1, 2, 3]}'
	json '.[4].affinity == "any" and length == 6 and (.[0].uuid | length) == 36'
	json '(.[0] | keys_unsorted | join(" ")) == "name id uuid vcpu cpu online state cpu_time affinity"'
	holds python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$tmp/out"
	kept
fi

promise 'JSON of no VCPUs is an empty array'
run "$XMBOX" vcpu-list -j -s "$uri" ferry
stdout_is '[]'
kept

promise 'vcpu-list has columns of VCPUs and of domains, list those of domains; -o help lists them'
run "$XMBOX" vcpu-list -o vcpu,name,state,memory -H -s "$uri" windmill
stdout_is '   0 windmill     - 4096
   1 windmill     - 4096'
run "$XMBOX" vcpu-list --sort vcpu,name -r -H -o name,vcpu -s "$uri" windmill bakery
holds [ "$(head -n 2 "$tmp/out" | tr -s ' \n' ' ')" = 'bakery 3 bakery 2 ' ]
run "$XMBOX" vcpu-list -o help
holds [ "$(grep -c '^state \|^affinity \|^memory ' "$tmp/out")" = 3 ]
run "$XMBOX" list -o affinity -s "$uri"
fails 2 "no column 'affinity'"
kept
unserve

promise 'XAPI: 5 requests, login and logout among them'
serve
run "$XMBOX" vcpu-list -s "$uri"
unserve
holds [ "$calls" = 5 ]
logged_out
kept

# Run vcpu-list of a VM with these members of VCPUs_params: masked MEMBERS
masked()
{
	sed "s|<member><name>mask</name><value>0,1,2,3</value></member>|$1|" "$recorded/xapi/v26-VM.get_record.xml" >"$tmp/record.xml"
	serve --rename bakery=guest-00001 --answer "VM.get_record=$tmp/record.xml"
	run "$XMBOX" vcpu-list -H -o affinity -s "$uri" guest-00001
	unserve
}

# MASK|FIRST VCPU|SECOND
while IFS='|' read -r masks first second; do
	promise "a mask '$masks' is $first and $second"
	masked "<member><name>mask</name><value>$masks</value></member>"
	status 0
	holds [ "$(sed 's/^ *//' "$tmp/out" | tr '\n' '|')" = "$first|$second|" ]
	kept
done <<'END'
0,1,3|0-1,3|0-1,3
0;2,3|0|2-3
0;1;2|0|1
0, 2|0,2|0,2
16383,5,5|5,16383|5,16383
99999|no cpus|no cpus
x|-|-
1,-1|-|-
0-3|-|-
|any cpu|any cpu
END

promise 'a mask that occurs twice, in its map or as a member, is unknown'
masked '<member><name>mask</name><value>1</value></member><member><name>mask</name><value>2</value></member>'
holds [ "$(tr -d ' ' <"$tmp/out" | tr '\n' ' ')" = '- - ' ]
masked '</struct></value></member><member><name>VCPUs_params</name><value><struct>'
holds [ "$(tr -d ' ' <"$tmp/out" | tr '\n' ' ')" = '- - ' ]
status 5
kept

promise 'more VCPUs than the limit are refused, and take no memory'
sed 's|<name>VCPUs_at_startup</name><value>2<|<name>VCPUs_at_startup</name><value>4000000000<|' "$recorded/xapi/v26-VM.get_record.xml" >"$tmp/record.xml"
serve --rename bakery=guest-00001 --answer "VM.get_record=$tmp/record.xml"
run "$XMBOX" vcpu-list -H -s "$uri" guest-00001
status 7
no_stdout
stderr_has 'Warning: ' '4000000000 VCPUs' "'guest-00001'"
unserve
kept

promise "xend's Xen-API at its default socket: 6 requests, login and logout included"
recorded_xend vcpus
serve_at "unix:$tmp/xen-api.sock" --xend --any-session --replay "$tmp/replay"
run "$XMBOX" vcpu-list -s "$uri"
status 0
holds [ "$(wc -l <"$tmp/out")" -gt 60 ]
unserve
holds [ "$calls" = 6 ]
kept

# Run vcpu-list of a domain d with these VCPUs, on a host of 8 pCPUs: legacy VCPU...
legacy()
{
	rm -rf "$tmp/replay"
	mkdir "$tmp/replay"
	reply "$(array "$(array nr_cpus '<int>8</int>')")" >"$tmp/replay/xend.node.info.xml"
	reply "$(array d)" >"$tmp/replay/xend.domains_with_state.xml"
	reply "$(array domain "$(array domid '<int>4</int>')" "$(array name d)" "$@")" >"$tmp/replay/xend.domain.getVCPUInfo.xml"
	serve --xend --any-session --replay "$tmp/replay"
	run "$XMBOX" vcpu-list -H -s "xend:$tmp/socket"
	unserve
}

cpumap=$(array cpumap "$(array '<int>0</int>' '<int>9</int>' 1 '<int>0</int>')")
promise 'legacy: rows are sorted by number; missing, nil or senseless values are unknown'
legacy "$(array vcpu "$(array number '<int>2</int>')" "$(array online '<nil/>')" "$(array cpu x)" "$(array cpu_time '<double>-1</double>')" "$(array more x y)")" \
	vcpu "$(array)" \
	"$(array vcpu "$(array number '<int>0</int>')" "$(array online '<int>1</int>')" "$(array running '<int>1</int>')" "$(array blocked '<int>0</int>')" "$(array cpu '<int>3</int>')" "$(array cpu_time '<double>1.25e+1</double>')" "$cpumap")" \
	"$(array vcpu "$(array number '<int>1</int>')" "$(array online '<int>0</int>')" "$(array cpu '<int>3</int>')" "$(array cpumap "$(array)")")" \
	"$(array vcpu "$(array number '<int>3</int>')" "$(array online '<int>1</int>')" "$(array running '<int>1</int>')" "$(array cpumap "$(array 1 x)")")"
status 0
stdout_is 'd                                    4     0     3   r--      12.5 0-1
d                                    4     1     -   --p         - no cpus
d                                    4     2     -     -         - -
d                                    4     3     -     -         - -'
kept

promise 'legacy: VCPUs without a number are left out, with one warning and exit 5'
legacy "$(array vcpu "$(array number '<int>-1</int>')")" "$(array vcpu)" "$(array vcpu "$(array number '<int>0</int>')" "$(array online '<int>1</int>')")" "$(array vcpu "$(array number '<int>8192</int>')")"
status 5
stderr_has "Warning: VCPUs with invalid numbers are left out: 'd'"
holds [ "$(wc -l <"$tmp/out")" = 1 ]
kept

promise 'legacy: a domain without VCPUs is shown without rows, an invalid answer is a failure'
legacy
status 0
no_stdout
legacy
reply '<struct></struct>' >"$tmp/odd.xml"
serve --xend --any-session --replay "$tmp/replay" --answer "xend.domain.getVCPUInfo=$tmp/odd.xml"
run "$XMBOX" vcpu-list -s "xend:$tmp/socket"
fails 5 "these are not VCPUs of xend"
unserve
serve --xend --any-session --replay "$tmp/replay" --answer "xend.node.info=$tmp/odd.xml"
run "$XMBOX" vcpu-list -s "xend:$tmp/socket"
fails 5 'this is no xend'
unserve
kept

promise 'legacy: a domain gone before its VCPUs are asked for is left out; another fault is reported'
serve --xend --any-session --replay "$tmp/replay" --fault 'xend.domain.getVCPUInfo=3,d'
run "$XMBOX" vcpu-list -H -s "xend:$tmp/socket"
status 0
no_stdout
unserve
serve --xend --any-session --replay "$tmp/replay" --fault 'xend.domain.getVCPUInfo=1,it broke'
run "$XMBOX" vcpu-list -s "xend:$tmp/socket"
fails 5 'xend.domain.getVCPUInfo: the server answers with fault 1: it broke'
unserve
kept

promise 'legacy: a senseless id is unknown, nil means that the domain does not run'
for id in x '<int>-5</int>' '<int>99999999999</int>' "$(array 1)" '<nil/>'; do
	reply "$(array domain "$(array domid "$id")" "$(array name d)" "$(array vcpu "$(array number '<int>0</int>')")")" >"$tmp/replay/xend.domain.getVCPUInfo.xml"
	serve --xend --any-session --replay "$tmp/replay"
	run "$XMBOX" vcpu-list -H -o id -s "xend:$tmp/socket"
	unserve
	case $id in
	'<nil/>') stdout_is '  ' ;;
	*) stdout_is ' -' ;;
	esac
done
kept
reply "$(array domain "$(array name d)" "$(array vcpu "$(array number '<int>0</int>')")")" >"$tmp/replay/xend.domain.getVCPUInfo.xml"

promise 'legacy: many names are looked for in the list, and only VCPUs of their domains are asked for'
# shellcheck disable=SC2046 # words
reply "$(array $(numbered '<array><data><value>domain</value><value><array><data><value>name</value><value>g%g</value></data></array></value></data></array>' 100))" >"$tmp/replay/xend.domains_with_state.xml"
serve --xend --any-session --replay "$tmp/replay"
# shellcheck disable=SC2046 # words
run "$XMBOX" vcpu-list -o uuid -s "xend:$tmp/socket" $(numbered g%g 20)
unserve
holds [ "$calls" = 22 ]
kept

promise 'legacy: 1000 domains cost 2 requests and one for each, over one connection or one for each answer'
rm "$tmp/replay/xend.domains_with_state.xml"
# shellcheck disable=SC2046 # words
reply "$(array $(numbered guest-%g 1000))" >"$tmp/replay/xend.domains_with_state.xml"
for way in --any-session --close; do
	serve --xend --any-session --replay "$tmp/replay" $way
	run "$XMBOX" vcpu-list -s "xend:$tmp/socket"
	status 0
	unserve
	holds [ "$calls" = 1002 ]
done
kept
