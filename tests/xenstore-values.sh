# SPDX-License-Identifier: MIT
# xenstore: invalid values, names and numbers, and very many of them.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
. "$TESTS/tls-lib.sh"
. "$TESTS/xenstore-lib.sh"

xenstore_begin
long=$(printf '%04095d' 0)

# Change one key of the few domains: with KEY VALUE
with()
{
	grep -v "^/local/domain/1/$1 " "$tmp/trees/few"
	printf '/local/domain/1/%s = "%s"\n' "$1" "$2"
}

# KEY|VALUE|FIELD|what it is as JSON
cat >"$tmp/values" <<END
memory/target|0|memory|0
memory/target|1048576|memory|1073741824
memory/target|abc|memory|null
memory/target||memory|null
memory/target|-8192|memory|null
memory/target|8192x|memory|null
memory/target| 8192|memory|null
memory/target|0x2000|memory|null
memory/target|8e3|memory|null
memory/target|9223372036854775807|memory|null
memory/target|18014398509481984|memory|null
memory/target|18446744073709551616|memory|null
memory/target|9$long|memory|null
memory/static-max|18014398509481984|memory_max|null
memory/static-max|x|memory_max|null
vm||uuid|null
vm|/|uuid|null
vm|/vm/|uuid|null
vm|/vm/nobody|uuid|null
vm|/vm/${uuid}0|uuid|null
vm|/vm/$uuid-1|uuid|"$uuid"
vm|/vm/../../vm/x|uuid|null
vm|relative/x|uuid|null
vm|vm/$uuid|uuid|"$uuid"
vm|vm/$uuid|start_time|1795336488
vm|//vm//|uuid|null
vm|/vm/\\n\\x1b|uuid|null
vm|/local/domain/1|uuid|null
vm|$long|uuid|null
cpu/0/availability|Online|vcpus|1
cpu/0/availability||vcpus|1
cpu/0/availability|$long|vcpus|1
END
promise 'invalid numbers, paths and words are unknown'
n=0
while IFS='|' read -r key value field json; do
	with "$key" "$value" >"$tmp/trees/value$n"
	echo "$n value$n"
	n=$((n + 1))
done <"$tmp/values" >"$tmp/lines"
stores <"$tmp/lines"
n=0
while IFS='|' read -r key value field json; do
	from $n -j guest
	status 0
	no_stderr
	before=$wrong
	json ".[0].$field == $json"
	[ "$wrong" = "$before" ] || no "that was $key '$(printf '%.60s' "$value")'"
	n=$((n + 1))
done <"$tmp/values"
asked_well
kept

promise 'invalid start times are unknown; fractions are cut'
n=0
for time in 1795336488 1795336488.99 0.5 '' . x -5 99999999999999999999 '17 95' "9$long"; do
	sed "s/1795336488.57/$(printf '%s' "$time" | sed 's/\\/&&/g')/" "$tmp/trees/few" >"$tmp/trees/time$n"
	echo "$n time$n"
	n=$((n + 1))
done >"$tmp/lines"
stores <"$tmp/lines"
n=0
for seconds in 1795336488 1795336488 0 null null null null null null null; do
	from $n -j guest
	status 0
	holds [ "$(jq -c '.[0].start_time' "$tmp/out")" = $seconds ]
	n=$((n + 1))
done
kept

# VALUE|how it is shown
cat >"$tmp/names" <<'END'
a\x00b|a\x00b
a\nb|a\x0ab
\x1b[31mred\x07|\x1b[31mred\x07
caf\xc3\xa9|café
\xff\xfe|\xff\xfe
\xc2\x9b31m|\u009b31m
\xe2\x80\xaeevil|\u202eevil
a b|a b
(name x)|(name x)
"quoted"|"quoted"
END
echo "$long|$long" >>"$tmp/names"
promise 'names with any bytes are escaped'
n=0
while IFS='|' read -r value shown; do
	with name "$value" >"$tmp/trees/name$n"
	echo "$n name$n"
	n=$((n + 1))
done <"$tmp/names" >"$tmp/lines"
stores <"$tmp/lines"
n=0
while IFS='|' read -r value shown; do
	from $n -q id:1
	status 0
	no_stderr
	stdout_is "$shown"
	from $n -j
	holds python3 -c 'import json, sys; assert len(json.load(open(sys.argv[1], encoding="utf-8"))) == 2' "$tmp/out"
	from $n --long
	holds [ "$(grep -c '^ *(\(domain\|domid\|name\)' "$tmp/out")" = 6 ]
	holds [ "$(LC_ALL=C tr -d '\n\040-\176\303\251' <"$tmp/out" | wc -c)" = 0 ]
	n=$((n + 1))
done <"$tmp/names"
kept

promise 'directories other than domain ids are ignored, and no domain is shown twice'
for id in 01 001 1x x -1 +2 0x3 65536 4294967297 99999999999999999999 ' ' ''; do
	echo "/local/domain/$id/name = \"odd\""
done >"$tmp/trees/ids"
cat "$tmp/trees/few" >>"$tmp/trees/ids"
stores <<END
ids ids
doubled few doubled
unterminated few unterminated
END
from ids -q
status_in 0 5
holds [ "$(grep -c guest "$tmp/out")$(grep -c odd "$tmp/out")" = 10 ]
from doubled -H -o "$columns"
true_or_failed
from unterminated -H -o "$columns"
true_or_failed gone # libxenstore drops such a name
asked_well
kept

promise 'invalid, doubled or too many VCPU numbers are handled'
{
	cat "$tmp/trees/few"
	for n in x -1 00 +1 99999999999999999999 8192 65536; do
		echo "/local/domain/1/cpu/$n/availability = \"online\""
	done
} >"$tmp/trees/cpus"
{
	cat "$tmp/trees/few"
	awk 'BEGIN { for (i = 3; i < 100000; i++) print "/local/domain/1/cpu/" i "/availability = \"online\"" }'
} >"$tmp/trees/manycpus"
stores <<END
cpus cpus
many manycpus
END
from cpus -H -o vcpus,vcpus_max guest
status 0
holds [ "$(tr -s ' ' <"$tmp/out")" = ' 2 3' ]
watch "$XMBOX" vcpu-list -H -t 20 -s "xenstore:$tmp/at/cpus" guest
status 0
holds [ "$(wc -l <"$tmp/out")" = 3 ]
from many
status_in 0 1 5 7
kept

promise 'more domains than one listing holds: all are shown'
awk 'BEGIN { for (i = 0; i < 3000; i++) print "/local/domain/" i "/name = \"g" i "\"" }' >"$tmp/trees/3000"
stores <<END
parts 3000
old 3000 old
changing 3000 changing
END
watch "$XMBOX" list -q -t 300 -s "xenstore:$tmp/at/parts"
status 0
no_stderr
awk 'BEGIN { for (i = 0; i < 3000; i++) print "g" i }' | LC_ALL=C sort >"$tmp/wanted"
stdout_is_file "$tmp/wanted"
holds grep -q '^DIRECTORY_PART /local/domain$' "$tmp/at/parts.log"
asked_well
kept

promise 'a xenstored without partial listings, or with parts that never fit together, is a failure'
for name in old changing; do
	from $name
	status_in 1 5 7
	no_stdout
	stderr_has 'Error: ' "xenstore:$tmp/at/$name: "
done
kept

promise '60000 domains: the deadline ends the command without a row'
awk 'BEGIN { for (i = 0; i < 60000; i++) print "/local/domain/" i "/name = \"g" i "\"" }' >"$tmp/trees/60000"
stores <<END
60000 60000
END
from_late 60000
fails 1 'within 1 s'
kept

