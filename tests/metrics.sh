# SPDX-License-Identifier: MIT
# list --openmetrics: Prometheus' own client reads what -j says of the same domains, whatever they are called.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/xen-lib.sh"

promise 'formats exclude each other, and what chooses or orders columns'
for other in -q -j -l --tabs -Z '-o name' '--sort name' -r; do
	# shellcheck disable=SC2086 # words
	run "$XMBOX" list --openmetrics $other -s "unix:$tmp/none"
	fails 2 '--openmetrics goes with none of -q, -l, -Z, -j, -o, --tabs, --sort and -r'
done
run "$XMBOX" list -v --openmetrics -s "unix:$tmp/none"
fails 2 "none of list's other options"
kept

promise 'a server that is not there is no metric'
run "$XMBOX" list --openmetrics -s "unix:$tmp/none"
fails 1 "$tmp/none"
kept

promise 'the text: families, units, labels, and the end; unknown facts have no sample'
serve
run "$XMBOX" list --openmetrics -s "$uri" windmill ferry windmill
status 0
no_stderr
sed 's/uuid="[0-9a-f-]*"/uuid="U"/; s/\(start_time_seconds{.*} \)[0-9]*$/\1N/' "$tmp/out" >"$tmp/plain"
cat >"$tmp/want" <<'END'
# TYPE xen_up gauge
# HELP xen_up 1 for each source that answered.
xen_up{source="xapi"} 1
# TYPE xen_domain_info gauge
# HELP xen_domain_info 1 for each domain.
xen_domain_info{name="ferry",uuid="U",power="suspended"} 1
xen_domain_info{name="windmill",uuid="U",id="12",power="running",host="harbour.example.test"} 1
END
sed '/^# TYPE xen_domain_memory_bytes/,$d' "$tmp/plain" >"$tmp/head"
holds diff "$tmp/want" "$tmp/head"
holds grep -qx 'xen_domain_memory_bytes{uuid="U",name="windmill"} 4294967296' "$tmp/plain"
holds [ "$(grep -c '^xen_domain_cpu_seconds_total' "$tmp/out")" = 0 ]
holds [ "$(tail -n 1 "$tmp/out")" = '# EOF' ]
kept

promise 'no domain at all, or none in that state, is no failure of the source'
run "$XMBOX" list --openmetrics -s "$uri" --state dying
status 0
no_stderr
stdout_has 'xen_up{source="xapi"} 1'
holds [ "$(grep -c '^xen_domain' "$tmp/out")" = 0 ]
holds [ "$(tail -n 1 "$tmp/out")" = '# EOF' ]
kept

promise 'an unknown name costs the exit status only'
run "$XMBOX" list --openmetrics -s "$uri" nosuch
status 3
stderr_has "'nosuch' does not exist"
stdout_has 'xen_up{source="xapi"} 1'
run "$XMBOX" list --openmetrics -s "$uri" nosuch windmill
status 3
stdout_has 'xen_domain_vcpus{'
kept
unserve

# python3 of the caller, or Debian's
python=
for program in python3 /usr/bin/python3; do
	[ -n "$python" ] || ! "$program" -c 'import prometheus_client.openmetrics.parser' 2>/dev/null || python=$program
done
if [ -z "$python" ]; then
	skip_rest "what Prometheus' client reads" 'there is no python3-prometheus-client'
fi

# Its samples are in $tmp/samples: read_metrics [JSON]
read_metrics()
{
	checked
	"$python" "$TESTS/metrics.py" "$tmp/metrics" "$@" >"$tmp/samples" 2>"$tmp/why" ||
		no "$(head -c 800 "$tmp/why")"
}

# What a command says by --openmetrics is what it says by -j, and the sources answered: same 'SOURCE...' COMMAND...
same()
{
	up=$1
	shift
	"$@" --openmetrics
	status 0
	mv "$tmp/out" "$tmp/metrics"
	"$@" -j
	status 0
	mv "$tmp/out" "$tmp/json"
	read_metrics "$tmp/json"
	holds [ "$(sed -n 's/^xen_up {"source": "\(.*\)"} 1.0$/\1/p' "$tmp/samples" | tr '\n' ' ')" = "$up " ]
}

promise 'XAPI: each value of JSON is a sample, and nothing else'
serve
same xapi run "$XMBOX" list -s "$uri"
same xapi run "$XMBOX" list -s "$uri" --state halted
same xapi run "$XMBOX" list -s "$uri" --host harbour.example.test
unserve
serve --vms 1000
same xapi run "$XMBOX" list -s "$uri"
unserve
kept

promise 'a database on disk, legacy xend, and its Xen-API'
"$T/server-sample" --database state >"$tmp/state.db"
same file run "$XMBOX" list -s "file:$tmp/state.db"
serve --xend
same xend run "$XMBOX" list -s "$uri"
unserve
recorded_xend basic
serve --xend --any-session --replay "$tmp/replay" --keep
same xend run "$XMBOX" list -s "xend:$tmp/socket"
holds grep -q '^xen_domain_cpu_seconds_total .*"db-server".* 5000.0$' "$tmp/samples"
unserve
kept

promise 'names of any bytes stay labels of one line, the same as in JSON'
odd='quote" back\slash {} , \n # EOF'
serve --rename "windmill=$odd" --rename "ferry= 'x' %_"
same xapi run "$XMBOX" list -s "$uri"
holds grep -qF 'name="quote\" back\\slash {} , \\n # EOF"' "$tmp/metrics"
unserve
LC_ALL=C sed 's/bad utf8 [^<]*/"quoted\\" \&amp; more/' "$recorded/xapi/v26-VM.get_all_records-hostile-names.xml" >"$tmp/names.xml"
refs "$tmp/names.xml" >"$tmp/refs.xml"
serve --answer "VM.get_all_records_where=$tmp/names.xml" --answer "VM.get_all=$tmp/refs.xml"
same xapi run "$XMBOX" list -s "$uri"
run "$XMBOX" list -q -s "$uri"
# Names in tables and in labels differ in newlines only.
sed 's/\\x0a/\\n/g' "$tmp/out" | LC_ALL=C sort >"$tmp/names"
"$python" -c '
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
	if line.startswith("xen_domain_info "):
		print(json.loads(line[16:].rsplit(" ", 1)[0])["name"].replace("\n", "\\n"))' "$tmp/samples" |
	LC_ALL=C sort >"$tmp/labels"
holds cmp "$tmp/names" "$tmp/labels"
holds [ "$(wc -l <"$tmp/labels")" -ge 10 ]
holds [ "$(LC_ALL=C tr -d '[:print:]\n\200-\377' <"$tmp/metrics" | wc -c)" = 0 ]
unserve
kept

promise 'of domains that nothing tells apart one is printed, with a warning and exit 5: the text stays valid'
reply "$(array "$(array domain "$(array name twin)")" "$(array domain "$(array name twin)")")" >"$tmp/answer.xml"
serve --xend --any-session --answer "xend.domains_with_state=$tmp/answer.xml"
run "$XMBOX" list --openmetrics -s "xend:$tmp/socket"
status 5
stderr_has 'Warning: ' 'cannot be told apart'
holds [ "$(grep -c '^xen_domain_info{name="twin"} 1$' "$tmp/out")" = 1 ]
cp "$tmp/out" "$tmp/metrics"
read_metrics
unserve
kept

xen_begin

promise 'the hypervisor: times as counters; a name that nobody knows is no label'
xen_says 'domain 0 state=r mem=512 vcpus=2 time=175.25' 'domain 3 state=b mem=2047.5 max=4096 vcpus=2/4 time=5000' \
	'domain 12 state=p vcpus=1 time=0.06'
same xen dom0 list -s xen:
holds grep -q '^xen_domain_cpu_seconds_total .*"Domain-0".* 175.25$' "$tmp/samples"
holds [ "$(grep -c 'unknown' "$tmp/metrics")" = 0 ]
libxl_name 3 "$(printf 'a\377\303b')"
dom0 list --openmetrics
status 0
cp "$tmp/out" "$tmp/metrics"
read_metrics
stdout_has '{name="a\\xff\\xc3b",'
rm "$dom0"/var/lib/xen/*
kept

promise 'a dying domain beside its successor, and domains without a uuid, are told apart by their ids'
zeros=00000000-0000-0000-0000-000000000000
xen_says 'domain 0 state=r' "domain 8 state=d mem=100 uuid=$(uuid_of 2)" "domain 9 state=r mem=200 uuid=$(uuid_of 2)" \
	"domain 10 state=r mem=300 uuid=$zeros" "domain 11 state=b mem=400 uuid=$zeros"
for id in 8 9; do
	libxl_name $id twice "$(uuid_of 2)"
done
same xen dom0 list
for pair in 8,100 9,200 10,300 11,400; do
	holds grep -q "^xen_domain_memory_bytes .*\"id\": \"${pair%,*}\".* $((${pair#*,} * 1048576)).0\$" "$tmp/samples"
done
kept

promise 'this host: XAPI and the hypervisor as one'
printf "PRODUCT_BRAND='XCP-ng'\nINSTALLATION_UUID='%s'\n" "$host" >"$dom0/etc/xensource-inventory"
xapi
xen_says 'domain 0 state=r mem=512 time=7' 'domain 3 state=b mem=2048 time=5000'
same 'xen xapi' dom0 list
unserve
kept

# Services: the unit of systemd and the line of cron run one command.
unit=$SOURCE/packaging/systemd/xmbox-metrics.service
command=$(sed -n "s/^ExecStart=.bin.sh -c '\(.*\)'\$/\1/p" "$unit")
promise 'the unit and the line of cron replace the file by a whole one, and remove it where a list fails'
holds grep -qF "{ $command; }" "${unit%service}cron"
mkdir "$tmp/bin" "$tmp/textfiles"
ln -s "$XMBOX" "$tmp/bin/xmbox"
serve
run env PATH="$tmp/bin:$PATH" XMBOX_SERVER="$uri" sh -c "cd '$tmp/textfiles' && $command"
status 0
no_stderr
holds [ "$(ls "$tmp/textfiles")" = xen.prom ]
cp "$tmp/textfiles/xen.prom" "$tmp/metrics"
read_metrics
unserve
run env PATH="$tmp/bin:$PATH" XMBOX_SERVER="$uri" sh -c "cd '$tmp/textfiles' && $command"
status 1
stderr_has "$uri"
holds [ -z "$(ls "$tmp/textfiles")" ]
kept

[ -n "$LONG" ] || exit 0

# Port of a server whose log says where it listens: port_in LOG
port_in()
{
	sed -n 's/.*msg="Listening on".* address=127.0.0.1:\([0-9]*\).*/\1/p' "$1" | head -n 1
}

# The programs of Debian's packages prometheus and prometheus-node-exporter; both serve on loopback only.
promise "promtool reads it; node_exporter's textfile collector passes it on; prometheus scrapes and stores that"
if lacks promtool prometheus prometheus-node-exporter curl jq; then
	skip "$what" "$lacking"
	exit 0
fi
stop()
{
	# shellcheck disable=SC2086 # pids
	[ -z "${servers-}" ] || kill $servers
}
serve --rename "windmill=$odd"
run "$XMBOX" list --openmetrics -s "$uri"
status 0
cp "$tmp/out" "$tmp/textfiles/xen.prom"
run sh -c "promtool check metrics <'$tmp/textfiles/xen.prom'"
status 0
no_stderr
prometheus-node-exporter --collector.disable-defaults --collector.textfile \
	--collector.textfile.directory="$tmp/textfiles" --web.listen-address=127.0.0.1:0 2>"$tmp/exporter" &
servers=$!
await line 'Listening on' "$tmp/exporter"
run curl -sS "http://127.0.0.1:$(port_in "$tmp/exporter")/metrics"
status 0
stdout_has 'node_textfile_scrape_error 0'
cat >"$tmp/prometheus.yml" <<END
scrape_configs:
- job_name: xen
  scrape_interval: 1s
  static_configs: [{targets: ['127.0.0.1:$(port_in "$tmp/exporter")']}]
END
prometheus --config.file="$tmp/prometheus.yml" --storage.tsdb.path="$tmp/tsdb" --web.listen-address=127.0.0.1:0 \
	2>"$tmp/prometheus" &
servers="$servers $!"
stored()
{
	port=$(port_in "$tmp/prometheus") && [ -n "$port" ] &&
		curl -sS -G "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1" >"$tmp/out" 2>/dev/null &&
		jq -e '.data.result | length > 0' "$tmp/out" >/dev/null 2>&1
}
holds await stored 'xen_domain_info'
"$XMBOX" list -j -s "$uri" >"$tmp/json"
holds [ "$(jq -r '.data.result[].metric.name' "$tmp/out" | LC_ALL=C sort | cksum)" = \
	"$(jq -r '.[].name' "$tmp/json" | LC_ALL=C sort | cksum)" ]
holds await stored 'xen_domain_memory_bytes'
holds [ "$(jq -r '.data.result[] | .metric.uuid + " " + .value[1]' "$tmp/out" | LC_ALL=C sort | cksum)" = \
	"$(jq -r '.[] | "\(.uuid) \(.memory)"' "$tmp/json" | LC_ALL=C sort | cksum)" ]
unserve
kept
